using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class GruResetBeforeGates
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ForwardReset512<TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float hPreviousMasked, ref float resetH)
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint end = (3 * row + 1) * padded;
            for (nuint i = 3 * row * padded; i < end; i += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec z = TRecurrent.Apply(V.LoadUnsafe(ref gates, i + padded));
                Vec r = TRecurrent.Apply(V.LoadUnsafe(ref gates, i + 2 * padded));
                V.StoreUnsafe(r * V.LoadUnsafe(ref hPreviousMasked, s), ref resetH, s);
                if (!TRecurrent.DerivativeNeedsInput)
                {
                    V.StoreUnsafe(z, ref gates, i + padded);
                    V.StoreUnsafe(r, ref gates, i + 2 * padded);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ForwardOutput512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float hPrevious, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint end = (3 * row + 1) * padded;
            for (nuint i = 3 * row * padded; i < end; i += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec sz = V.LoadUnsafe(ref gates, i + padded);
                Vec z = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(sz) : sz;
                Vec candidate = TActivation.Apply(V.LoadUnsafe(ref gates, i));
                V.StoreUnsafe(V.MultiplyAddEstimate(z, V.LoadUnsafe(ref hPrevious, s) - candidate, candidate), ref h, s);
                if (!TActivation.DerivativeNeedsInput)
                    V.StoreUnsafe(candidate, ref gates, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BackwardOutput512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float hPrevious, ref float dH)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint end = (3 * row + 1) * padded;
            for (nuint i = 3 * row * padded; i < end; i += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec sa = V.LoadUnsafe(ref gates, i), sz = V.LoadUnsafe(ref gates, i + padded);
                Vec candidate = TActivation.DerivativeNeedsInput ? TActivation.Apply(sa) : sa;
                Vec z = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(sz) : sz;
                Vec dh = V.LoadUnsafe(ref dH, s);
                V.StoreUnsafe(V.MultiplyAddEstimate(-z, dh, dh) * TActivation.Derivative(sa, candidate), ref gates, i);
                V.StoreUnsafe(dh * (V.LoadUnsafe(ref hPrevious, s) - candidate) * TRecurrent.Derivative(sz, z), ref gates, i + padded);
                V.StoreUnsafe(z * dh, ref dH, s);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BackwardReset512<TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float hPreviousMasked, ref float dResetH)
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint end = (3 * row + 1) * padded;
            for (nuint i = 3 * row * padded; i < end; i += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec sr = V.LoadUnsafe(ref gates, i + 2 * padded);
                Vec r = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(sr) : sr;
                Vec dReset = V.LoadUnsafe(ref dResetH, s);
                V.StoreUnsafe(dReset * V.LoadUnsafe(ref hPreviousMasked, s) * TRecurrent.Derivative(sr, r), ref gates, i + 2 * padded);
                V.StoreUnsafe(r * dReset, ref dResetH, s);
            }
        }
    }
}
