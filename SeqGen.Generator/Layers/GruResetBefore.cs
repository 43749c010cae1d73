using System.Collections.Generic;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>The reset gate acts on the state before the product with U: the candidate's product has to wait for it.</summary>
internal sealed class GruResetBeforePlan : RecurrentPlan
{
    private static readonly GateLayout Layout = new(["n", "z", "r"], [2, 0, 1], [0, 1, 2], 1, [2, 1]);

    private static readonly Chain[] s_candidate = [new("n", "candidate", 2, 2, 2)];

    private readonly Gru _spec;
    private readonly int _reset;
    private readonly int _dReset;
    private readonly int _maskedHidden;

    public GruResetBeforePlan(Gru spec, LayerPlacement placement)
        : base(spec, placement, Layout, hasCell: false)
    {
        _spec = spec;
        _reset = Model.Workspace.Allocate((long)Timesteps * P);
        _dReset = Model.Workspace.Allocate(P);
        _maskedHidden = RecurrentMasks > 0 ? Model.Workspace.Allocate(P) : 0;
        if (spec.UseBias)
        {
            Bias = AddParameter("bias", spec.Bias, 3 * Units);
        }
        PlanInference();
    }

    protected override string Equations =>
        $"""
        // z, r = {_spec.RecurrentActivation}(b + x W + h U);  n = {_spec.Activation}(b + x W + (r h) U)
        // h = z h + (1 - z) n
        """;

    protected override IReadOnlyList<Chain> Chains { get; } = [new("z", "update gate", 0, 0, 0), new("r", "reset gate", 1, 1, 1)];

    protected override bool KeepsHiddenGradient => true;

    protected override int ExtraRows => 2;

    protected override string ExtraParameters => "ref float update, ref float reset, ref float next";

    protected override void EmitOwnConstants(SourceWriter writer)
    {
        writer.Line($"private const int Reset = {_reset}, DReset = {_dReset};  // r h [{Timesteps}][batch][{P}]");
        if (RecurrentMasks > 0)
        {
            writer.Line($"private const int MaskedHidden = {_maskedHidden};  // h under the candidate's mask");
        }
    }

    protected override void EmitGatesForward(SourceWriter writer, string scalar)
    {
        using (OpenAfterFirst(writer))
        {
            EmitRecurrentProduct(writer, "h", 0, 2, 1);
        }
        EmitMaskedHidden(writer, scalar, always: false);
        writer.Line($"Span<{scalar}> reset = Slice(pass, {AtTimestep("Reset", "Padded")}, Padded);");
        writer.Line($"GruResetBeforeGates.ForwardReset<{scalar}, {_spec.RecurrentActivation}>(batch, Units, z, seen, reset);");
        EmitRecurrentProduct(writer, "reset", 2, 1, 0, masked: false);
        writer.Line($"GruResetBeforeGates.ForwardOutput<{scalar}, {ActivationTypes}>(batch, Units, z, h, next);");
    }

    protected override void EmitGatesBackward(SourceWriter writer, string scalar)
    {
        EmitMaskedHidden(writer, scalar, always: true);
        writer.Lines($"""
            GruResetBeforeGates.BackwardOutput<{scalar}, {ActivationTypes}>(batch, Units, z, h, dh);
            Span<{scalar}> dReset = Slice(pass, DReset, Padded);
            Gemm.Multiply(batch, Padded, Padded, z, Gates, pass.Packed[(PackedRecurrentT + {2 * P * P})..], default, dReset, Padded);
            GruResetBeforeGates.BackwardReset<{scalar}, {_spec.RecurrentActivation}>(batch, Units, z, seen, dReset);
            """);
        writer.Line(RecurrentMasks > 0
            ? $"TensorPrimitives.MultiplyAdd(dReset, Slice(pass, MaskH + {2 * P}, Padded), dh, dh);"
            : "TensorPrimitives.Add(dh, dReset, dh);");
    }

    protected override void EmitOwnRecurrentGradient(SourceWriter writer)
    {
        string steps = HasMasks ? "" : "steps * ";
        EmitRecurrentGradient(writer, $"Slice(pass, Reset + t * Padded, {steps}Padded)", 2, 1, 0, masked: false);
    }

    protected override void EmitStep(SourceWriter writer, int lanes)
    {
        writer.Lines(Equations);
        writer.Line("// past is Units, or 0 at the first timestep, where h is 0");
        using (OpenStep(writer))
        {
            EmitBlocks(writer, lanes, Chains, "h", "past", (v, at) => EmitReset(writer, v, at));
            writer.Line();
            writer.Line("// the candidate sees the state that the reset gate lets through");
            using (writer.Open())
            {
                EmitBlocks(writer, lanes, s_candidate, "reset", "past", (v, at) => EmitGates(writer, v, at));
            }
        }
    }

    protected override void EmitProjectedStep(SourceWriter writer, int lanes)
    {
        writer.Lines(Equations);
        writer.Line("// sums hold b + x W; past is Units, or 0 at the first timestep, where h is 0");
        using (OpenProjectedStep(writer))
        {
            EmitAddRows(writer, "h", 0, 2, 1);
            EmitGateLoop(writer, lanes, Chains, EmitReset);
            writer.Line();
            writer.Line("// the candidate sees the state that the reset gate lets through");
            EmitAddRows(writer, "reset", 2, 1, 0);
            EmitGateLoop(writer, lanes, s_candidate, EmitGates);
        }
    }

    private void EmitReset(SourceWriter writer, int v, string at)
    {
        string r = _spec.RecurrentActivation.ToString();
        writer.Line($"{r}.Apply(z{v}).StoreUnsafe(ref update, {at});");
        writer.Line($"({r}.Apply(r{v}) * V.LoadUnsafe(in h, {at})).StoreUnsafe(ref reset, {at});");
    }

    protected override void EmitGates(SourceWriter writer, int v, string at)
    {
        writer.Line($"n{v} = {_spec.Activation}.Apply(n{v});");
        string next = $"V.MultiplyAddEstimate(V.LoadUnsafe(in update, {at}), V.LoadUnsafe(in h, {at}) - n{v}, n{v})";
        writer.Line($"{Kept(next)}.StoreUnsafe(ref next, {at});");
    }

    /// <summary>Names <c>seen</c>: h as the candidate sees it, under its own mask in training.</summary>
    private void EmitMaskedHidden(SourceWriter writer, string scalar, bool always)
    {
        writer.Line($"ReadOnlySpan<{scalar}> seen = h;");
        if (RecurrentMasks == 0)
        {
            return;
        }
        SourceWriter.Block? block = always ? null : writer.Open("if (pass.Training)");
        writer.Lines($"""
            Span<{scalar}> masked = Slice(pass, MaskedHidden, Padded);
            TensorPrimitives.Multiply(h, Slice(pass, MaskH + {2 * P}, Padded), masked);
            seen = masked;
            """);
        block?.Dispose();
    }
}
