using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>A loss fused with the final activation against the same loss through that activation's derivative.</summary>
public sealed class FusedLossTests : ModelTheory
{
    private const string DetectorSource = "[SequenceModel(8, 1)] [Gru(8)] [Dense(1, Activation = Activation.Sigmoid)]";
    private const string ClassifierSource =
        "[SequenceModel(6, 2)] [Lstm(17, ReturnSequences = true)] [Gru(7)] [Dense(4, Activation = Activation.Softmax)]";

    private static readonly Lazy<IReadOnlyDictionary<string, DoubleModel>> s_models = new(() => GradientSuite.Compile([DetectorSource, ClassifierSource]));

    [Fact]
    public void Binary_crossentropy_with_a_sigmoid()
    {
        const int rows = 40;
        double[] targets = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? 1.0 : 0)];
        Compare<Detector>(DetectorSource, Loss.BinaryCrossentropy, rows, targets, (o, t) => (o - t) / (o * (1 - o)));
    }

    [Fact]
    public void Categorical_crossentropy_with_a_softmax()
    {
        const int rows = 40;
        double[] targets = [.. Enumerable.Range(0, 4 * rows).Select(i => i % 4 == i / 4 % 4 ? 1.0 : 0)];
        Compare<ClassifierWithoutDropout>(ClassifierSource, Loss.CategoricalCrossentropy, rows, targets, (o, t) => -t / o);
    }

    private static void Compare<TModel>(string source, Loss loss, int rows, double[] targets, Func<double, double, double> derivative)
        where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        float[] inputs = Inputs<TModel>(rows);
        double[] parameters = ToDoubles(model.Parameters), doubleInputs = ToDoubles(inputs);
        double[] outputs = new double[targets.Length], unfused = new double[parameters.Length], fused = new double[parameters.Length];
        double[] dInputs = new double[inputs.Length], logits = new double[targets.Length];
        DoubleModel code = s_models.Value[source];

        code.Run(rows, parameters, doubleInputs, outputs);
        double[] dOutputs = [.. outputs.Zip(targets, (o, t) => derivative(o, t) / rows)];
        code.Run(rows, parameters, doubleInputs, outputs, dOutputs, unfused, dInputs);
        double[] dLogits = [.. outputs.Zip(targets, (o, t) => (o - t) / rows)];
        code.Run(rows, parameters, doubleInputs, logits, dLogits, fused, dInputs, logits: true);
        Assert.All(unfused.Zip(fused), pair => Assert.Equal(pair.First, pair.Second, 1e-12));

        float[] floatTargets = [.. targets.Select(target => (float)target)];
        Near(unfused, TrainerGradients(model, loss, inputs, floatTargets));
        Near(unfused, TrainerGradients(model, new Unfused(loss), inputs, floatTargets));
    }

    private static float[] TrainerGradients<TModel>(TModel model, Loss loss, float[] inputs, float[] targets)
        where TModel : class, ISequenceModel<TModel>
    {
        using var trainer = new Trainer<TModel>(model, new TrainerOptions { Loss = loss, Optimizer = new Sgd(), BatchSize = 64 });
        trainer.ComputeGradients(inputs, targets);
        return trainer.Gradients.ToArray();
    }

    private static void Near(double[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6 + (1e-5 * Math.Abs(pair.First))));

    private static double[] ToDoubles(ReadOnlySpan<float> values) => [.. values.ToArray().Select(value => (double)value)];

    /// <summary>A loss that does not say what it could be fused with.</summary>
    private sealed class Unfused(Loss loss) : Loss
    {
        public override double Compute(
            ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs) =>
            loss.Compute(outputs, targets, features, scale, dOutputs);
    }
}
