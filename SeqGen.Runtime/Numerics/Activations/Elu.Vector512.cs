using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Elu
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x) =>
        V.ConditionalSelect(V.GreaterThan(x, Vec.Zero), x, VectorMath.ExpM1(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) =>
        V.ConditionalSelect(V.GreaterThan(y, Vec.Zero), Vec.One, y + Vec.One);
}
