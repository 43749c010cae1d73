using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class PeepholeLstmGates
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float peepholes, ref float gates, ref float cPrevious, ref float c, ref float h)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint z = 4 * row * padded;
            for (nuint u = 0; u < padded; u += (nuint)Vec.Count, z += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec before = V.LoadUnsafe(ref cPrevious, s);
                Vec zi = V.MultiplyAddEstimate(V.LoadUnsafe(ref peepholes, u), before, V.LoadUnsafe(ref gates, z));
                Vec zf = V.MultiplyAddEstimate(V.LoadUnsafe(ref peepholes, u + padded), before, V.LoadUnsafe(ref gates, z + padded));
                Vec zg = V.LoadUnsafe(ref gates, z + 2 * padded);
                Vec i = TRecurrent.Apply(zi), f = TRecurrent.Apply(zf), g = TActivation.Apply(zg);

                Vec ct = V.MultiplyAddEstimate(f, before, i * g);
                Vec zo = V.MultiplyAddEstimate(V.LoadUnsafe(ref peepholes, u + 2 * padded), ct, V.LoadUnsafe(ref gates, z + 3 * padded));
                Vec o = TRecurrent.Apply(zo);
                V.StoreUnsafe(ct, ref c, s);
                V.StoreUnsafe(o * TActivation.Apply(ct), ref h, s);

                V.StoreUnsafe(TRecurrent.DerivativeNeedsInput ? zi : i, ref gates, z);
                V.StoreUnsafe(TRecurrent.DerivativeNeedsInput ? zf : f, ref gates, z + padded);
                V.StoreUnsafe(TActivation.DerivativeNeedsInput ? zg : g, ref gates, z + 2 * padded);
                V.StoreUnsafe(TRecurrent.DerivativeNeedsInput ? zo : o, ref gates, z + 3 * padded);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward512<TActivation, TRecurrent>(
        nuint rows, nuint padded, ref float peepholes, ref float gates, ref float cPrevious, ref float c, ref float dH, ref float dC,
        ref float dPeepholes)
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        nuint s = 0;
        for (nuint row = 0; row < rows; row++)
        {
            nuint z = 4 * row * padded;
            for (nuint u = 0; u < padded; u += (nuint)Vec.Count, z += (nuint)Vec.Count, s += (nuint)Vec.Count)
            {
                Vec si = V.LoadUnsafe(ref gates, z), sf = V.LoadUnsafe(ref gates, z + padded);
                Vec sg = V.LoadUnsafe(ref gates, z + 2 * padded), so = V.LoadUnsafe(ref gates, z + 3 * padded);
                Vec i = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(si) : si;
                Vec f = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(sf) : sf;
                Vec g = TActivation.DerivativeNeedsInput ? TActivation.Apply(sg) : sg;
                Vec o = TRecurrent.DerivativeNeedsInput ? TRecurrent.Apply(so) : so;

                // h = o a, a = act(c), and o sees c
                Vec before = V.LoadUnsafe(ref cPrevious, s), ct = V.LoadUnsafe(ref c, s), dh = V.LoadUnsafe(ref dH, s);
                Vec a = TActivation.Apply(ct);
                Vec dzo = dh * a * TRecurrent.Derivative(so, o);
                Vec dc = V.MultiplyAddEstimate(dh * o, TActivation.Derivative(ct, a), V.LoadUnsafe(ref dC, s));
                dc = V.MultiplyAddEstimate(V.LoadUnsafe(ref peepholes, u + 2 * padded), dzo, dc);

                // c = f c_(t-1) + i g, and i and f see c_(t-1)
                Vec dzi = dc * g * TRecurrent.Derivative(si, i), dzf = dc * before * TRecurrent.Derivative(sf, f);
                Vec dBefore = V.MultiplyAddEstimate(V.LoadUnsafe(ref peepholes, u), dzi, dc * f);
                V.StoreUnsafe(V.MultiplyAddEstimate(V.LoadUnsafe(ref peepholes, u + padded), dzf, dBefore), ref dC, s);
                V.StoreUnsafe(dzi, ref gates, z);
                V.StoreUnsafe(dzf, ref gates, z + padded);
                V.StoreUnsafe(dc * i * TActivation.Derivative(sg, g), ref gates, z + 2 * padded);
                V.StoreUnsafe(dzo, ref gates, z + 3 * padded);

                V.StoreUnsafe(V.MultiplyAddEstimate(dzi, before, V.LoadUnsafe(ref dPeepholes, u)), ref dPeepholes, u);
                V.StoreUnsafe(V.MultiplyAddEstimate(dzf, before, V.LoadUnsafe(ref dPeepholes, u + padded)), ref dPeepholes, u + padded);
                V.StoreUnsafe(V.MultiplyAddEstimate(dzo, ct, V.LoadUnsafe(ref dPeepholes, u + 2 * padded)), ref dPeepholes, u + 2 * padded);
            }
        }
    }
}
