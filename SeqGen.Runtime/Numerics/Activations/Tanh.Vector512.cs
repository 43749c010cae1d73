using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Tanh
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x)
    {
        Vec sign = x & V.Create(-0f);
        Vec a = V.MinNative(V.Create(Cut), x ^ sign);
        Vec t = a * a;
        Vec p = V.MultiplyAddEstimate(V.Create(P6), t, V.Create(P5));
        p = V.MultiplyAddEstimate(p, t, V.Create(P4));
        p = V.MultiplyAddEstimate(p, t, V.Create(P3));
        p = V.MultiplyAddEstimate(p, t, V.Create(P2));
        p = V.MultiplyAddEstimate(p, t, V.Create(P1));
        p = V.MultiplyAddEstimate(p, t, Vec.One);
        Vec q = V.MultiplyAddEstimate(V.Create(Q3), t, V.Create(Q2));
        q = V.MultiplyAddEstimate(q, t, V.Create(Q1));
        q = V.MultiplyAddEstimate(q, t, Vec.One);
        return V.MinNative(Vec.One, a * p / q) | sign;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) => V.MultiplyAddEstimate(-y, y, Vec.One);
}
