using System;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class GaussianNoiseTests
{
    private const string Alone = "[SequenceModel(6, 17)] [GaussianNoise(0.5f)]";

    private static readonly GradientSuite s_gradients = new(
    [
        new(Alone), new("[SequenceModel(1, 1)] [GaussianNoise(2)]", Batch: 7), new("[SequenceModel(4, 3)] [Dense(2)] [GaussianNoise(0.5f)] [Dense(2)]"),
        new("[SequenceModel(20, 2)] [GaussianNoise(0.1f)] [SimpleRnn(3)]"), new("[SequenceModel(2, 3)] [Flatten] [GaussianNoise(0)]"),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void Noise_is_normal_with_the_deviation_asked_for()
    {
        double[] noise = Run(500);
        double Share(Func<double, bool> holds) => noise.Count(holds) / (double)noise.Length;
        Assert.InRange(noise.Average(), -0.01, 0.01);
        Assert.InRange(Math.Sqrt(noise.Select(x => x * x).Average()), 0.49, 0.51);
        Assert.InRange(Share(x => Math.Abs(x) < 0.5), 0.675, 0.69);
        Assert.InRange(Share(x => Math.Abs(x) < 1), 0.95, 0.959);

        // Neighbours in time and among the features have nothing to do with each other.
        foreach (int distance in new[] { 1, 17, 102 })
        {
            Assert.InRange(noise.Zip(noise.Skip(distance), (a, b) => a * b).Average(), -0.005, 0.005);
        }
    }

    [Fact]
    public void Shards_of_a_batch_draw_the_noise_of_the_whole()
    {
        double[] cut = [.. Run(3), .. Run(7, firstRow: 3)];
        Assert.Equal(Run(10), cut);
        Assert.NotEqual(Run(10), Run(10, seed: 8));
    }

    [Fact]
    public void There_is_no_noise_in_inference()
    {
        Assert.All(Run(5, training: false), value => Assert.Equal(0, value));
        string code = string.Join("\n", ModelCompiler.GeneratedFiles(ModelCompiler.Compile($"using SeqGen;\n{Alone} public partial class Model;"))
            .Where(file => file.Key.Contains("Inference", StringComparison.Ordinal)).Select(file => file.Value));
        Assert.DoesNotContain("GaussianNoise0", code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", "-1f", "-1")]
    [InlineData("float.PositiveInfinity", "float.PositiveInfinity", "Infinity")]
    [InlineData("float.NaN", "float.NaN", "NaN")]
    public void Deviations_out_of_range_are_refused(string value, string literal, string shown) => DiagnosticAssert.Single(
        $"[SequenceModel(3, 2), GaussianNoise({value})]", "SEQGEN124",
        $"Layer 0, GaussianNoise({literal}), has stddev = {shown}; it must be finite and 0 or more");

    // What the layer makes of zeros.
    private static double[] Run(int batch, ulong seed = 7, int firstRow = 0, bool training = true)
    {
        double[] inputs = new double[batch * 6 * 17], outputs = new double[inputs.Length];
        s_gradients[Alone].Run(batch, [], inputs, outputs, training: training, seed: seed, firstRow: firstRow);
        return outputs;
    }
}
