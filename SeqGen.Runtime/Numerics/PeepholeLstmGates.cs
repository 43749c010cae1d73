using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary><see cref="LstmGates"/> with peepholes (Gers and Schmidhuber 2000): the gates see the cell.</summary>
/// <remarks>
/// i = rec(z_i + p_i c_(t-1)), f = rec(z_f + p_f c_(t-1)), g = act(z_g); c = MultiplyAddEstimate(f, c_(t-1), i g);
/// o = rec(z_o + p_o c); h = o act(c). Peepholes are <c>[3, units]</c>, i, f, o, each padded.
/// </remarks>
[RealtimeSafe]
public static partial class PeepholeLstmGates
{
    /// <summary>c and h from z. <paramref name="gates"/> [rows, 4 units]: z in, stash out. c may be the same span as cPrevious.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T, TActivation, TRecurrent>(
        int rows, int units, ReadOnlySpan<T> peepholes, Span<T> gates, ReadOnlySpan<T> cPrevious, Span<T> c, Span<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        peepholes = peepholes[..(3 * padded)];
        gates = gates[..checked(4 * length)];
        cPrevious = cPrevious[..length];
        c = c[..length];
        h = h[..length];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            ForwardRows<T, TActivation, TRecurrent>(units, padded, peepholes, gates, cPrevious, c, h);
            return;
        }
        ref float p = ref VectorPath.Floats(peepholes);
        ref float z = ref VectorPath.Floats<T>(gates);
        ref float cPrev = ref VectorPath.Floats(cPrevious);
        ref float cs = ref VectorPath.Floats<T>(c);
        ref float hs = ref VectorPath.Floats<T>(h);
        if (Vector512.IsHardwareAccelerated)
        {
            Forward512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref p, ref z, ref cPrev, ref cs, ref hs);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref p, ref z, ref cPrev, ref cs, ref hs);
        }
        else
        {
            Forward128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref p, ref z, ref cPrev, ref cs, ref hs);
        }
    }

    /// <summary>
    /// dL/dz from dL/dh. <paramref name="gates"/>: the stash in, dz out. <paramref name="dC"/>: dL/dc from step t + 1 in, dL/dc_(t-1)
    /// out. <paramref name="dPeepholes"/> is added to.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T, TActivation, TRecurrent>(
        int rows, int units, ReadOnlySpan<T> peepholes, Span<T> gates, ReadOnlySpan<T> cPrevious, ReadOnlySpan<T> c, ReadOnlySpan<T> dH,
        Span<T> dC, Span<T> dPeepholes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        peepholes = peepholes[..(3 * padded)];
        gates = gates[..checked(4 * length)];
        cPrevious = cPrevious[..length];
        c = c[..length];
        dH = dH[..length];
        dC = dC[..length];
        dPeepholes = dPeepholes[..(3 * padded)];
        if (!VectorPath.Supports<T, TActivation, TRecurrent>())
        {
            BackwardRows<T, TActivation, TRecurrent>(units, padded, peepholes, gates, cPrevious, c, dH, dC, dPeepholes);
            return;
        }
        ref float p = ref VectorPath.Floats(peepholes);
        ref float stash = ref VectorPath.Floats<T>(gates);
        ref float cPrev = ref VectorPath.Floats(cPrevious);
        ref float cs = ref VectorPath.Floats(c);
        ref float dHs = ref VectorPath.Floats(dH);
        ref float dCs = ref VectorPath.Floats<T>(dC);
        ref float dP = ref VectorPath.Floats<T>(dPeepholes);
        if (Vector512.IsHardwareAccelerated)
        {
            Backward512<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref p, ref stash, ref cPrev, ref cs, ref dHs, ref dCs, ref dP);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward256<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref p, ref stash, ref cPrev, ref cs, ref dHs, ref dCs, ref dP);
        }
        else
        {
            Backward128<TActivation, TRecurrent>((nuint)rows, (nuint)padded, ref p, ref stash, ref cPrev, ref cs, ref dHs, ref dCs, ref dP);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRows<T, TActivation, TRecurrent>(
        int units, int padded, ReadOnlySpan<T> peepholes, Span<T> gates, ReadOnlySpan<T> cPrevious, Span<T> c, Span<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(3 * padded);
        Span<T> i = scratch.AsSpan(0, padded), f = scratch.AsSpan(padded, padded), g = scratch.AsSpan(2 * padded, padded);
        for (int start = 0; start < c.Length; start += padded)
        {
            Span<T> z = gates.Slice(4 * start, 4 * padded), cRow = c.Slice(start, padded), hRow = h.Slice(start, padded);
            ReadOnlySpan<T> before = cPrevious.Slice(start, padded);
            Span<T> zi = z[..padded], zf = z.Slice(padded, padded), zo = z[(3 * padded)..];
            AddProduct(peepholes[..padded], before, zi);
            AddProduct(peepholes.Slice(padded, padded), before, zf);
            RowActivation.Activate<T, TRecurrent>(units, zi, i);
            RowActivation.Activate<T, TRecurrent>(units, zf, f);
            RowActivation.Activate<T, TActivation>(units, z.Slice(2 * padded, padded), g);
            for (int u = 0; u < padded; u++)
            {
                cRow[u] = T.MultiplyAddEstimate(f[u], before[u], i[u] * g[u]);
            }
            AddProduct(peepholes[(2 * padded)..], cRow, zo);
            RowActivation.Activate<T, TRecurrent>(units, zo, i);
            RowActivation.Apply<T, TActivation>(units, cRow, hRow);
            for (int u = 0; u < padded; u++)
            {
                hRow[u] *= i[u];
            }
        }
        Scratch.Return(scratch);
    }

    // dz_o first, since dc contains p_o dz_o; then what LstmGates does; then what flows to c_(t-1) through p_i and p_f.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardRows<T, TActivation, TRecurrent>(
        int units, int padded, ReadOnlySpan<T> peepholes, Span<T> gates, ReadOnlySpan<T> cPrevious, ReadOnlySpan<T> c, ReadOnlySpan<T> dH,
        Span<T> dC, Span<T> dPeepholes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        T[] scratch = Scratch.Rent<T>(4 * padded);
        Span<T> o = scratch.AsSpan(0, padded), a = scratch.AsSpan(padded, padded), d = scratch.AsSpan(2 * padded, padded);
        Span<T> dzo = scratch.AsSpan(3 * padded, padded);
        for (int start = 0; start < c.Length; start += padded)
        {
            Span<T> row = gates.Slice(4 * start, 4 * padded), dCRow = dC.Slice(start, padded);
            ReadOnlySpan<T> before = cPrevious.Slice(start, padded), after = c.Slice(start, padded), dHRow = dH.Slice(start, padded);
            RowActivation.Apply<T, TActivation>(units, after, a);
            RowActivation.Recall<T, TRecurrent>(units, row[(3 * padded)..], o);
            for (int u = 0; u < padded; u++)
            {
                d[u] = dHRow[u] * a[u];
            }
            row[(3 * padded)..].CopyTo(dzo);
            RowActivation.Backward<T, TRecurrent>(units, dzo, o, d);
            AddProduct(peepholes[(2 * padded)..], dzo, dCRow);
            LstmGates.Backward<T, TActivation, TRecurrent>(1, units, row, before, after, dHRow, dCRow);
            AddProduct(peepholes[..padded], row[..padded], dCRow);
            AddProduct(peepholes.Slice(padded, padded), row.Slice(padded, padded), dCRow);
            AddProduct(row[..padded], before, dPeepholes[..padded]);
            AddProduct(row.Slice(padded, padded), before, dPeepholes.Slice(padded, padded));
            AddProduct(row[(3 * padded)..], after, dPeepholes[(2 * padded)..]);
        }
        Scratch.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> sum) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int u = 0; u < sum.Length; u++)
        {
            sum[u] = T.MultiplyAddEstimate(x[u], y[u], sum[u]);
        }
    }
}
