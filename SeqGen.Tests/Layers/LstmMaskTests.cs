using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>The dropout masks of an LSTM, read out of what it computes: gates i, f, g, o.</summary>
public sealed class LstmMaskTests
{
    private const int Units = 5, Rows = 200;

    private const string Layer = "[SequenceModel(4, 5)] [Lstm(5, Activation = Activation.Linear, RecurrentActivation = Activation.Linear, ReturnSequences = true";
    private const string Inputs = Layer + ", Dropout = 0.3f)]", Recurrent = Layer + ", RecurrentDropout = 0.4f)]";
    private const string Both = Layer + ", Dropout = 0.3f, RecurrentDropout = 0.4f)]";

    private static readonly System.Lazy<IReadOnlyDictionary<string, DoubleModel>> s_models = new(() => GradientSuite.Compile([Inputs, Recurrent, Both]));

    [Fact]
    public void Dropout_alone_masks_x_alike_for_all_gates()
    {
        double[][,] masks = [.. Enumerable.Range(0, 4).Select(gate => OfInputs(Inputs, gate))];
        MaskAssert.Drops(masks[0], 0.3);
        Assert.All(masks, mask => MaskAssert.Same(masks[0], mask));
        Assert.All(Enumerable.Range(0, 4), gate => Assert.All(OfState(Inputs, gate).Cast<double>(), value => Assert.Equal(1, value, 1e-6)));
    }

    [Fact]
    public void Recurrent_dropout_masks_h_for_each_gate_and_not_x()
    {
        double[][,] masks = [.. Enumerable.Range(0, 4).Select(gate => OfState(Recurrent, gate))];
        Assert.All(masks, mask => MaskAssert.Drops(mask, 0.4));
        MaskAssert.AllIndependent(masks, 0.4);
        Assert.All(Enumerable.Range(0, 4), gate => Assert.All(OfInputs(Recurrent, gate).Cast<double>(), value => Assert.Equal(1, value, 1e-6)));
    }

    [Fact]
    public void Both_mask_x_and_h_for_each_gate()
    {
        double[][,] ofInputs = [.. Enumerable.Range(0, 4).Select(gate => OfInputs(Both, gate))];
        double[][,] ofState = [.. Enumerable.Range(0, 4).Select(gate => OfState(Both, gate))];
        Assert.All(ofInputs, mask => MaskAssert.Drops(mask, 0.3));
        Assert.All(ofState, mask => MaskAssert.Drops(mask, 0.4));
        MaskAssert.AllIndependent(ofInputs, 0.3);
        MaskAssert.AllIndependent(ofState, 0.4);
    }

    [Fact]
    public void Another_seed_draws_other_masks()
    {
        MaskAssert.Independent(OfInputs(Inputs, 0), OfInputs(Inputs, 0, seed: 8), 0.3);
        MaskAssert.Independent(OfState(Both, 2), OfState(Both, 2, seed: 8), 0.4);
        MaskAssert.Same(OfState(Both, 2), OfState(Both, 2));
    }

    [Fact]
    public void Shards_of_a_batch_draw_the_masks_of_the_whole()
    {
        double[,,] whole = Probe(Both).Kernel(3).Recurrent(1).Bias(0, 1).Bias(2, 1).Run(10);
        double[,,] first = Probe(Both).Kernel(3).Recurrent(1).Bias(0, 1).Bias(2, 1).Run(3);
        double[,,] rest = Probe(Both).Kernel(3).Recurrent(1).Bias(0, 1).Bias(2, 1).Run(7, firstRow: 3);
        Assert.Equal(whole.Cast<double>(), first.Cast<double>().Concat(rest.Cast<double>()));
    }

    [Fact]
    public void Inference_masks_nothing()
    {
        double[,,] outputs = Probe(Both).Kernel(0).Bias(2, 1).Bias(3, 1).Run(20, training: false);
        Assert.All(outputs.Cast<double>(), value => Assert.Equal(1, value));
    }

    private static MaskProbe Probe(string source) => new(s_models.Value[source], Units, 4);

    // c = f c + i g, h = o c, and x = 1: where the other gates are 1 and f is 0, h is the gate; f shows in c - 1 = f c.
    private static double[,] OfInputs(string source, int gate, ulong seed = 7) => gate == 1
        ? MaskProbe.Read(With(Probe(source).Kernel(1), 1, 1).Run(Rows, seed), 1, (h, before) => (h - 1) / before)
        : MaskProbe.Read(With(Probe(source).Kernel(gate), gate, 0).Run(Rows, seed), 0, (h, _) => h);

    // The gate is 1 + m h(t-1); f, which has no bias, is m h(t-1), and c - 1 = f c.
    private static double[,] OfState(string source, int gate, ulong seed = 7) => gate == 1
        ? MaskProbe.Read(With(Probe(source).Recurrent(1), 1, 0).Run(Rows, seed), 1, (h, before) => (h - 1) / (before * before))
        : MaskProbe.Read(With(Probe(source).Recurrent(gate), gate, 1).Run(Rows, seed), 1, (h, before) => (h - 1) / before);

    private static MaskProbe With(MaskProbe probe, int gate, double own)
    {
        foreach (int other in new[] { 0, 2, 3 })
        {
            probe.Bias(other, other == gate ? own : 1);
        }
        return probe;
    }
}
