using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class SpatialDropout1DTests
{
    private const string Alone = "[SequenceModel(6, 17)] [SpatialDropout1D(0.4f)]";

    private static readonly GradientSuite s_gradients = new(
    [
        new(Alone), new("[SequenceModel(1, 1)] [SpatialDropout1D(0.9f)]", Batch: 20), new("[SequenceModel(4, 3)] [Dense(2)] [SpatialDropout1D(0.5f)] [Dense(2)]"),
        new("[SequenceModel(20, 2)] [SpatialDropout1D(0.5f)] [SimpleRnn(3)]"), new("[SequenceModel(2, 16)] [SpatialDropout1D(0)]"),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void A_feature_is_dropped_at_every_timestep_or_none()
    {
        double[] mask = Run(200);
        Assert.All(mask, value => Assert.True(value == 0 || System.Math.Abs(value - (1 / 0.6)) < 1e-6));
        Assert.InRange(mask.Count(value => value == 0) / (double)mask.Length, 0.37, 0.43);
        for (int sample = 0; sample < 200; sample++)
        {
            double[] first = mask[(sample * 102)..((sample * 102) + 17)];
            for (int t = 1; t < 6; t++)
            {
                Assert.Equal(first, mask[((sample * 102) + (t * 17))..((sample * 102) + ((t + 1) * 17))]);
            }
        }
    }

    [Fact]
    public void Shards_of_a_batch_draw_the_masks_of_the_whole()
    {
        double[] cut = [.. Run(3), .. Run(7, firstRow: 3)];
        Assert.Equal(Run(10), cut);
        Assert.NotEqual(Run(10), Run(10, seed: 8));
    }

    [Fact]
    public void Nothing_is_dropped_in_inference()
    {
        Assert.All(Run(5, training: false), value => Assert.Equal(1, value));
        string code = string.Join("\n", ModelCompiler.GeneratedFiles(ModelCompiler.Compile($"using SeqGen;\n{Alone} public partial class Model;"))
            .Where(file => file.Key.Contains("Inference", System.StringComparison.Ordinal)).Select(file => file.Value));
        Assert.DoesNotContain("SpatialDropout1D0", code, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SpatialDropout1D(1)", "SEQGEN007", "Layer 0, SpatialDropout1D(1f), has rate = 1; a rate lies in [0, 1), as 0.1f for one value in ten")]
    [InlineData("Flatten, SpatialDropout1D(0.5f)", "SEQGEN101", "Layer 1, SpatialDropout1D(0.5f), takes [timesteps, features] but Flatten gives [6]; move SpatialDropout1D(0.5f) before Flatten")]
    public void What_cannot_be_dropped_is_refused(string layers, string id, string message) =>
        DiagnosticAssert.Single($"[SequenceModel(3, 2), {layers}]", id, message);

    // What the layer makes of ones.
    private static double[] Run(int batch, ulong seed = 7, int firstRow = 0, bool training = true)
    {
        double[] inputs = [.. Enumerable.Repeat(1.0, batch * 6 * 17)], outputs = new double[inputs.Length];
        s_gradients[Alone].Run(batch, [], inputs, outputs, training: training, seed: seed, firstRow: firstRow);
        return outputs;
    }
}
