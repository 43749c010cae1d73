using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

/// <summary>Every loss against PyTorch or its formula in double: values, gradients, and both by rows with weights.</summary>
public class LossGoldenTests
{
    private const string OfLogits = ", logits";

    private static readonly Dictionary<string, Loss> s_losses = new()
    {
        ["MeanAbsoluteError"] = Loss.MeanAbsoluteError,
        ["MeanSquaredError"] = Loss.MeanSquaredError,
        ["Huber"] = Loss.Huber(),
        ["BinaryCrossentropy"] = Loss.BinaryCrossentropy,
        ["CategoricalCrossentropy"] = Loss.CategoricalCrossentropy,
        ["MeanSquaredLogarithmicError"] = Loss.MeanSquaredLogarithmicError,
        ["MeanAbsolutePercentageError"] = Loss.MeanAbsolutePercentageError,
        ["LogCosh"] = Loss.LogCosh,
        ["Poisson"] = Loss.Poisson,
        ["Hinge"] = Loss.Hinge,
        ["Hinge, 0 and 1"] = Loss.Hinge,
        ["KlDivergence"] = Loss.KlDivergence,
        ["Quantile 0.9"] = Loss.Quantile(0.9),
        ["SparseCategoricalCrossentropy"] = Loss.SparseCategoricalCrossentropy,
        ["BinaryCrossentropy, smooth"] = Loss.BinaryCrossentropyWith(labelSmoothing: 0.2),
        ["CategoricalCrossentropy, smooth"] = Loss.CategoricalCrossentropyWith(labelSmoothing: 0.2),
    };

    private static readonly Case[] s_cases = Load();

    public static TheoryData<string> ToolkitNames => [.. ToolkitGoldens.Value.Losses.Select(l => l.Name)];

    public static TheoryData<string> Names => [.. s_cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void MeansAreThoseOfPyTorch(string name)
    {
        Case golden = s_cases.Single(c => c.Name == name);
        Loss loss = s_losses[golden.Loss];
        int features = golden.Shape.Length == 1 ? 1 : golden.Shape[^1];
        int rows = golden.Predictions.Length / features;
        float[] gradient = new float[golden.Predictions.Length];
        Assert.Equal(golden.Value, loss.Compute(golden.Predictions, golden.Targets, features, 1f / rows, gradient) / rows, 1e-6);
        Near(golden.DPredictions, gradient);
        if (golden.Logits is not null)
        {
            float[] logits = [.. golden.Logits];
            Assert.Equal(golden.Value, loss.ComputeFromLogits(logits, golden.Targets, features, 1f / rows, gradient) / rows, 1e-6);
            Near(golden.DLogits!, gradient);
            Near([.. golden.Predictions.Select(p => (double)p)], logits);
        }
    }

    [Theory]
    [MemberData(nameof(ToolkitNames))]
    public void RowsAndGradientsAreThoseOfTheFormula(string name)
    {
        LossGolden golden = ToolkitGoldens.Value.Losses.Single(l => l.Name == name);
        bool logits = name.EndsWith(OfLogits, StringComparison.Ordinal);
        Loss loss = s_losses[logits ? name[..^OfLogits.Length] : name];
        int features = golden.Outputs.Length / golden.Rows.Length;
        int targetFeatures = loss.TargetFeatures(features);
        Assert.Equal(golden.Targets.Length, golden.Rows.Length * targetFeatures);

        double Compute(float[] outputs, float[] targets, float scale, Span<float> d) => logits
            ? loss.ComputeFromLogits([.. outputs], targets, features, scale, d)
            : loss.Compute(outputs, targets, features, scale, d);

        float[] gradient = new float[golden.Outputs.Length];
        Assert.Equal(golden.Rows.Sum(), Compute(golden.Outputs, golden.Targets, 1, gradient), 1e-5 * Math.Max(1, golden.Rows.Sum()));
        Near(golden.DOutputs, gradient);
        Compute(golden.Outputs, golden.Targets, 0.25f, gradient);
        Near([.. golden.DOutputs.Select(d => d / 4)], gradient);
        for (int row = 0; row < golden.Rows.Length; row++)
        {
            float[] output = golden.Outputs[(row * features)..((row + 1) * features)];
            float[] target = golden.Targets[(row * targetFeatures)..((row + 1) * targetFeatures)];
            Assert.Equal(golden.Rows[row], Compute(output, target, 0, default), 1e-5 * Math.Max(1, golden.Rows[row]));
            Assert.Null(loss.CheckTarget(target, features));
        }
    }

    [Fact]
    public void LargeValuesStayFinite()
    {
        Assert.Equal(1000 - Math.Log(2), Loss.LogCosh.Compute([1000], [0], 1, 1, default), 1e-6);
        float[] gradient = new float[3];
        Assert.Equal(-Math.Log(1e-7), Loss.SparseCategoricalCrossentropy.Compute([0, 1, 1], [0], 3, 1, gradient), 1e-4);
        Assert.Equal([0, 0, 0], gradient);
        Assert.Equal(2000, Loss.SparseCategoricalCrossentropy.ComputeFromLogits([1000, -1000, 0], [1], 3, 1, gradient), 1e-3);
        Assert.Equal([1, -1, 0], gradient);
    }

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>("q", () => Loss.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>("labelSmoothing", () => Loss.BinaryCrossentropyWith(1.5));
        Assert.Contains("a label of 3", Loss.SparseCategoricalCrossentropy.CheckTarget([3], 3));
        Assert.Contains("classes 0 to 2", Loss.SparseCategoricalCrossentropy.CheckTarget([1.5f], 3));
        Assert.Contains("a target of -1", Loss.BinaryCrossentropy.CheckTarget([-1], 1));
        Assert.Contains("a target of 2", Loss.CategoricalCrossentropy.CheckTarget([0, 2, 0], 3));
        Assert.NotNull(Loss.KlDivergence.CheckTarget([-0.1f], 1));
        Assert.NotNull(Loss.Poisson.CheckTarget([-1], 1));
    }

    private static void Near(double[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 2e-6 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    private static Case[] Load() => JsonSerializer.Deserialize<Document>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "losses.json")),
        new JsonSerializerOptions(JsonSerializerDefaults.Web))!.Cases;

    private sealed record Document(Case[] Cases);

    private sealed record Case(
        string Name, string Loss, int[] Shape, float[] Predictions, float[] Targets, double Value, double[] DPredictions,
        float[]? Logits, double[]? DLogits);
}
