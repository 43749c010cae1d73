using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Long short-term memory.</summary>
internal sealed record Lstm(int Units) : RecurrentSpec(Units)
{
    public Activation RecurrentActivation { get; init; } = Activation.Sigmoid;

    /// <summary>Null if it is not said, which is true.</summary>
    public bool? UnitForgetBias { get; init; }

    public bool Peephole { get; init; }

    public override string Kind => "Lstm";

    public override IReadOnlyList<Activation> Activations => [Activation, RecurrentActivation];

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before) => UseBias || UnitForgetBias != true
        ? base.Check(index, input, before)
        : base.Check(index, input, before).Append(Errors.DoesNothing(
            index, this, "UnitForgetBias = true", "with UseBias = false the layer has no such tensor", "remove one of the two"));

    public override RecurrentPlan PlanOneWay(LayerPlacement placement) => new LstmPlan(this, placement);

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
        if (Peephole)
        {
            yield return "Peephole = true";
        }
    }
}

internal sealed class LstmPlan : RecurrentPlan
{
    private static readonly GateLayout Layout = new(["i", "f", "g", "o"], [0, 1, 2, 3], [0, 1, 2, 3], 0, [4]);

    private readonly Lstm _spec;
    private readonly int _peephole;
    private readonly int _packedPeephole;
    private readonly int _dPeephole;

    public LstmPlan(Lstm spec, LayerPlacement placement)
        : base(spec, placement, Layout, hasCell: true)
    {
        _spec = spec;
        if (spec.UseBias)
        {
            Bias = spec.UnitForgetBias ?? true
                ? AddParameter("bias", spec.Bias, UnitForgetBias(spec), 4 * Units)
                : AddParameter("bias", spec.Bias, 4 * Units);
        }
        if (spec.Peephole)
        {
            _peephole = AddParameter("peephole", new TensorOptions(Initialization.Zeros), 3, Units);
            _packedPeephole = Model.Packed.Allocate(3L * P);
            _dPeephole = AllocateBackward(Model.Fixed, 3L * P);
        }
        PlanInference();
    }

    protected override string Equations => _spec.Peephole
        ? $"""
            // z = b + x W + h U;  i, f = {_spec.RecurrentActivation}(z + p c);  g = {_spec.Activation}(z)
            // c = f c + i g;  o = {_spec.RecurrentActivation}(z + p c);  h = o {_spec.Activation}(c)
            """
        : $"""
            // z = b + x W + h U;  i, f, o = {_spec.RecurrentActivation}(z);  g = {_spec.Activation}(z)
            // c = f c + i g;  h = o {_spec.Activation}(c)
            """;

    protected override IReadOnlyList<Chain> Chains { get; } =
    [
        new("i", "input gate", 0, 0, 0), new("f", "forget gate", 1, 1, 1), new("g", "candidate", 2, 2, 2), new("o", "output gate", 3, 3, 3),
    ];

    protected override string? StepCall(string scalar) =>
        _spec.Peephole ? null : $"LstmStep.Forward<{scalar}, {ActivationTypes}>({StepArguments}, c, cNext, next);";

    protected override void EmitGatesForward(SourceWriter writer, string scalar)
    {
        EmitRecurrentAfterFirst(writer);
        string gates = _spec.Peephole ? "PeepholeLstmGates" : "LstmGates", peepholes = _spec.Peephole ? "pass.Packed[PackedPeephole..], " : "";
        writer.Line($"{gates}.Forward<{scalar}, {ActivationTypes}>(batch, Units, {peepholes}z, c, cNext, next);");
    }

    protected override void EmitGatesBackward(SourceWriter writer, string scalar)
    {
        writer.Line($"ReadOnlySpan<{scalar}> c = Slice(pass, Cell + t * Padded, Padded), cNext = Slice(pass, Cell + (t + 1) * Padded, Padded);");
        writer.Line(_spec.Peephole
            ? $"PeepholeLstmGates.Backward<{scalar}, {ActivationTypes}>(batch, Units, pass.Packed[PackedPeephole..], z, c, cNext, dh, Slice(pass, DCell, Padded), Fixed(pass, DPeephole, {3 * P}));"
            : $"LstmGates.Backward<{scalar}, {ActivationTypes}>(batch, Units, z, c, cNext, dh, Slice(pass, DCell, Padded));");
    }

    protected override void EmitOwnConstants(SourceWriter writer)
    {
        if (_spec.Peephole)
        {
            writer.Line($"private const int Peephole = {_peephole}, PackedPeephole = {_packedPeephole}, DPeephole = {_dPeephole};  // p [3, {Units}]: i, f, o");
        }
    }

    protected override void EmitOwnPack(SourceWriter writer)
    {
        if (_spec.Peephole)
        {
            writer.Line($"GateKernel.Pack(parameters[Peephole..], 1, Units, {3 * Units}, [0, 1, 2], packed[PackedPeephole..]);");
        }
    }

    protected override void EmitOwnClear(SourceWriter writer)
    {
        if (_spec.Peephole)
        {
            writer.Line($"Fixed(pass, DPeephole, {3 * P}).Clear();");
        }
    }

    protected override void EmitOwnUnpack(SourceWriter writer)
    {
        if (_spec.Peephole)
        {
            writer.Line($"GateKernel.Unpack(Fixed(pass, DPeephole, {3 * P}), 1, Units, [0, 1, 2], dParameters[Peephole..]);");
        }
    }

    protected override void EmitOwnInferenceConstants(SourceWriter writer)
    {
        if (_spec.Peephole)
        {
            writer.Line($"private const int Peephole = {_peephole};  // p [3, {Units}]: i, f, o");
        }
    }

    protected override void EmitGates(SourceWriter writer, int v, string at)
    {
        string a = _spec.Activation.ToString(), r = _spec.RecurrentActivation.ToString();
        if (_spec.Peephole)
        {
            EmitPeepholeGates(writer, v, at);
            return;
        }
        writer.Lines($"""
            var c{v} = V.MultiplyAddEstimate({r}.Apply(f{v}), {Kept($"V.LoadUnsafe(ref c, {at})")}, {r}.Apply(i{v}) * {a}.Apply(g{v}));
            c{v}.StoreUnsafe(ref c, {at});
            ({r}.Apply(o{v}) * {a}.Apply(c{v})).StoreUnsafe(ref next, {at});
            """);
    }

    private void EmitPeepholeGates(SourceWriter writer, int v, string at)
    {
        string a = _spec.Activation.ToString(), r = _spec.RecurrentActivation.ToString();
        string Peephole(int gate) => $"V.LoadUnsafe(in p, Peephole + {(gate == 0 ? at : $"{gate * Units} + {at}")})";
        writer.Lines($"""
            var b{v} = {Kept($"V.LoadUnsafe(ref c, {at})")};
            i{v} = {r}.Apply(V.MultiplyAddEstimate({Peephole(0)}, b{v}, i{v}));
            f{v} = {r}.Apply(V.MultiplyAddEstimate({Peephole(1)}, b{v}, f{v}));
            var c{v} = V.MultiplyAddEstimate(f{v}, b{v}, i{v} * {a}.Apply(g{v}));
            o{v} = {r}.Apply(V.MultiplyAddEstimate({Peephole(2)}, c{v}, o{v}));
            c{v}.StoreUnsafe(ref c, {at});
            (o{v} * {a}.Apply(c{v})).StoreUnsafe(ref next, {at});
            """);
    }

    private static string UnitForgetBias(Lstm spec) => spec.Bias.Initializer == Initialization.Zeros
        ? $"Initializer.UnitForgetBias({spec.Units})"
        : $"Initializer.UnitForgetBias({spec.Units}, global::SeqGen.{spec.Bias.InitializerCode})";

    private void EmitRecurrentAfterFirst(SourceWriter writer)
    {
        using (OpenAfterFirst(writer))
        {
            EmitRecurrentProduct(writer, "h", 0, 4, 0);
        }
    }
}
