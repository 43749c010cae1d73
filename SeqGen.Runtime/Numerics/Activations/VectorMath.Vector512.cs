using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

internal static partial class VectorMath
{
    /// <summary>e^x, from 0 to infinity; within 1.2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec Exp(Vec x)
    {
        Vec t = V.MinNative(V.Create(89f), V.MaxNative(V.Create(-104f), x));
        Vec shifted = V.MultiplyAddEstimate(t, V.Create(ExpConstants.Log2E), V.Create(ExpConstants.Shift));
        Vec n = shifted - V.Create(ExpConstants.Shift);
        Vec r = V.MultiplyAddEstimate(n, V.Create(-ExpConstants.Ln2High), t);
        r = V.MultiplyAddEstimate(n, V.Create(-ExpConstants.Ln2Low), r);
        Vec p = V.MultiplyAddEstimate(V.Create(ExpConstants.C6), r, V.Create(ExpConstants.C5));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C4));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C3));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C2));
        p = V.MultiplyAddEstimate(p, r, Vec.One);
        p = V.MultiplyAddEstimate(p, r, Vec.One);

        // 2^n in two factors: n goes from -150, so that denormals come out rounded once, to 128, which is infinity.
        Vector512<int> exponent = shifted.AsInt32() - V.Create(ExpConstants.Shift).AsInt32();
        Vector512<int> half = exponent >> 1;
        Vec scale1 = ((half + V.Create(127)) << 23).AsSingle();
        Vec scale2 = ((exponent - half + V.Create(127)) << 23).AsSingle();
        return p * scale1 * scale2;
    }

    /// <summary>e^x - 1 for x ≤ 0; within 1 ulp. Other lanes are of no use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec ExpM1(Vec x)
    {
        Vec t = V.MaxNative(V.Create(-30f), x);
        Vec shifted = V.MultiplyAddEstimate(t, V.Create(ExpConstants.Log2E), V.Create(ExpConstants.Shift + 127));
        Vec n = shifted - V.Create(ExpConstants.Shift + 127);
        Vec scale = V.AsSingle(V.AsInt32(shifted) << 23);
        Vec r = V.MultiplyAddEstimate(n, V.Create(-ExpConstants.Ln2High), t);
        r = V.MultiplyAddEstimate(n, V.Create(-ExpConstants.Ln2Low), r);
        Vec p = V.MultiplyAddEstimate(V.Create(ExpConstants.C6), r, V.Create(ExpConstants.C5));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C4));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C3));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C2));

        // 2^n e^r - 1 = 2^n (e^r - 1) + (2^n - 1), exact in its last part
        p = V.MultiplyAddEstimate(r * r, p, r);
        return V.MultiplyAddEstimate(scale, p, scale - Vec.One);
    }

    /// <summary>ln(1 + u) for u in [0, 1], as a rational function; within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec LogP1(Vec u)
    {
        Vec p = V.MultiplyAddEstimate(V.Create(LogP1Numerator4), u, V.Create(LogP1Numerator3));
        p = V.MultiplyAddEstimate(p, u, V.Create(LogP1Numerator2));
        p = V.MultiplyAddEstimate(p, u, V.Create(LogP1Numerator1));
        p = V.MultiplyAddEstimate(p, u, Vec.One);
        Vec q = V.MultiplyAddEstimate(V.Create(LogP1Denominator3), u, V.Create(LogP1Denominator2));
        q = V.MultiplyAddEstimate(q, u, V.Create(LogP1Denominator1));
        q = V.MultiplyAddEstimate(q, u, Vec.One);
        return u * p / q;
    }

    /// <summary>erf(x / √2) for |x| ≤ <see cref="ErfCut"/>, as a rational function; within 6 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec ErfOfSqrtHalf(Vec x)
    {
        Vec t = x * x;
        Vec p = V.MultiplyAddEstimate(V.Create(ErfP5), t, V.Create(ErfP4));
        p = V.MultiplyAddEstimate(p, t, V.Create(ErfP3));
        p = V.MultiplyAddEstimate(p, t, V.Create(ErfP2));
        p = V.MultiplyAddEstimate(p, t, V.Create(ErfP1));
        p = V.MultiplyAddEstimate(p, t, V.Create(ErfP0));
        Vec q = V.MultiplyAddEstimate(V.Create(ErfQ5), t, V.Create(ErfQ4));
        q = V.MultiplyAddEstimate(q, t, V.Create(ErfQ3));
        q = V.MultiplyAddEstimate(q, t, V.Create(ErfQ2));
        q = V.MultiplyAddEstimate(q, t, V.Create(ErfQ1));
        q = V.MultiplyAddEstimate(q, t, Vec.One);
        return x * p / q;
    }
}
