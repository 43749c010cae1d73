using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Sigmoid
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x)
    {
        // n is -x / ln 2 rounded: adding 1.5 · 2^23 leaves it in the low bits, and the 127 makes these the exponent of 2^n.
        Vec t = V.MinNative(V.Create(87f), V.MaxNative(V.Create(-88.8f), x));
        Vec shifted = V.MultiplyAddEstimate(t, V.Create(-ExpConstants.Log2E), V.Create(ExpConstants.Shift + 127));
        Vec n = shifted - V.Create(ExpConstants.Shift + 127);
        Vec scale = V.AsSingle(V.AsInt32(shifted) << 23);

        // e^-r, r = x + n ln 2
        Vec r = V.MultiplyAddEstimate(n, V.Create(ExpConstants.Ln2High), t);
        r = V.MultiplyAddEstimate(n, V.Create(ExpConstants.Ln2Low), r);
        Vec p = V.MultiplyAddEstimate(V.Create(ExpConstants.C6), r, V.Create(-ExpConstants.C5));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C4));
        p = V.MultiplyAddEstimate(p, r, V.Create(-ExpConstants.C3));
        p = V.MultiplyAddEstimate(p, r, V.Create(ExpConstants.C2));
        p = V.MultiplyAddEstimate(p, r, V.Create(-1f));
        p = V.MultiplyAddEstimate(p, r, Vec.One);
        return Vec.One / V.MultiplyAddEstimate(p, scale, Vec.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) => V.MultiplyAddEstimate(-y, y, y);
}
