using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using SeqGen.Numerics;

namespace SeqGen.Tests.Numerics;

/// <summary>One gate pass with its activations, as a test's argument: forward and backward over named tensors.</summary>
/// <remarks>Gates come first; Inputs are further tensors differentiated by, Outputs those that a loss is made of.</remarks>
public abstract class GateCase
{
    public static IEnumerable<GateCase> All =>
        Pairs<Linear>().Concat(Pairs<Relu>()).Concat(Pairs<Tanh>()).Concat(Pairs<Sigmoid>()).Concat(Pairs<HardSigmoid>())
            .Concat(Pairs<Softmax>()).Concat(Pairs<Elu>()).Concat(Pairs<LeakyRelu>()).Concat(Pairs<Selu>()).Concat(Pairs<Softplus>())
            .Concat(Pairs<Softsign>()).Concat(Pairs<Silu>()).Concat(Pairs<Gelu>()).Concat(Pairs<Exponential>())
            .Concat(Three<Softmax, Softmax>()).Concat(Three<Gelu, Silu>());

    /// <summary>Gates in a row of the gate tensor.</summary>
    public abstract int Gates { get; }

    /// <summary>Tensors [rows, units] beside the gates: the forward pass's inputs, all differentiated by.</summary>
    public abstract int Inputs { get; }

    /// <summary>Tensors [rows, units] that forward computes.</summary>
    public abstract int Outputs { get; }

    /// <summary>outputs from gates (z in, stash out) and inputs.</summary>
    public abstract void Forward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>gates: the stash in, dz out. dInputs from dOutputs.</summary>
    public abstract void Backward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs, T[][] dOutputs, T[][] dInputs)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static GateCase[] Pairs<TActivation>() where TActivation : struct, IActivation =>
        [new ActivationGate<TActivation>(), .. Three<TActivation, Sigmoid>(), .. Three<Tanh, TActivation>()];

    private static GateCase[] Three<TActivation, TRecurrent>()
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation =>
        [new LstmGate<TActivation, TRecurrent>(), new GruGate<TActivation, TRecurrent>(), new ResetBeforeGate<TActivation, TRecurrent>()];

    private protected static string Name(Type type) =>
        type.Name.Split('`')[0] + "(" + string.Join(", ", type.GetGenericArguments().Select(t => t.Name)) + ")";

    public override string ToString() => Name(GetType());
}

public sealed class ActivationGate<TActivation> : GateCase where TActivation : struct, IActivation
{
    public override int Gates => 1;
    public override int Inputs => 0;
    public override int Outputs => 1;

    public override void Forward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs)
    {
        ActivationPass.Forward<T, TActivation>(rows, units, gates, outputs[0]);
        if (!TActivation.DerivativeNeedsInput)
            outputs[0].CopyTo(gates, 0);
    }

    public override void Backward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs, T[][] dOutputs, T[][] dInputs)
    {
        ReadOnlySpan<T> x = TActivation.DerivativeNeedsInput ? gates : default, y = TActivation.DerivativeNeedsInput ? default : outputs[0];
        ActivationPass.Backward<T, TActivation>(rows, units, x, y, dOutputs[0], gates);
    }
}

public sealed class LstmGate<TActivation, TRecurrent> : GateCase
    where TActivation : struct, IActivation
    where TRecurrent : struct, IActivation
{
    public override int Gates => 4;
    public override int Inputs => 1;
    public override int Outputs => 2;

    public override void Forward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs) =>
        LstmGates.Forward<T, TActivation, TRecurrent>(rows, units, gates, inputs[0], outputs[0], outputs[1]);

    public override void Backward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs, T[][] dOutputs, T[][] dInputs)
    {
        dOutputs[0].CopyTo(dInputs[0], 0);
        LstmGates.Backward<T, TActivation, TRecurrent>(rows, units, gates, inputs[0], outputs[0], dOutputs[1], dInputs[0]);
    }
}

public sealed class GruGate<TActivation, TRecurrent> : GateCase
    where TActivation : struct, IActivation
    where TRecurrent : struct, IActivation
{
    public override int Gates => 4;
    public override int Inputs => 1;
    public override int Outputs => 1;

    public override void Forward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs) =>
        GruGates.Forward<T, TActivation, TRecurrent>(rows, units, gates, inputs[0], outputs[0]);

    public override void Backward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs, T[][] dOutputs, T[][] dInputs)
    {
        dOutputs[0].CopyTo(dInputs[0], 0);
        GruGates.Backward<T, TActivation, TRecurrent>(rows, units, gates, inputs[0], dInputs[0]);
    }
}

/// <summary>With a loss of resetH and h; a takes nothing from resetH, as if its recurrent kernel were 0.</summary>
public sealed class ResetBeforeGate<TActivation, TRecurrent> : GateCase
    where TActivation : struct, IActivation
    where TRecurrent : struct, IActivation
{
    public override int Gates => 3;
    public override int Inputs => 2;
    public override int Outputs => 2;

    public override void Forward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs)
    {
        GruResetBeforeGates.ForwardReset<T, TRecurrent>(rows, units, gates, inputs[1], outputs[1]);
        GruResetBeforeGates.ForwardOutput<T, TActivation, TRecurrent>(rows, units, gates, inputs[0], outputs[0]);
    }

    public override void Backward<T>(int rows, int units, T[] gates, T[][] inputs, T[][] outputs, T[][] dOutputs, T[][] dInputs)
    {
        dOutputs[0].CopyTo(dInputs[0], 0);
        dOutputs[1].CopyTo(dInputs[1], 0);
        GruResetBeforeGates.BackwardOutput<T, TActivation, TRecurrent>(rows, units, gates, inputs[0], dInputs[0]);
        GruResetBeforeGates.BackwardReset<T, TRecurrent>(rows, units, gates, inputs[1], dInputs[1]);
    }
}
