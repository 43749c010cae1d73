using System.Collections.Generic;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>Gated recurrent unit.</summary>
internal sealed record Gru(int Units) : RecurrentSpec(Units)
{
    public Activation RecurrentActivation { get; init; } = Activation.Sigmoid;

    public bool ResetAfter { get; init; } = true;

    public override string Kind => "Gru";

    public override IReadOnlyList<Activation> Activations => [Activation, RecurrentActivation];

    public override RecurrentPlan PlanOneWay(LayerPlacement placement) =>
        ResetAfter ? new GruPlan(this, placement) : new GruResetBeforePlan(this, placement);

    protected override IEnumerable<string> Options()
    {
        foreach (string option in base.Options())
        {
            yield return option;
        }
        if (RecurrentActivation != Activation.Sigmoid)
        {
            yield return $"RecurrentActivation = {RecurrentActivation}";
        }
        if (!ResetAfter)
        {
            yield return "ResetAfter = false";
        }
    }
}

/// <summary>The reset gate acts after the product with U.</summary>
internal sealed class GruPlan : RecurrentPlan
{
    // x W fills [x z r] and h U [z r h], so that both gradients read columns side by side.
    private static readonly GateLayout Layout = new(["x", "z", "r", "h"], [2, 0, 1], [0, 1, 2], 1, [3]);

    private readonly Gru _spec;

    public GruPlan(Gru spec, LayerPlacement placement)
        : base(spec, placement, Layout, hasCell: false)
    {
        _spec = spec;
        if (spec.UseBias)
        {
            Bias = AddParameter("bias", spec.Bias, 2, 3 * Units);
        }
        PlanInference();
    }

    protected override string Equations =>
        $"""
        // z, r = {_spec.RecurrentActivation}(b + x W + h U);  n = {_spec.Activation}(b + x W + r (b' + h U))
        // h = z h + (1 - z) n
        """;

    protected override IReadOnlyList<Chain> Chains { get; } =
    [
        new("z", "update gate", 0, 0, 0, 3), new("r", "reset gate", 1, 1, 1, 4),
        new("n", "candidate, from x", 2, -1, 2), new("u", "candidate, from h", -1, 2, 5),
    ];

    protected override bool KeepsHiddenGradient => true;

    protected override bool SumsBiases => true;

    protected override void EmitBiasRow(SourceWriter writer, string row)
    {
        string Bias(int gate, int count) => $"MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in p), {this.Bias + (gate * Units)}), {count * Units})";
        string Slot(int slot, int count) => $"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref {row}, {slot * Units}), {count * Units})";
        writer.Line($"{Bias(2, 1)}.CopyTo({Slot(0, 1)});");
        writer.Line($"global::System.Numerics.Tensors.TensorPrimitives.Add({Bias(0, 2)}, {Bias(3, 2)}, {Slot(1, 2)});");
        writer.Line($"{Bias(5, 1)}.CopyTo({Slot(3, 1)});");
    }

    protected override void EmitPackBias(SourceWriter writer)
    {
        writer.Line($"GateKernel.Pack(parameters[Bias..], 1, Units, {6 * Units}, [2, 0, 1, 5], packed[PackedBias..]);");
        foreach ((int slot, int gate) in new[] { (1, 3), (2, 4) })
        {
            string to = $"packed.Slice(PackedBias + {slot * P}, Units)";
            writer.Line($"TensorPrimitives.Add({to}, parameters.Slice(Bias + {gate * Units}, Units), {to});");
        }
    }

    protected override void EmitUnpackBias(SourceWriter writer)
    {
        foreach ((int slot, int gate) in new[] { (0, 2), (1, 0), (1, 3), (2, 1), (2, 4), (3, 5) })
        {
            writer.Line($"Fixed(pass, {Terms.Sum("DBias", slot * P)}, Units).CopyTo(dParameters[{Offset("Bias", gate * Units)}..]);");
        }
    }

    protected override string? StepCall(string scalar) => $"GruStep.Forward<{scalar}, {ActivationTypes}>({StepArguments}, next);";

    protected override void EmitGatesForward(SourceWriter writer, string scalar)
    {
        string bias = UseBias ? $"pass.Packed[(PackedBias + {3 * P})..]" : "default";
        writer.Line($"Gemm.Multiply(batch, 0, Padded, h, Padded, default, {bias}, z[{3 * P}..], Gates);  // b'");
        using (OpenAfterFirst(writer))
        {
            EmitRecurrentProduct(writer, "h", 0, 3, 1);
        }
        writer.Line($"GruGates.Forward<{scalar}, {ActivationTypes}>(batch, Units, z, h, next);");
    }

    protected override void EmitGatesBackward(SourceWriter writer, string scalar) =>
        writer.Line($"GruGates.Backward<{scalar}, {ActivationTypes}>(batch, Units, z, h, dh);");

    protected override void EmitGates(SourceWriter writer, int v, string at)
    {
        string a = _spec.Activation.ToString(), r = _spec.RecurrentActivation.ToString();
        writer.Lines($"""
            n{v} = {a}.Apply(V.MultiplyAddEstimate({r}.Apply(r{v}), u{v}, n{v}));
            {Kept($"V.MultiplyAddEstimate({r}.Apply(z{v}), V.LoadUnsafe(in h, {at}) - n{v}, n{v})")}.StoreUnsafe(ref next, {at});
            """);
    }
}
