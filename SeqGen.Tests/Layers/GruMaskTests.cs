using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>The dropout masks of a GRU, read out of what it computes: gates z, r, n, and h = z h + (1 - z) n.</summary>
public sealed class GruMaskTests
{
    private const int Units = 5, Rows = 200, Update = 0, Reset = 1, Candidate = 2, CandidateOfState = 5;

    private const string Layer = "[SequenceModel(4, 5)] [Gru(5, Activation = Activation.Linear, RecurrentActivation = Activation.Linear, ReturnSequences = true";
    private const string Before = ", ResetAfter = false";
    private const string Inputs = ", Dropout = 0.3f)]", Recurrent = ", RecurrentDropout = 0.4f)]", Both = ", Dropout = 0.3f, RecurrentDropout = 0.4f)]";

    private static readonly Lazy<IReadOnlyDictionary<string, DoubleModel>> s_models = new(() => GradientSuite.Compile(
        from reset in new[] { "", Before } from rates in new[] { Inputs, Recurrent, Both } select Layer + reset + rates));

    [Theory]
    [InlineData("")]
    [InlineData(Before)]
    public void Dropout_alone_masks_x_alike_for_all_gates(string reset)
    {
        double[][,] masks = [.. Gates(OfInputs, Layer + reset + Inputs)];
        MaskAssert.Drops(masks[0], 0.3);
        Assert.All(masks, mask => MaskAssert.Same(masks[0], mask));
        Assert.All(Gates(OfState, Layer + reset + Inputs), mask => MaskAssert.Drops(mask, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Before)]
    public void Recurrent_dropout_masks_h_for_each_gate_and_not_x(string reset)
    {
        double[][,] masks = [.. Gates(OfState, Layer + reset + Recurrent)];
        Assert.All(masks, mask => MaskAssert.Drops(mask, 0.4));
        MaskAssert.AllIndependent(masks, 0.4);
        Assert.All(Gates(OfInputs, Layer + reset + Recurrent), mask => MaskAssert.Drops(mask, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Before)]
    public void Both_mask_x_and_h_for_each_gate(string reset)
    {
        double[][,] ofInputs = [.. Gates(OfInputs, Layer + reset + Both)], ofState = [.. Gates(OfState, Layer + reset + Both)];
        Assert.All(ofInputs, mask => MaskAssert.Drops(mask, 0.3));
        Assert.All(ofState, mask => MaskAssert.Drops(mask, 0.4));
        MaskAssert.AllIndependent(ofInputs, 0.3);
        MaskAssert.AllIndependent(ofState, 0.4);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Before)]
    public void Masks_depend_on_seed_and_row_and_not_on_shards(string reset)
    {
        string source = Layer + reset + Both;
        MaskAssert.Independent(OfInputs(source, Update, 7), OfInputs(source, Update, 8), 0.3);
        MaskAssert.Independent(OfState(source, Update, 7), OfState(source, Update, 8), 0.4);

        MaskProbe probe = Probe(source).Kernel(Candidate).Recurrent(Update).Recurrent(Candidate).Bias(Reset, 1);
        Assert.Equal(probe.Run(10).Cast<double>(), probe.Run(3).Cast<double>().Concat(probe.Run(7, firstRow: 3).Cast<double>()));
        double[,,] outputs = Probe(source).Kernel(Candidate).Run(20, training: false);
        Assert.All(outputs.Cast<double>(), value => Assert.Equal(1, value));
    }

    // Reset before: the candidate sees r m' h, the reset gate m h. Where m' drops, nothing can be seen of m.
    [Fact]
    public void Reset_before_masks_the_candidates_state_by_a_mask_of_its_own()
    {
        string source = Layer + Before + Both;
        double[,] ofCandidate = OfState(source, Candidate, 7);
        double[,,] outputs = Probe(source).Recurrent(Reset).Recurrent(Candidate).Bias(Candidate, 1).Run(Rows);
        double[,] product = MaskProbe.Read(outputs, 1, (h, before) => (h - 1) / (before * before));
        double[] ofReset = [.. product.Cast<double>().Zip(ofCandidate.Cast<double>()).Where(x => x.Second > 0).Select(x => x.First / x.Second)];
        Assert.All(ofReset, value => Assert.True(Math.Abs(value) < 1e-6 || Math.Abs(value - (1 / 0.6)) < 1e-6));
        Assert.InRange(ofReset.Count(value => value < 1e-6) / (double)ofReset.Length, 0.3, 0.5);
    }

    private static MaskProbe Probe(string source) => new(s_models.Value[source], Units, 3);

    // Reset before: what the reset gate lets through is covered by the candidate's mask of h; that has a test of its own.
    private static IEnumerable<double[,]> Gates(Func<string, int, ulong, double[,]> read, string source) =>
        new[] { Update, Reset, Candidate }
            .Where(gate => !(gate == Reset && source.Contains(Before, StringComparison.Ordinal) && (read == OfState || !source.EndsWith(Inputs, StringComparison.Ordinal))))
            .Select(gate => read(source, gate, 7));

    private static double[,] OfInputs(string source, int gate, ulong seed)
    {
        MaskProbe probe = Probe(source).Kernel(gate);
        bool before = source.Contains(Before, StringComparison.Ordinal);
        return gate switch
        {
            // n = 1: h - 1 = z (h(t-1) - 1), with z = 1/2 + m
            Update => MaskProbe.Read(probe.Bias(Update, 0.5).Bias(Candidate, 1).Run(Rows, seed), 0, (h, last) => ((h - 1) / (last - 1)) - 0.5),
            // n = 1 + r h(t-1), z = 0
            Reset when before => MaskProbe.Read(probe.Bias(Candidate, 1).Recurrent(Candidate).Run(Rows, seed), 1, (h, last) => (h - 1) / last),
            // n = r b', z = 0
            Reset => MaskProbe.Read(probe.Bias(CandidateOfState, 1).Run(Rows, seed), 0, (h, _) => h),
            _ => MaskProbe.Read(probe.Run(Rows, seed), 0, (h, _) => h),
        };
    }

    private static double[,] OfState(string source, int gate, ulong seed)
    {
        MaskProbe probe = Probe(source).Recurrent(gate);
        return gate switch
        {
            // h - 1 = z (h(t-1) - 1), with z = 1/2 + m h(t-1); h is not masked where it is blended
            Update => MaskProbe.Read(
                probe.Bias(Update, 0.5).Bias(Candidate, 1).Run(Rows, seed), 1, (h, last) => (((h - 1) / (last - 1)) - 0.5) / last),
            // n = 1 + r b', with r = m h(t-1)
            Reset => MaskProbe.Read(probe.Bias(Candidate, 1).Bias(CandidateOfState, 1).Run(Rows, seed), 1, (h, last) => (h - 1) / last),
            // n = 1 + m h(t-1), r = 1
            _ => MaskProbe.Read(probe.Bias(Reset, 1).Bias(Candidate, 1).Run(Rows, seed), 1, (h, last) => (h - 1) / last),
        };
    }
}
