using System;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Models;

public sealed class ConvolutionAllocationTests : ModelTheory
{
    [Theory]
    [InlineData(nameof(Convolution))]
    [InlineData(nameof(CausalConvolutions))]
    [InlineData(nameof(GroupedConvolutions))]
    [InlineData(nameof(DepthwiseConvolutions))]
    [InlineData(nameof(LongConvolutions))]
    public void Predictions_and_steps_allocate_nothing(string model) => Run(model, nameof(Check));

    private static void Check<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        const int samples = 10;
        float[] inputs = Inputs<TModel>(samples), targets = Values(samples * TModel.OutputLength, 3, 1), outputs = new float[targets.Length];
        int inputLength = TModel.Timesteps * TModel.Features;
        using var trainer = new Trainer<TModel>(model, new TrainerOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(), BatchSize = samples, Threads = 1,
        });
        Allocations.None(200, () =>
        {
            model.Predict(inputs.AsSpan(0, inputLength), outputs.AsSpan(0, TModel.OutputLength));
            model.PredictBatch(inputs, outputs);
            trainer.Step(inputs, targets);
        });
    }
}
