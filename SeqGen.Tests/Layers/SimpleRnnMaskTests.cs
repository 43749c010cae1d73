using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>The dropout masks of a SimpleRnn, read out of what it computes: h = b + (m x) W + (m' h) U.</summary>
public sealed class SimpleRnnMaskTests
{
    private const int Rows = 200;

    private const string Layer = "[SequenceModel(4, 5)] [SimpleRnn(5, Activation = Activation.Linear, ReturnSequences = true";
    private const string Inputs = Layer + ", Dropout = 0.3f)]", Recurrent = Layer + ", RecurrentDropout = 0.4f)]";
    private const string Both = Layer + ", Dropout = 0.3f, RecurrentDropout = 0.4f)]";

    private static readonly System.Lazy<IReadOnlyDictionary<string, DoubleModel>> s_models = new(() => GradientSuite.Compile([Inputs, Recurrent, Both]));

    [Theory]
    [InlineData(Inputs, 0.3, 0)]
    [InlineData(Recurrent, 0, 0.4)]
    [InlineData(Both, 0.3, 0.4)]
    public void Masks_are_the_same_at_every_timestep(string source, double ofInputs, double ofState)
    {
        MaskAssert.Drops(OfInputs(source), ofInputs);
        MaskAssert.Drops(OfState(source), ofState);
    }

    [Fact]
    public void Another_seed_draws_other_masks()
    {
        MaskAssert.Independent(OfInputs(Both), OfInputs(Both, seed: 8), 0.3);
        MaskAssert.Independent(OfState(Both), OfState(Both, seed: 8), 0.4);
    }

    [Fact]
    public void Shards_of_a_batch_draw_the_masks_of_the_whole()
    {
        double[,,] whole = Probe(Both).Kernel(0).Recurrent(0).Run(10);
        double[,,] first = Probe(Both).Kernel(0).Recurrent(0).Run(3);
        double[,,] rest = Probe(Both).Kernel(0).Recurrent(0).Run(7, firstRow: 3);
        Assert.Equal(whole.Cast<double>(), first.Cast<double>().Concat(rest.Cast<double>()));
    }

    [Fact]
    public void Inference_masks_nothing() =>
        Assert.All(Probe(Both).Kernel(0).Run(20, training: false).Cast<double>(), value => Assert.Equal(1, value));

    private static MaskProbe Probe(string source) => new(s_models.Value[source], 5, 1);

    private static double[,] OfInputs(string source, ulong seed = 7) =>
        MaskProbe.Read(Probe(source).Kernel(0).Run(Rows, seed), 0, (h, _) => h);

    private static double[,] OfState(string source, ulong seed = 7) =>
        MaskProbe.Read(Probe(source).Recurrent(0).Bias(0, 1).Run(Rows, seed), 1, (h, before) => (h - 1) / before);
}
