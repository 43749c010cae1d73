using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct HardSigmoid
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x) =>
        V.MinNative(V.Create(6f), V.MaxNative(Vec.Zero, x + V.Create(3f))) * V.Create(1f / 6);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y) =>
        V.GreaterThan(y, Vec.Zero) & V.LessThan(y, Vec.One) & V.Create(1f / 6);
}
