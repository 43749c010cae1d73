using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class LstmGates
{
    // Cell states first, then outputs, a few rows at a time: vectors that do not wait for each other keep the pipes full.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward512<TActivation, TRecurrent>(
        nuint rows, nuint padded, bool keepsGates, ref float gates, ref float cPrevious, ref float c, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint block = GateRows.Block(padded), count;
        for (nuint row = 0; row < rows; row += count)
        {
            count = nuint.Min(block, rows - row);
            ref float z = ref Unsafe.Add(ref gates, 4 * row * padded);
            ref float ct = ref Unsafe.Add(ref c, row * padded);
            Cells512<TActivation, TRecurrent>(count, padded, keepsGates, ref z, ref Unsafe.Add(ref cPrevious, row * padded), ref ct);
            Outputs512<TActivation, TRecurrent>(
                count, padded, keepsGates, ref Unsafe.Add(ref z, 3 * padded), ref ct, ref Unsafe.Add(ref h, row * padded));
        }
    }

    // c = f c + i g
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cells512<TActivation, TRecurrent>(
        nuint rows, nuint padded, bool keepsGates, ref float gates, ref float cPrevious, ref float c)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        for (nuint row = 0, s = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint z = 4 * row * padded; z < end; z += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec i = TRecurrent.Apply(V.LoadUnsafe(ref gates, z)), f = TRecurrent.Apply(V.LoadUnsafe(ref gates, z + padded));
                Vec g = TActivation.Apply(V.LoadUnsafe(ref gates, z + 2 * padded));
                V.StoreUnsafe(V.MultiplyAddEstimate(f, V.LoadUnsafe(ref cPrevious, s), i * g), ref c, s);
                if (keepsGates && !TRecurrent.DerivativeNeedsInput)
                {
                    V.StoreUnsafe(i, ref gates, z);
                    V.StoreUnsafe(f, ref gates, z + padded);
                }
                if (keepsGates && !TActivation.DerivativeNeedsInput)
                    V.StoreUnsafe(g, ref gates, z + 2 * padded);
            }
        }
    }

    // h = o act(c)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Outputs512<TActivation, TRecurrent>(
        nuint rows, nuint padded, bool keepsGates, ref float output, ref float c, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        for (nuint row = 0, s = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint z = 4 * row * padded; z < end; z += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec o = TRecurrent.Apply(V.LoadUnsafe(ref output, z));
                V.StoreUnsafe(o * TActivation.Apply(V.LoadUnsafe(ref c, s)), ref h, s);
                if (keepsGates && !TRecurrent.DerivativeNeedsInput)
                    V.StoreUnsafe(o, ref output, z);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float cPrevious, ref float c, ref float dH, ref float dC)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint z = 4 * row * padded; z < end; z += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec si = V.LoadUnsafe(ref gates, z), sf = V.LoadUnsafe(ref gates, z + padded);
                Vec sg = V.LoadUnsafe(ref gates, z + 2 * padded), so = V.LoadUnsafe(ref gates, z + 3 * padded);
                Vec i = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(si) : si;
                Vec f = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(sf) : sf;
                Vec g = TActivation.DerivativeNeedsInput ? TActivation.Apply(sg) : sg;
                Vec o = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(so) : so;

                // h = o a, a = act(c)
                Vec ct = V.LoadUnsafe(ref c, s), dh = V.LoadUnsafe(ref dH, s);
                Vec a = TActivation.Apply(ct);
                Vec dc = V.MultiplyAddEstimate(dh * o, TActivation.Derivative(ct, a), V.LoadUnsafe(ref dC, s));
                V.StoreUnsafe(dh * a * TRecurrent.Derivative(so, o), ref gates, z + 3 * padded);

                // c = f c_(t-1) + i g
                V.StoreUnsafe(dc * g * TRecurrent.Derivative(si, i), ref gates, z);
                V.StoreUnsafe(dc * V.LoadUnsafe(ref cPrevious, s) * TRecurrent.Derivative(sf, f), ref gates, z + padded);
                V.StoreUnsafe(dc * i * TActivation.Derivative(sg, g), ref gates, z + 2 * padded);
                V.StoreUnsafe(dc * f, ref dC, s);
            }
        }
    }
}
