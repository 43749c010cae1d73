using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Softsign
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x)
    {
        // From 2^25 on the quotient is 1; the cut keeps infinity / infinity out.
        Vec sign = x & V.Create(-0f);
        Vec a = V.MinNative(V.Create((float)(1 << 30)), x ^ sign);
        return a / (Vec.One + a) | sign;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y)
    {
        Vec rest = Vec.One - V.Abs(y);
        return rest * rest;
    }
}
