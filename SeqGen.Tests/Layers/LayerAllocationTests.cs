using System;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Layers;

[SequenceModel(timesteps: 12, features: 3)]
[LayerNormalization]
[GaussianNoise(0.1f)]
[SpatialDropout1D(0.2f)]
[MaxPooling1D(3, Strides = 2, Padding = Padding.Same)]
[BatchNormalization]
[AveragePooling1D(2)]
[Reshape(1, 9)]
[ActivationLayer(Activation.Gelu)]
[GlobalAveragePooling1D]
[RepeatVector(3)]
[SimpleRnn(17, ReturnSequences = true)]
[GlobalMaxPooling1D]
[LayerNormalization(Center = false, Scale = false)]
[Dense(2)]
[ActivationLayer(Activation.Softmax)]
internal sealed partial class EveryShapeLayer;

public sealed class LayerAllocationTests
{
    [Fact]
    public void Nothing_is_allocated()
    {
        var model = new EveryShapeLayer(seed: 1);
        float[] inputs = Samples.Uniform(40 * 36, 1), outputs = new float[80], targets = new float[80];
        using var trainer = new Trainer<EveryShapeLayer>(
            model, new TrainerOptions { Loss = Loss.CategoricalCrossentropy, Optimizer = new Adam(), BatchSize = 40 });
        Allocations.None(1000, () => model.Predict(inputs.AsSpan(0, 36), outputs.AsSpan(0, 2)));
        Allocations.None(1000, () => model.PredictBatch(inputs, outputs));
        Allocations.None(1000, () => trainer.Step(inputs, targets));
    }

    [Fact]
    public void Training_learns_which_half_is_larger()
    {
        var model = new EveryShapeLayer(seed: 1);
        float[] inputs = Samples.Uniform(40 * 36, 1), targets = new float[80];
        for (int i = 0; i < 40; i++)
        {
            float first = 0;
            for (int k = 0; k < 18; k++)
            {
                first += inputs[(i * 36) + k] - inputs[(i * 36) + 18 + k];
            }
            targets[(2 * i) + (first > 0 ? 0 : 1)] = 1;
        }
        using var trainer = new Trainer<EveryShapeLayer>(
            model, new TrainerOptions { Loss = Loss.CategoricalCrossentropy, Optimizer = new Adam(0.01), BatchSize = 40 });
        float start = trainer.Step(inputs, targets), end = start;
        for (int step = 0; step < 300; step++)
        {
            end = trainer.Step(inputs, targets);
        }
        Assert.True(end < 0.6 * start, $"The loss went from {start} to {end}.");
    }
}
