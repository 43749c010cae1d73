using System;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class MetricTests
{
    private static readonly MetricGoldens s_goldens = ToolkitGoldens.Value.Metrics;

    public static TheoryData<string, Metric> OfOutputs => new()
    {
        { "mean_absolute_error", Metric.MeanAbsoluteError },
        { "mean_squared_error", Metric.MeanSquaredError },
        { "root_mean_squared_error", Metric.RootMeanSquaredError },
        { "mean_absolute_percentage_error", Metric.MeanAbsolutePercentageError },
        { "r2_score", Metric.R2Score },
    };

    public static TheoryData<string, Metric> OfChances => new()
    {
        { "binary_accuracy", Metric.BinaryAccuracy() },
        { "binary_accuracy", Metric.Accuracy },
        { "precision", Metric.Precision() },
        { "recall", Metric.Recall() },
        { "auc", Metric.Auc() },
        { "auc pr", Metric.Auc(AucCurve.Pr) },
        { "f1_score", Metric.F1Score() },
    };

    public static TheoryData<string, Metric> OfClasses => new()
    {
        { "categorical_accuracy", Metric.CategoricalAccuracy },
        { "categorical_accuracy", Metric.Accuracy },
        { "f1_score Macro", Metric.F1Score() },
        { "f1_score Micro", Metric.F1Score(F1Average.Micro) },
        { "f1_score Weighted", Metric.F1Score(F1Average.Weighted) },
    };

    [Theory]
    [MemberData(nameof(OfOutputs))]
    public void Regression(string name, Metric metric) => Check(name, metric, s_goldens.Outputs, s_goldens.Targets, s_goldens.Features);

    [Theory]
    [MemberData(nameof(OfChances))]
    public void TwoClasses(string name, Metric metric) => Check(name, metric, s_goldens.Chances, s_goldens.Truth, 1);

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void SeveralClasses(string name, Metric metric) =>
        Check(name, metric, s_goldens.Outputs, s_goldens.Classes, s_goldens.Features);

    [Fact]
    public void A_threshold_is_a_number()
    {
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => Metric.BinaryAccuracy(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => Metric.Precision(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => Metric.Recall(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => Metric.F1Score(threshold: double.NaN));
    }

    [Fact]
    public void ClassIndices()
    {
        Check("categorical_accuracy", Metric.SparseCategoricalAccuracy, s_goldens.Outputs, s_goldens.Labels, s_goldens.Features);
        Check("categorical_accuracy", Metric.Accuracy, s_goldens.Outputs, s_goldens.Labels, s_goldens.Features);
        var error = Assert.Throws<ArgumentException>("metrics", () => new DenseModel<SoftmaxShape>().Evaluate(
            new ArrayDataset(new float[6], new float[1], 6, 1), Loss.SparseCategoricalCrossentropy, Metric.MeanAbsoluteError));
        Assert.Contains("'mean_absolute_error' compares each output with a target of its own", error.Message);
    }

    [Fact]
    public void EdgesAreThoseOfKeras()
    {
        // A threshold is passed strictly; nothing to divide by gives 0.
        Assert.Equal(0, One(Metric.Precision(), [0.5f, 0.1f], [1, 0]));
        Assert.Equal(0, One(Metric.Recall(), [0.9f], [0]));
        Assert.Equal(2 / 3.0, One(Metric.BinaryAccuracy(), [0.5f, 0.51f, 0.2f], [1, 1, 0]), 1e-12);
        Assert.Equal(0.75, One(Metric.Auc(), [0, 0.5f, 0.3f, 0.9f], [0, 0, 1, 1]), 1e-6); // Keras's own example
        Assert.Equal(0, One(Metric.Auc(), [0.2f], [1]));
        Assert.Equal(0, One(Metric.R2Score, [1, 2], [3, 3]));
        Assert.Equal("auc", Metric.Auc().Name);
        Assert.All(OfOutputs.Select(row => (Metric)row[1]), m => Assert.Equal(m == Metric.R2Score, m.HigherIsBetter));
    }

    [Fact]
    public void BatchesAndThreadsDoNotChangeAResult()
    {
        var model = new DenseModel<SigmoidShape>(seed: 3);
        var data = new ArrayDataset(
            Samples.Uniform(200 * 6, 1), Samples.Uniform(200, 2).Select(t => t > 0 ? 1f : 0f).ToArray(), 6, 1);
        Metric[] metrics =
            [Metric.Auc(), Metric.Precision(), Metric.Recall(), Metric.F1Score(), Metric.R2Score, Metric.RootMeanSquaredError];
        double[] Results(int batch, int threads) =>
        [
            .. model.Evaluate(data, new EvaluateOptions
            {
                Loss = Loss.BinaryCrossentropy, Metrics = metrics, BatchSize = batch, Threads = threads,
            }).Metrics.Values,
        ];
        double[] whole = Results(200, 1);
        Assert.Equal(whole, Results(200, 2));
        Assert.All(Results(7, 1).Zip(whole), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        History history = model.Fit(data, new FitOptions
        {
            Loss = Loss.BinaryCrossentropy, Optimizer = new Sgd(0), Metrics = metrics, Validation = data,
        });
        Assert.Equal(whole[0], history.Epochs[0]["auc"], 1e-9);
        Assert.Equal(whole[5], history.Epochs[0]["val_root_mean_squared_error"], 1e-9);
    }

    private static double One(Metric metric, float[] outputs, float[] targets)
    {
        double[] state = new double[metric.StateLength(1)];
        metric.Add(outputs, targets, 1, state);
        return metric.Result(state);
    }

    // Whole, and in parts of 7 rows.
    private static void Check(string name, Metric metric, float[] outputs, float[] targets, int features)
    {
        int targetFeatures = targets.Length / (outputs.Length / features);
        double[] whole = new double[metric.StateLength(features)];
        double[] parts = new double[whole.Length];
        metric.Add(outputs, targets, features, whole);
        for (int row = 0; row < outputs.Length / features; row += 7)
        {
            int rows = Math.Min(7, outputs.Length / features - row);
            metric.Add(
                outputs.AsSpan(row * features, rows * features), targets.AsSpan(row * targetFeatures, rows * targetFeatures),
                features, parts);
        }
        Assert.Equal(s_goldens.Results[name], metric.Result(whole), 1e-6 * Math.Max(1, s_goldens.Results[name]));
        Assert.Equal(metric.Result(whole), metric.Result(parts), 1e-9 * Math.Max(1, s_goldens.Results[name]));
    }
}
