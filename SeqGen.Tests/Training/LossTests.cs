using System;
using System.Linq;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

/// <summary>Values and gradients are PyTorch's, in double.</summary>
public class LossTests
{
    private static readonly float[] Outputs = [0.2f, 0.7f, -1.5f, 2, -0.4f, 0.1f];
    private static readonly float[] Targets = [0, 1, 1, 0.5f, -0.4f, -3];
    private static readonly float[] Binary = [0, 1, 1, 0.25f, 0, 1];
    private static readonly float[] Categories = [0, 0, 1, 0.25f, 0.5f, 0.25f];

    [Fact]
    public void MeanAbsoluteError() => Check(
        Loss.MeanAbsoluteError, Outputs, Targets, 2.533333333, [1 / 3.0, -1 / 3.0, -1 / 3.0, 1 / 3.0, 0, 1 / 3.0]);

    [Fact]
    public void MeanSquaredError() => Check(
        Loss.MeanSquaredError, Outputs, Targets, 6.08, [0.133333333, -0.2, -1.666666667, 1, 0, 2.066666667]);

    [Fact]
    public void Huber()
    {
        Check(Loss.Huber(), Outputs, Targets, 1.888333333, [0.066666667, -0.1, -1 / 3.0, 1 / 3.0, 0, 1 / 3.0]);
        Check(Loss.Huber(0.5), Outputs, Targets, 1.08, [0.066666667, -0.1, -1 / 6.0, 1 / 6.0, 0, 1 / 6.0]);
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => Loss.Huber(0));
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => Loss.Huber(double.NaN));
    }

    [Fact]
    public void OneClassIsNoneToTellApart()
    {
        Loss[] losses = [Loss.CategoricalCrossentropy, Loss.SparseCategoricalCrossentropy, Loss.CategoricalCrossentropyWith(0.1)];
        foreach (Loss loss in losses)
        {
            var error = Assert.Throws<ArgumentException>("Loss", () => new DenseModel<LinearShape>().Fit(
                Samples.Linear(3), new FitOptions { Loss = loss, Optimizer = new Sgd() }));
            Assert.Contains("2 or more classes apart, one an output; the model has 1 output", error.Message);
            Assert.Throws<ArgumentException>("Loss", () => new Trainer<DenseModel<LinearShape>>(
                new DenseModel<LinearShape>(), new TrainerOptions { Loss = loss, Optimizer = new Sgd() }));
        }
    }

    [Fact]
    public void BinaryCrossentropyFromProbabilities()
    {
        float[] p = [0.549833997f, 0.668187772f, 0.182425524f, 0.880797078f, 0.40131234f, 0.524979187f];
        Check(
            Loss.BinaryCrossentropy, p, Binary, 1.895692707,
            [0.740467586, -0.498861768, -1.82722969, 2.002652751, 0.556773349, -0.634945806]);
    }

    [Fact]
    public void BinaryCrossentropyFromLogits() => CheckLogits(
        Loss.BinaryCrossentropy, Binary, 1.895692707,
        [0.183277999, -0.110604076, -0.272524825, 0.210265693, 0.133770780, -0.158340271],
        [0.549833997, 0.668187772, 0.182425524, 0.880797078, 0.401312340, 0.524979187]);

    [Fact]
    public void CategoricalCrossentropyFromProbabilities() => Check(
        Loss.CategoricalCrossentropy, [0.2f, 0.7f, 0.3f, 2, 0.4f, 0.1f], Categories, 3.163089937,
        [0.833333333, 0.833333333, -2.5, 0.275, -0.85, -2.1]);

    [Fact]
    public void CategoricalCrossentropyFromLogits() => CheckLogits(
        Loss.CategoricalCrossentropy, Categories, 4.631115442,
        [0.353181573, 0.582297972, -0.935479546, 0.556265279, -0.426857264, -0.129408015],
        [0.353181573, 0.582297972, 0.064520454, 0.806265279, 0.073142736, 0.120591985]);

    [Fact]
    public void ProbabilitiesAreClippedAsInKeras()
    {
        float[] gradient = new float[2];
        double loss = Loss.BinaryCrossentropy.Compute([0, 1], [1, 0], 2, 1, gradient);
        // 1 - 1e-7 is 0.9999999 in float: -ln 1e-7 and -ln(1 - 0.9999999)
        Assert.Equal((16.118095 + 15.942385) / 2, loss, 1e-4);
        Assert.Equal([0, 0], gradient);

        gradient = new float[3];
        loss = Loss.CategoricalCrossentropy.Compute([0, 1, 1], [1, 0, 0], 3, 1, gradient);
        Assert.Equal(16.118095, loss, 1e-4);
        Assert.Equal([0, 0, 0], gradient);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    [InlineData(89)]
    public void LogitsOfAnySizeAreStable(float logit)
    {
        float[] gradient = new float[1];
        float[] z = [logit];
        double loss = Loss.BinaryCrossentropy.ComputeFromLogits(z, [0], 1, 1, gradient);
        Assert.Equal(Math.Max(logit, 0), loss, 1e-6);
        Assert.Equal(logit > 0 ? 1 : 0, gradient[0], 1e-6);

        z = [logit, 0, 0];
        gradient = new float[3];
        loss = Loss.CategoricalCrossentropy.ComputeFromLogits(z, [0, 1, 0], 3, 1, gradient);
        Assert.Equal(logit > 0 ? logit : Math.Log(2), loss, 1e-4);
        Assert.All(gradient, g => Assert.True(float.IsFinite(g)));
        Assert.Equal(1, z.Sum(), 1e-6);
    }

    [Fact]
    public void SmallProbabilitiesKeepTheirDigits()
    {
        float[] z = [-30];
        Assert.Equal(9.357622968840175e-14, Loss.BinaryCrossentropy.ComputeFromLogits(z, [0], 1, 1, default), 1e-18);
    }

    private static void Check(Loss loss, float[] outputs, float[] targets, double value, double[] gradient)
    {
        float[] d = new float[6];
        Assert.Equal(value, loss.Compute(outputs, targets, 3, 1, d), 1e-5);
        AssertClose(gradient, d);
        Assert.Equal(value, loss.Compute(outputs, targets, 3, 1, default), 1e-5);
        loss.Compute(outputs, targets, 3, 0.25f, d);
        AssertClose([.. gradient.Select(g => g / 4)], d);
    }

    private static void CheckLogits(Loss loss, float[] targets, double value, double[] gradient, double[] activated)
    {
        float[] d = new float[6];
        float[] z = [.. Outputs];
        Assert.Equal(value, loss.ComputeFromLogits(z, targets, 3, 1, d), 1e-5);
        AssertClose(gradient, d);
        AssertClose(activated, z);
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 2e-6);
        }
    }
}
