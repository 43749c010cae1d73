using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>
/// The elementwise half of a GRU step over a batch, reset after the recurrent product, in <see cref="PaddedRow"/>'s layout:
/// gates a_x (input's part of the candidate), z, r, a_h (recurrent part) side by side.
/// </summary>
/// <remarks>
/// z = rec(z_z), r = rec(z_r), candidate = act(MultiplyAddEstimate(r, a_h, a_x)),
/// h = MultiplyAddEstimate(z, h_(t-1) - candidate, candidate), that is z h_(t-1) + (1 - z) candidate.
/// Cho et al. 2014, as keras.layers.GRU with reset_after=True.
/// The stash of a gate is its output, or its input if the activation's derivative needs that.
/// </remarks>
[RealtimeSafe]
public static partial class GruGates
{
    /// <summary>
    /// h from the gates [rows, 4 units], which become stash of the candidate, stash of z, stash of r, a_h.
    /// If not <paramref name="keepsGates"/>, what they become is of no use.
    /// <paramref name="h"/> may be the same span as <paramref name="hPrevious"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T, TActivation, TRecurrent>(
        int rows, int units, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> h, bool keepsGates = true)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(4 * length)];
        hPrevious = hPrevious[..length];
        h = h[..length];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            ForwardRows<T, TActivation, TRecurrent>(units, padded, gates, hPrevious, h);
            return;
        }
        ref float gates0 = ref VectorPath.Floats<T>(gates);
        ref float hPrevious0 = ref VectorPath.Floats(hPrevious);
        ref float h0 = ref VectorPath.Floats<T>(h);
        if (Vector512.IsHardwareAccelerated)
            Forward512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, keepsGates, ref gates0, ref hPrevious0, ref h0);
        else if (Vector256.IsHardwareAccelerated)
            Forward256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, keepsGates, ref gates0, ref hPrevious0, ref h0);
        else
            Forward128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, keepsGates, ref gates0, ref hPrevious0, ref h0);
    }

    /// <summary>
    /// From dL/dh_t. <paramref name="gates"/>: what Forward left in; da_x, dz, dr, da_h out. <paramref name="dH"/>: dL/dh_t in,
    /// the direct part z dL/dh_t of dL/dh_(t-1) out.
    /// </summary>
    /// <remarks>
    /// da_x = MultiplyAddEstimate(-z, dH, dH) act'; dz = dH (h_(t-1) - candidate) rec'(z); dr = da_x a_h rec'(r); da_h = da_x r.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T, TActivation, TRecurrent>(int rows, int units, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> dH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(4 * length)];
        hPrevious = hPrevious[..length];
        dH = dH[..length];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            BackwardRows<T, TActivation, TRecurrent>(units, padded, gates, hPrevious, dH);
            return;
        }
        ref float gates0 = ref VectorPath.Floats<T>(gates);
        ref float hPrevious0 = ref VectorPath.Floats(hPrevious);
        ref float dH0 = ref VectorPath.Floats<T>(dH);
        if (Vector512.IsHardwareAccelerated)
            Backward512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref dH0);
        else if (Vector256.IsHardwareAccelerated)
            Backward256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref dH0);
        else
            Backward128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref gates0, ref hPrevious0, ref dH0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRows<T, TActivation, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(2 * padded);
        Span<T> value = scratch.AsSpan(0, padded), candidate = scratch.AsSpan(padded, padded);
        for (int start = 0; start < h.Length; start += padded)
        {
            Span<T> row = gates.Slice(4 * start, 4 * padded);
            Span<T> a = row[..padded], z = row.Slice(padded, padded), r = row.Slice(2 * padded, padded), aH = row[(3 * padded)..];
            RowActivation.Activate<T, TRecurrent>(units, r, value);
            for (int u = 0; u < padded; u++)
                a[u] = T.MultiplyAddEstimate(value[u], aH[u], a[u]);
            RowActivation.Activate<T, TActivation>(units, a, candidate);
            RowActivation.Activate<T, TRecurrent>(units, z, value);
            Blend(value, hPrevious.Slice(start, padded), candidate, h.Slice(start, padded));
        }
        Scratch.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardRows<T, TActivation, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> hPrevious, Span<T> dH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(2 * padded);
        Span<T> r = scratch.AsSpan(0, padded), d = scratch.AsSpan(padded, padded);
        for (int start = 0; start < dH.Length; start += padded)
        {
            Span<T> row = gates.Slice(4 * start, 4 * padded);
            Span<T> a = row[..padded], stashR = row.Slice(2 * padded, padded), aH = row[(3 * padded)..];
            BlendBackward<T, TActivation, TRecurrent>(
                units, a, row.Slice(padded, padded), hPrevious.Slice(start, padded), dH.Slice(start, padded));
            RowActivation.Recall<T, TRecurrent>(units, stashR, r);
            for (int u = 0; u < padded; u++)
            {
                d[u] = a[u] * aH[u];
                aH[u] = a[u] * r[u];
            }
            RowActivation.Backward<T, TRecurrent>(units, stashR, r, d);
        }
        Scratch.Return(scratch);
    }

    /// <summary>h = MultiplyAddEstimate(z, hPrevious - candidate, candidate).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Blend<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> hPrevious, ReadOnlySpan<T> candidate, Span<T> h)
        where T : INumberBase<T>
    {
        for (int u = 0; u < h.Length; u++)
            h[u] = T.MultiplyAddEstimate(z[u], hPrevious[u] - candidate[u], candidate[u]);
    }

    /// <summary>One row of the blend's backward: the candidate's stash becomes da, z's dz, and dL/dh_t its part of dL/dh_(t-1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BlendBackward<T, TActivation, TRecurrent>(
        int units, Span<T> a, Span<T> z, ReadOnlySpan<T> hPrevious, Span<T> dH)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = dH.Length;
        T[] scratch = Scratch.Rent<T>(3 * padded);
        Span<T> candidate = scratch.AsSpan(0, padded), keep = scratch.AsSpan(padded, padded), d = scratch.AsSpan(2 * padded, padded);
        RowActivation.Recall<T, TActivation>(units, a, candidate);
        RowActivation.Recall<T, TRecurrent>(units, z, keep);
        for (int u = 0; u < padded; u++)
            d[u] = T.MultiplyAddEstimate(-keep[u], dH[u], dH[u]);
        RowActivation.Backward<T, TActivation>(units, a, candidate, d);
        for (int u = 0; u < padded; u++)
            d[u] = dH[u] * (hPrevious[u] - candidate[u]);
        RowActivation.Backward<T, TRecurrent>(units, z, keep, d);
        for (int u = 0; u < padded; u++)
            dH[u] *= keep[u];
        Scratch.Return(scratch);
    }
}
