using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Selu
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x)
    {
        Vec below = V.Create((float)(Scale * Alpha)) * VectorMath.ExpM1(x);
        return V.ConditionalSelect(V.GreaterThan(x, Vec.Zero), V.Create((float)Scale) * x, below);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y)
    {
        Vec below = y + V.Create((float)(Scale * Alpha));
        return V.ConditionalSelect(V.GreaterThan(y, Vec.Zero), V.Create((float)Scale), below);
    }
}
