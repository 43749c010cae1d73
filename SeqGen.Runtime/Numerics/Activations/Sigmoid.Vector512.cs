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

        // e^-r, r = x + n ln 2, as (1 - r) + r^2 ((C2 - C3 r) + r^2 (C4 - C5 r)): the shortest chain
        Vec r = VectorMath.IsFused
            ? V.MultiplyAddEstimate(n, V.Create(ExpConstants.Ln2), t)
            : V.MultiplyAddEstimate(n, V.Create(ExpConstants.Ln2Low), V.MultiplyAddEstimate(n, V.Create(ExpConstants.Ln2High), t));
        Vec square = r * r;
        Vec high = V.MultiplyAddEstimate(V.Create(-C5), r, V.Create(C4));
        Vec middle = V.MultiplyAddEstimate(V.Create(-C3), r, V.Create(C2));
        Vec p = V.MultiplyAddEstimate(high, square, middle);
        p = V.MultiplyAddEstimate(p, square, Vec.One - r);
        return Vec.One / V.MultiplyAddEstimate(p, scale, Vec.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) => V.MultiplyAddEstimate(-y, y, y);
}
