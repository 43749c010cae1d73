using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>
/// The elementwise half of a GRU step over a batch, reset before the recurrent product, in <see cref="PaddedRow"/>'s layout:
/// gates a (candidate), z, r side by side.
/// </summary>
/// <remarks>
/// z = rec(z_z), r = rec(z_r), resetH = r h_(t-1), of which the caller computes a; candidate = act(a),
/// h = MultiplyAddEstimate(z, h_(t-1) - candidate, candidate), that is z h_(t-1) + (1 - z) candidate.
/// As keras.layers.GRU with reset_after=False, whose recurrent dropout masks h_(t-1) in the reset but not in the blend.
/// The stash of a gate is its output, or its input if the activation's derivative needs that.
/// </remarks>
[RealtimeSafe]
public static partial class GruResetBeforeGates
{
    /// <summary>resetH = r hPreviousMasked. gates [rows, 3 units]: z and r become their stash; a is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardReset<T, TRecurrent>(int rows, int units, Span<T> gates, ReadOnlySpan<T> hPreviousMasked, Span<T> resetH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(3 * length)];
        hPreviousMasked = hPreviousMasked[..length];
        resetH = resetH[..length];
        if (!VectorPath.Supports<T, TRecurrent>())
        {
            ForwardResetRows<T, TRecurrent>(units, padded, gates, hPreviousMasked, resetH);
            return;
        }
        ref float gates0 = ref VectorPath.Floats<T>(gates);
        ref float hPreviousMasked0 = ref VectorPath.Floats(hPreviousMasked);
        ref float resetH0 = ref VectorPath.Floats<T>(resetH);
        if (Vector512.IsHardwareAccelerated)
            ForwardReset512<TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPreviousMasked0, ref resetH0);
        else if (Vector256.IsHardwareAccelerated)
            ForwardReset256<TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPreviousMasked0, ref resetH0);
        else
            ForwardReset128<TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPreviousMasked0, ref resetH0);
    }

    /// <summary>h from a and the stash of z; a becomes its stash. h may be the same span as hPrevious.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardOutput<T, TActivation, TRecurrent>(int rows, int units, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(3 * length)];
        hPrevious = hPrevious[..length];
        h = h[..length];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            ForwardOutputRows<T, TActivation, TRecurrent>(units, padded, gates, hPrevious, h);
            return;
        }
        ref float gates0 = ref VectorPath.Floats<T>(gates);
        ref float hPrevious0 = ref VectorPath.Floats(hPrevious);
        ref float h0 = ref VectorPath.Floats<T>(h);
        if (Vector512.IsHardwareAccelerated)
            ForwardOutput512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref h0);
        else if (Vector256.IsHardwareAccelerated)
            ForwardOutput256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref h0);
        else
            ForwardOutput128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref h0);
    }

    /// <summary>From dL/dh_t: a becomes da, z dz, dH its direct part z dL/dh_t of dL/dh_(t-1); r keeps its stash.</summary>
    /// <remarks>da = MultiplyAddEstimate(-z, dH, dH) act'; dz = dH (h_(t-1) - candidate) rec'(z).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardOutput<T, TActivation, TRecurrent>(int rows, int units, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> dH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(3 * length)];
        hPrevious = hPrevious[..length];
        dH = dH[..length];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            BackwardOutputRows<T, TActivation, TRecurrent>(units, padded, gates, hPrevious, dH);
            return;
        }
        ref float gates0 = ref VectorPath.Floats<T>(gates);
        ref float hPrevious0 = ref VectorPath.Floats(hPrevious);
        ref float dH0 = ref VectorPath.Floats<T>(dH);
        if (Vector512.IsHardwareAccelerated)
            BackwardOutput512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref dH0);
        else if (Vector256.IsHardwareAccelerated)
            BackwardOutput256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref dH0);
        else
            BackwardOutput128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref dH0);
    }

    /// <summary>From dL/dresetH: r becomes dr, dResetH the gradient r dL/dresetH of hPreviousMasked.</summary>
    /// <remarks>dr = dResetH hPreviousMasked rec'(r).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardReset<T, TRecurrent>(int rows, int units, Span<T> gates, ReadOnlySpan<T> hPreviousMasked, Span<T> dResetH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(3 * length)];
        hPreviousMasked = hPreviousMasked[..length];
        dResetH = dResetH[..length];
        if (!VectorPath.Supports<T, TRecurrent>())
        {
            BackwardResetRows<T, TRecurrent>(units, padded, gates, hPreviousMasked, dResetH);
            return;
        }
        ref float gates0 = ref VectorPath.Floats<T>(gates);
        ref float hPreviousMasked0 = ref VectorPath.Floats(hPreviousMasked);
        ref float dResetH0 = ref VectorPath.Floats<T>(dResetH);
        if (Vector512.IsHardwareAccelerated)
            BackwardReset512<TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPreviousMasked0, ref dResetH0);
        else if (Vector256.IsHardwareAccelerated)
            BackwardReset256<TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPreviousMasked0, ref dResetH0);
        else
            BackwardReset128<TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPreviousMasked0, ref dResetH0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardResetRows<T, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> hPreviousMasked, Span<T> resetH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(padded);
        Span<T> value = scratch.AsSpan(0, padded);
        for (int start = 0; start < resetH.Length; start += padded)
        {
            RowActivation.Activate<T, TRecurrent>(units, gates.Slice(3 * start + padded, padded), value);
            RowActivation.Activate<T, TRecurrent>(units, gates.Slice(3 * start + 2 * padded, padded), value);
            for (int u = 0; u < padded; u++)
                resetH[start + u] = value[u] * hPreviousMasked[start + u];
        }
        Scratch.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardOutputRows<T, TActivation, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(2 * padded);
        Span<T> candidate = scratch.AsSpan(0, padded), z = scratch.AsSpan(padded, padded);
        for (int start = 0; start < h.Length; start += padded)
        {
            RowActivation.Activate<T, TActivation>(units, gates.Slice(3 * start, padded), candidate);
            RowActivation.Recall<T, TRecurrent>(units, gates.Slice(3 * start + padded, padded), z);
            GruGates.Blend(z, hPrevious.Slice(start, padded), candidate, h.Slice(start, padded));
        }
        Scratch.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardOutputRows<T, TActivation, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> dH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        for (int start = 0; start < dH.Length; start += padded)
            GruGates.BlendBackward<T, TActivation, TRecurrent>(
                units, gates.Slice(3 * start, padded), gates.Slice(3 * start + padded, padded),
                hPrevious.Slice(start, padded), dH.Slice(start, padded));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardResetRows<T, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> hPreviousMasked, Span<T> dResetH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(2 * padded);
        Span<T> r = scratch.AsSpan(0, padded), d = scratch.AsSpan(padded, padded);
        for (int start = 0; start < dResetH.Length; start += padded)
        {
            Span<T> gate = gates.Slice(3 * start + 2 * padded, padded);
            RowActivation.Recall<T, TRecurrent>(units, gate, r);
            for (int u = 0; u < padded; u++)
            {
                d[u] = dResetH[start + u] * hPreviousMasked[start + u];
                dResetH[start + u] *= r[u];
            }
            RowActivation.Backward<T, TRecurrent>(units, gate, r, d);
        }
        Scratch.Return(scratch);
    }
}
