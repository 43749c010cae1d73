using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class GruGates
{
    // r first, a few rows at a time: vectors that do not wait for each other keep the pipes full.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward512<TActivation, TRecurrent>(
        nuint rows, nuint padded, bool keepsGates, ref float gates, ref float hPrevious, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint block = GateRows.Block(padded), count;
        for (nuint row = 0; row < rows; row += count)
        {
            count = nuint.Min(block, rows - row);
            ref float z = ref Unsafe.Add(ref gates, 4 * row * padded);
            if (!TRecurrent.DerivativeNeedsInput)
                GateRows.Activate512<TRecurrent>(count, 4 * padded, padded, ref Unsafe.Add(ref z, 2 * padded));
            Outputs512<TActivation, TRecurrent>(
                count, padded, keepsGates, ref z, ref Unsafe.Add(ref hPrevious, row * padded), ref Unsafe.Add(ref h, row * padded));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Outputs512<TActivation, TRecurrent>(
        nuint rows, nuint padded, bool keepsGates, ref float gates, ref float hPrevious, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        for (nuint row = 0, s = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint i = 4 * row * padded; i < end; i += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec r = V.LoadUnsafe(ref gates, i + 2 * padded), z = TRecurrent.Apply(V.LoadUnsafe(ref gates, i + padded));
                if (TRecurrent.DerivativeNeedsInput)
                    r = TRecurrent.Apply(r);
                Vec a = V.MultiplyAddEstimate(r, V.LoadUnsafe(ref gates, i + 3 * padded), V.LoadUnsafe(ref gates, i));
                Vec candidate = TActivation.Apply(a);
                V.StoreUnsafe(V.MultiplyAddEstimate(z, V.LoadUnsafe(ref hPrevious, s) - candidate, candidate), ref h, s);
                if (keepsGates)
                {
                    V.StoreUnsafe(TActivation.DerivativeNeedsInput ? a : candidate, ref gates, i);
                    if (!TRecurrent.DerivativeNeedsInput)
                        V.StoreUnsafe(z, ref gates, i + padded);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward512<TActivation, TRecurrent>(nuint rows, nuint padded, ref float gates, ref float hPrevious, ref float dH)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint i = 4 * row * padded; i < end; i += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec sa = V.LoadUnsafe(ref gates, i), sz = V.LoadUnsafe(ref gates, i + padded);
                Vec sr = V.LoadUnsafe(ref gates, i + 2 * padded), ah = V.LoadUnsafe(ref gates, i + 3 * padded);
                Vec candidate = TActivation.DerivativeNeedsInput ? TActivation.Apply(sa) : sa;
                Vec z = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(sz) : sz;
                Vec r = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(sr) : sr;

                // h = z h_(t-1) + (1 - z) candidate
                Vec dh = V.LoadUnsafe(ref dH, s);
                Vec da = V.MultiplyAddEstimate(-z, dh, dh) * TActivation.Derivative(sa, candidate);
                V.StoreUnsafe(da, ref gates, i);
                V.StoreUnsafe(dh * (V.LoadUnsafe(ref hPrevious, s) - candidate) * TRecurrent.Derivative(sz, z), ref gates, i + padded);
                V.StoreUnsafe(z * dh, ref dH, s);

                // a = r a_h + a_x
                V.StoreUnsafe(da * ah * TRecurrent.Derivative(sr, r), ref gates, i + 2 * padded);
                V.StoreUnsafe(da * r, ref gates, i + 3 * padded);
            }
        }
    }
}
