using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class WeightTests
{
    [Fact]
    public void TheLossIsTheWeightedSumOverTheCount()
    {
        var model = new DenseModel<SequenceShape>(seed: 2);
        using var trainer = new Trainer<DenseModel<SequenceShape>>(model, Options(Loss.MeanSquaredError, 40));
        float[] inputs = Samples.Uniform(40 * 6, 1);
        float[] targets = Samples.Uniform(40 * 6, 2);
        float[] outputs = new float[240];
        model.PredictBatch(inputs, outputs);
        float[] bySample = [.. Samples.Uniform(40, 3).Select(Math.Abs)];
        float[] byStep = [.. Samples.Uniform(120, 4).Select(Math.Abs)];
        double Row(int row) => Enumerable.Range(row * 2, 2).Average(i => Math.Pow(outputs[i] - targets[i], 2));

        Assert.Equal(Enumerable.Range(0, 120).Sum(r => Row(r) * bySample[r / 3]) / 120, trainer.Evaluate(inputs, targets, bySample), 1e-6);
        Assert.Equal(Enumerable.Range(0, 120).Sum(r => Row(r) * byStep[r]) / 120, trainer.Evaluate(inputs, targets, byStep), 1e-6);
        var error = Assert.Throws<ArgumentException>("weights", () => trainer.Step(inputs, targets, new float[41]));
        Assert.Contains("weights has 41 values; expected 40, one a sample, or 120, one a timestep.", error.Message);
    }

    [Fact]
    public void AWeightOf2IsASampleTwice()
    {
        float[] inputs = Samples.Uniform(20 * 6, 1);
        float[] labels = [.. Enumerable.Range(0, 20).Select(i => (float)(i % 3))];
        float[] weights = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? 2f : 0)];
        float[] Gradients(float[] x, float[] t, float[] w)
        {
            using var trainer = new Trainer<DenseModel<SoftmaxShape>>(
                new DenseModel<SoftmaxShape>(seed: 3), Options(Loss.SparseCategoricalCrossentropy, 20));
            trainer.ComputeGradients(x, t, w);
            return trainer.Gradients.ToArray();
        }

        float[] weighted = Gradients(inputs, labels, weights);
        float[] twice = Gradients([.. inputs[..60], .. inputs[..60]], [.. labels[..10], .. labels[..10]], []);
        Assert.All(weighted.Zip(twice), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void ClassWeightsAreSampleWeights()
    {
        float[] inputs = Samples.Uniform(50 * 6, 1);
        float[] labels = [.. Enumerable.Range(0, 50).Select(i => (float)(i * 7 % 3))];
        float[] oneHot = [.. labels.SelectMany(l => new[] { l == 0 ? 1f : 0, l == 1 ? 1f : 0, l == 2 ? 1f : 0 })];
        var classes = new Dictionary<int, float> { [0] = 3, [2] = 0.5f };
        float[] weights = [.. labels.Select(l => l == 0 ? 3 : l == 2 ? 0.5f : 1)];
        float[] Fit(Loss loss, float[] targets, Dictionary<int, float>? byClass, float[]? bySample)
        {
            var model = new DenseModel<SoftmaxShape>(seed: 3);
            model.Fit(new ArrayDataset(inputs, targets, 6, targets.Length / 50), new FitOptions
            {
                Loss = loss, Optimizer = new Adam(0.05), Epochs = 2, ClassWeights = byClass, SampleWeights = bySample,
            });
            return model.Parameters.ToArray();
        }

        float[] expected = Fit(Loss.SparseCategoricalCrossentropy, labels, null, weights);
        Assert.Equal(expected, Fit(Loss.SparseCategoricalCrossentropy, labels, classes, null));
        Assert.NotEqual(expected, Fit(Loss.SparseCategoricalCrossentropy, labels, null, null));
        Assert.All(
            Fit(Loss.CategoricalCrossentropy, oneHot, classes, null).Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-5f));

        Assert.Throws<ArgumentException>("ClassWeights", () => Fit(Loss.SparseCategoricalCrossentropy, labels, new() { [3] = 1 }, null));
        Assert.Throws<ArgumentException>("ClassWeights", () => Fit(Loss.MeanSquaredError, oneHot, classes, null));
        var error = Assert.Throws<ArgumentException>("SampleWeights", () => Fit(Loss.CategoricalCrossentropy, oneHot, null, new float[49]));
        Assert.Contains("SampleWeights has 49 values; expected 50, one a sample.", error.Message);
        Assert.Throws<ArgumentException>(
            "SampleWeights", () => Fit(Loss.CategoricalCrossentropy, oneHot, null, [.. new float[49], float.NaN]));
    }

    [Fact]
    public void ValidationHasWeightsOfItsOwn()
    {
        ArrayDataset data = Samples.Linear(40);
        float[] weights = [.. Enumerable.Repeat(1f, 30), .. Enumerable.Repeat(5f, 10)];
        double Validate(float[]? sampleWeights, IDataset? validation = null, float[]? validationWeights = null) =>
            new DenseModel<LinearShape>().Fit(validation is null ? data : data.Slice(0, 30), new FitOptions
            {
                Loss = Loss.MeanSquaredError, Optimizer = new Sgd(0), SampleWeights = sampleWeights,
                ValidationSplit = validation is null ? 0.25 : 0, Validation = validation, ValidationWeights = validationWeights,
            }).ValidationLoss[0];

        Assert.Equal(5 * Validate(null), Validate(weights), 1e-6);
        Assert.Equal(Validate(weights), Validate(null, data.Slice(30, 10), weights[30..]), 1e-9);
    }

    private static TrainerOptions Options(Loss loss, int batchSize) => new() { Loss = loss, Optimizer = new Sgd(), BatchSize = batchSize };
}
