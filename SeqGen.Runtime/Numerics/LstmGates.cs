using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>
/// The elementwise half of an LSTM step over a batch, in <see cref="PaddedRow"/>'s layout: gates i, f, g (candidate), o side by side.
/// </summary>
/// <remarks>
/// i = rec(z_i), f = rec(z_f), g = act(z_g), o = rec(z_o); c = MultiplyAddEstimate(f, c_(t-1), i g); h = o act(c).
/// Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, as keras.layers.LSTM.
/// The stash of a gate is its output, or z if the activation's derivative needs the input.
/// </remarks>
[RealtimeSafe]
public static partial class LstmGates
{
    /// <summary>
    /// c and h from z. <paramref name="gates"/> [rows, 4 units]: z in, stash out, or if not <paramref name="keepsGates"/> nothing of use.
    /// c may be the same span as cPrevious.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T, TActivation, TRecurrent>(
        int rows, int units, Span<T> gates, ReadOnlySpan<T> cPrevious, Span<T> c, Span<T> h, bool keepsGates = true)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(4 * length)];
        cPrevious = cPrevious[..length];
        c = c[..length];
        h = h[..length];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            ForwardRows<T, TActivation, TRecurrent>(units, padded, gates, cPrevious, c, h);
            return;
        }
        ref float z = ref VectorPath.Floats<T>(gates);
        ref float cPrev = ref VectorPath.Floats(cPrevious);
        ref float cs = ref VectorPath.Floats<T>(c);
        ref float hs = ref VectorPath.Floats<T>(h);
        if (Vector512.IsHardwareAccelerated)
            Forward512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, keepsGates, ref z, ref cPrev, ref cs, ref hs);
        else if (Vector256.IsHardwareAccelerated)
            Forward256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, keepsGates, ref z, ref cPrev, ref cs, ref hs);
        else
            Forward128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, keepsGates, ref z, ref cPrev, ref cs, ref hs);
    }

    /// <summary>
    /// dL/dz from dL/dh. <paramref name="gates"/>: the stash in, dz out. <paramref name="dC"/>: dL/dc from step t + 1 in,
    /// dL/dc_(t-1) out.
    /// </summary>
    /// <remarks>
    /// With a = act(c), computed again: dc = MultiplyAddEstimate(dH o, act'(c), dC); dz_o = dH a rec'(o); dz_i = dc g rec'(i);
    /// dz_f = dc c_(t-1) rec'(f); dz_g = dc i act'(g); dC = dc f.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T, TActivation, TRecurrent>(
        int rows, int units, Span<T> gates, ReadOnlySpan<T> cPrevious, ReadOnlySpan<T> c, ReadOnlySpan<T> dH, Span<T> dC)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        gates = gates[..checked(4 * length)];
        cPrevious = cPrevious[..length];
        c = c[..length];
        dH = dH[..length];
        dC = dC[..length];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            BackwardRows<T, TActivation, TRecurrent>(units, padded, gates, cPrevious, c, dH, dC);
            return;
        }
        ref float stash = ref VectorPath.Floats<T>(gates);
        ref float cPrev = ref VectorPath.Floats(cPrevious);
        ref float cs = ref VectorPath.Floats(c);
        ref float dHs = ref VectorPath.Floats(dH);
        ref float dCs = ref VectorPath.Floats<T>(dC);
        if (Vector512.IsHardwareAccelerated)
            Backward512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref stash, ref cPrev, ref cs, ref dHs, ref dCs);
        else if (Vector256.IsHardwareAccelerated)
            Backward256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref stash, ref cPrev, ref cs, ref dHs, ref dCs);
        else
            Backward128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref stash, ref cPrev, ref cs, ref dHs, ref dCs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRows<T, TActivation, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> cPrevious, Span<T> c, Span<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(4 * padded);
        Span<T> i = scratch.AsSpan(0, padded), f = scratch.AsSpan(padded, padded);
        Span<T> g = scratch.AsSpan(2 * padded, padded), o = scratch.AsSpan(3 * padded, padded);
        for (int start = 0; start < c.Length; start += padded)
        {
            Span<T> z = gates.Slice(4 * start, 4 * padded);
            RowActivation.Activate<T, TRecurrent>(units, z[..padded], i);
            RowActivation.Activate<T, TRecurrent>(units, z.Slice(padded, padded), f);
            RowActivation.Activate<T, TActivation>(units, z.Slice(2 * padded, padded), g);
            RowActivation.Activate<T, TRecurrent>(units, z[(3 * padded)..], o);

            Span<T> cRow = c.Slice(start, padded), hRow = h.Slice(start, padded);
            for (int u = 0; u < padded; u++)
                cRow[u] = T.MultiplyAddEstimate(f[u], cPrevious[start + u], i[u] * g[u]);
            RowActivation.Apply<T, TActivation>(units, cRow, hRow);
            for (int u = 0; u < padded; u++)
                hRow[u] *= o[u];
        }
        Scratch.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardRows<T, TActivation, TRecurrent>(
        int units, int padded, Span<T> gates, ReadOnlySpan<T> cPrevious, ReadOnlySpan<T> c, ReadOnlySpan<T> dH, Span<T> dC)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(6 * padded);
        Span<T> value = scratch.AsSpan(0, padded), i = scratch.AsSpan(padded, padded), a = scratch.AsSpan(2 * padded, padded);
        Span<T> dCt = scratch.AsSpan(3 * padded, padded), d = scratch.AsSpan(4 * padded, padded), g = scratch.AsSpan(5 * padded, padded);
        for (int start = 0; start < c.Length; start += padded)
        {
            Span<T> stash = gates.Slice(4 * start, 4 * padded);
            ReadOnlySpan<T> cRow = c.Slice(start, padded), cPrev = cPrevious.Slice(start, padded), dHRow = dH.Slice(start, padded);
            Span<T> dCRow = dC.Slice(start, padded);
            RowActivation.Apply<T, TActivation>(units, cRow, a);

            // o, and dc through act
            Span<T> gate = stash[(3 * padded)..];
            RowActivation.Recall<T, TRecurrent>(units, gate, value);
            Multiply<T>(dHRow, value, d);
            (TActivation.DerivativeNeedsInput ? cRow : a).CopyTo(dCt);
            RowActivation.Backward<T, TActivation>(units, dCt, a, d);
            for (int u = 0; u < padded; u++)
                dCt[u] += dCRow[u];
            Multiply<T>(dHRow, a, d);
            RowActivation.Backward<T, TRecurrent>(units, gate, value, d);

            // f
            gate = stash.Slice(padded, padded);
            RowActivation.Recall<T, TRecurrent>(units, gate, value);
            Multiply<T>(dCt, cPrev, d);
            RowActivation.Backward<T, TRecurrent>(units, gate, value, d);
            Multiply<T>(dCt, value, dCRow);

            // i and g
            RowActivation.Recall<T, TRecurrent>(units, stash[..padded], i);
            RowActivation.Recall<T, TActivation>(units, stash.Slice(2 * padded, padded), g);
            Multiply<T>(dCt, g, d);
            RowActivation.Backward<T, TRecurrent>(units, stash[..padded], i, d);
            Multiply<T>(dCt, i, d);
            RowActivation.Backward<T, TActivation>(units, stash.Slice(2 * padded, padded), g, d);
        }
        Scratch.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> product) where T : INumberBase<T>
    {
        for (int u = 0; u < product.Length; u++)
            product[u] = x[u] * y[u];
    }
}
