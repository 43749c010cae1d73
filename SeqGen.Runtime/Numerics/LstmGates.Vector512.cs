using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class LstmGates
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float cPrevious, ref float c, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        if (!TRecurrent.DerivativeNeedsInput && !TActivation.DerivativeNeedsInput)
        {
            ForwardPhases512<TActivation, TRecurrent>(rows, padded, ref gates, ref cPrevious, ref c, ref h);
        }
        else
        {
            ForwardRows512<TActivation, TRecurrent>(rows, padded, ref gates, ref cPrevious, ref c, ref h);
        }
    }

    // What derivatives need is z, of which the phases leave nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRows512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float cPrevious, ref float c, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint z = 4 * row * padded; z < end; z += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec zi = V.LoadUnsafe(ref gates, z), zf = V.LoadUnsafe(ref gates, z + padded);
                Vec zg = V.LoadUnsafe(ref gates, z + 2 * padded), zo = V.LoadUnsafe(ref gates, z + 3 * padded);
                Vec i = TRecurrent.Apply(zi), f = TRecurrent.Apply(zf), g = TActivation.Apply(zg), o = TRecurrent.Apply(zo);

                Vec ct = V.MultiplyAddEstimate(f, V.LoadUnsafe(ref cPrevious, s), i * g);
                V.StoreUnsafe(ct, ref c, s);
                V.StoreUnsafe(o * TActivation.Apply(ct), ref h, s);

                if (!TRecurrent.DerivativeNeedsInput)
                {
                    V.StoreUnsafe(i, ref gates, z);
                    V.StoreUnsafe(f, ref gates, z + padded);
                    V.StoreUnsafe(o, ref gates, z + 3 * padded);
                }
                if (!TActivation.DerivativeNeedsInput)
                    V.StoreUnsafe(g, ref gates, z + 2 * padded);
            }
        }
    }

    // Gates become their outputs one after the other, a few rows at a time: vectors that do not wait for each other keep the pipes full.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardPhases512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float gates, ref float cPrevious, ref float c, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint block = GateRows.Block(padded), count;
        for (nuint row = 0; row < rows; row += count)
        {
            count = nuint.Min(block, rows - row);
            ref float z = ref Unsafe.Add(ref gates, 4 * row * padded);
            ref float ct = ref Unsafe.Add(ref c, row * padded);
            GateRows.Activate512<TRecurrent>(count, 4 * padded, 2 * padded, ref z);
            GateRows.Activate512<TActivation>(count, 4 * padded, padded, ref Unsafe.Add(ref z, 2 * padded));
            GateRows.Activate512<TRecurrent>(count, 4 * padded, padded, ref Unsafe.Add(ref z, 3 * padded));
            Cells512(count, padded, ref z, ref Unsafe.Add(ref cPrevious, row * padded), ref ct);
            Outputs512<TActivation>(count, padded, ref Unsafe.Add(ref z, 3 * padded), ref ct, ref Unsafe.Add(ref h, row * padded));
        }
    }

    // c = f c + i g
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cells512(nuint rows, nuint padded, ref float gates, ref float cPrevious, ref float c)
    {
        for (nuint row = 0, s = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint z = 4 * row * padded; z < end; z += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec input = V.LoadUnsafe(ref gates, z) * V.LoadUnsafe(ref gates, z + 2 * padded);
                V.StoreUnsafe(V.MultiplyAddEstimate(V.LoadUnsafe(ref gates, z + padded), V.LoadUnsafe(ref cPrevious, s), input), ref c, s);
            }
        }
    }

    // h = o act(c)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Outputs512<TActivation>(nuint rows, nuint padded, ref float o, ref float c, ref float h)
        where TActivation : struct, IActivation
    {
        for (nuint row = 0, s = 0; row < rows; row++)
        {
            nuint end = (4 * row + 1) * padded;
            for (nuint z = 4 * row * padded; z < end; z += (nuint)Vec.Count, s += (nuint)Vec.Count)
                V.StoreUnsafe(V.LoadUnsafe(ref o, z) * TActivation.Apply(V.LoadUnsafe(ref c, s)), ref h, s);
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
