using System.Collections.Generic;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>Long short-term memory.</summary>
internal sealed record Lstm(int Units) : RecurrentSpec(Units)
{
    public Activation RecurrentActivation { get; init; } = Activation.Sigmoid;

    public bool UnitForgetBias { get; init; } = true;

    public override string Kind => "Lstm";

    public override IReadOnlyList<Activation> Activations => [Activation, RecurrentActivation];

    public override RecurrentPlan PlanOneWay(LayerPlacement placement) => new LstmPlan(this, placement);

    protected override IEnumerable<string> Options() =>
        RecurrentActivation == Activation.Sigmoid ? base.Options() : [.. base.Options(), $"RecurrentActivation = {RecurrentActivation}"];
}

internal sealed class LstmPlan : RecurrentPlan
{
    private static readonly GateLayout Layout = new(["i", "f", "g", "o"], [0, 1, 2, 3], [0, 1, 2, 3], 0, [4]);

    private readonly Lstm _spec;

    public LstmPlan(Lstm spec, LayerPlacement placement)
        : base(spec, placement, Layout, hasCell: true)
    {
        _spec = spec;
        if (spec.UseBias)
        {
            Bias = spec.UnitForgetBias
                ? AddParameter("bias", spec.Bias, UnitForgetBias(spec), 4 * Units)
                : AddParameter("bias", spec.Bias, 4 * Units);
        }
        PlanInference();
    }

    protected override string Equations =>
        $"""
        // z = b + x W + h U;  i, f, o = {_spec.RecurrentActivation}(z);  g = {_spec.Activation}(z)
        // c = f c + i g;  h = o {_spec.Activation}(c)
        """;

    protected override IReadOnlyList<Chain> Chains { get; } =
    [
        new("i", "input gate", 0, 0, 0), new("f", "forget gate", 1, 1, 1), new("g", "candidate", 2, 2, 2), new("o", "output gate", 3, 3, 3),
    ];

    protected override void EmitGatesForward(SourceWriter writer, string scalar)
    {
        EmitRecurrentAfterFirst(writer);
        writer.Line($"LstmGates.Forward<{scalar}, {ActivationTypes}>(batch, Units, z, c, cNext, next);");
    }

    protected override void EmitGatesBackward(SourceWriter writer, string scalar)
    {
        writer.Line($"ReadOnlySpan<{scalar}> c = Slice(pass, Cell + t * Padded, Padded), cNext = Slice(pass, Cell + (t + 1) * Padded, Padded);");
        writer.Line($"LstmGates.Backward<{scalar}, {ActivationTypes}>(batch, Units, z, c, cNext, dh, Slice(pass, DCell, Padded));");
    }

    protected override void EmitGates(SourceWriter writer, int v, string at)
    {
        string a = _spec.Activation.ToString(), r = _spec.RecurrentActivation.ToString();
        writer.Lines($"""
            var c{v} = V.MultiplyAddEstimate({r}.Apply(f{v}), V.LoadUnsafe(ref c, {at}), {r}.Apply(i{v}) * {a}.Apply(g{v}));
            c{v}.StoreUnsafe(ref c, {at});
            ({r}.Apply(o{v}) * {a}.Apply(c{v})).StoreUnsafe(ref next, {at});
            """);
    }

    private static string UnitForgetBias(Lstm spec) => spec.Bias.Initializer == Initialization.Zeros
        ? $"Initializer.UnitForgetBias({spec.Units})"
        : $"Initializer.UnitForgetBias({spec.Units}, global::SeqGen.{spec.Bias.InitializerCode})";

    private void EmitRecurrentAfterFirst(SourceWriter writer)
    {
        using (writer.Open("if (t > 0)"))
        {
            EmitRecurrentProduct(writer, "h", 0, 4, 0);
        }
    }
}
