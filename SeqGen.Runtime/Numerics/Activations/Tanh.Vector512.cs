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
        Vec a = V.MinNative(V.Create(Cut), V.MaxNative(V.Create(-Cut), x));
        Vec t = a * a;
        Vec p = V.MultiplyAddEstimate(V.Create(P4), t, V.Create(P3));
        Vec q = V.MultiplyAddEstimate(V.Create(Q4), t, V.Create(Q3));
        p = V.MultiplyAddEstimate(p, t, V.Create(P2));
        q = V.MultiplyAddEstimate(q, t, V.Create(Q2));
        p = V.MultiplyAddEstimate(p, t, V.Create(P1));
        q = V.MultiplyAddEstimate(q, t, V.Create(Q1));
        p = V.MultiplyAddEstimate(p, t, Vec.One);
        q = V.MultiplyAddEstimate(q, t, Vec.One);
        return V.MinNative(Vec.One, V.MaxNative(-Vec.One, a * p / q));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) => V.MultiplyAddEstimate(-y, y, Vec.One);
}
