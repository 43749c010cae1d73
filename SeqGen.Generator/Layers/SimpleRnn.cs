using System.Collections.Generic;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>Fully connected recurrent layer.</summary>
internal sealed record SimpleRnn(int Units) : RecurrentSpec(Units)
{
    public override string Kind => "SimpleRnn";

    public override RecurrentPlan PlanOneWay(LayerPlacement placement) => new SimpleRnnPlan(this, placement);
}

internal sealed class SimpleRnnPlan : RecurrentPlan
{
    private static readonly GateLayout Layout = new(["h"], [0], [0], 0, [1]);

    private readonly SimpleRnn _spec;

    public SimpleRnnPlan(SimpleRnn spec, LayerPlacement placement)
        : base(spec, placement, Layout, hasCell: false)
    {
        _spec = spec;
        if (spec.UseBias)
        {
            Bias = AddParameter("bias", spec.Bias, Units);
        }
        PlanInference();
    }

    protected override string Equations => $"// z = b + x W + h U;  h = {_spec.Activation}(z)";

    protected override IReadOnlyList<Chain> Chains { get; } = [new("z", "state", 0, 0, 0)];

    protected override void EmitGatesForward(SourceWriter writer, string scalar)
    {
        using (OpenAfterFirst(writer))
        {
            EmitRecurrentProduct(writer, "h", 0, 1, 0);
        }
        writer.Line($"ActivationPass.Forward<{scalar}, {ActivationTypes}>(batch, Units, z, next);");
    }

    protected override void EmitGatesBackward(SourceWriter writer, string scalar)
    {
        writer.Line($"ReadOnlySpan<{scalar}> next = Slice(pass, Hidden + (t + 1) * Padded, Padded);");
        writer.Line($"ActivationPass.Backward<{scalar}, {ActivationTypes}>(batch, Units, z, next, dh, z);");
    }

    protected override void EmitGates(SourceWriter writer, int v, string at) =>
        writer.Line($"{Kept($"{_spec.Activation}.Apply(z{v})")}.StoreUnsafe(ref next, {at});");
}
