using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct LeakyRelu
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x) => V.MaxNative(x, V.Create((float)Slope) * x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) =>
        V.ConditionalSelect(V.GreaterThan(y, Vec.Zero), Vec.One, V.Create((float)Slope));
}
