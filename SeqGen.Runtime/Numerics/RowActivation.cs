using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>An activation on one gate of one row, of either kind: what the plain text of the gate passes is made of.</summary>
/// <remarks>Spans are a padded row long; of a row-wise function only the first units values are a row, the padding becomes 0.</remarks>
[RealtimeSafe]
internal static class RowActivation
{
    /// <summary>y = f(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply<T, TActivation>(int units, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        if (TActivation.IsRowwise)
        {
            x.CopyTo(y);
            Softmax.ApplyRow(y[..units]);
            y[units..].Clear();
            return;
        }
        for (int u = 0; u < y.Length; u++)
            y[u] = TActivation.Apply(x[u]);
    }

    /// <summary>value = f(gate); the gate goes from z to its stash: the value, or z itself if the derivative needs the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Activate<T, TActivation>(int units, Span<T> gate, Span<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        Apply<T, TActivation>(units, gate, value);
        if (!TActivation.DerivativeNeedsInput)
            value.CopyTo(gate);
    }

    /// <summary>The value of a gate from its stash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Recall<T, TActivation>(int units, ReadOnlySpan<T> stash, Span<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        if (TActivation.DerivativeNeedsInput)
            Apply<T, TActivation>(units, stash, value);
        else
            stash.CopyTo(value);
    }

    /// <summary>The gate goes from its stash to dL/dz, by dL/dvalue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<T, TActivation>(int units, Span<T> gate, ReadOnlySpan<T> value, ReadOnlySpan<T> dValue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        if (TActivation.IsRowwise)
        {
            Softmax.BackwardRow(value[..units], dValue[..units], gate[..units]);
            gate[units..].Clear();
            return;
        }
        for (int u = 0; u < gate.Length; u++)
            gate[u] = dValue[u] * TActivation.Derivative(gate[u], value[u]);
    }
}
