using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Softplus
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x) =>
        V.MaxNative(Vec.Zero, x) + VectorMath.LogP1(VectorMath.Exp(x | V.Create(-0f)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) => -VectorMath.ExpM1(-y);
}
