using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Silu
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x)
    {
        // The cut makes f(-infinity) 0 instead of infinity times 0.
        return V.MaxNative(V.Create(-128f), x) * Sigmoid.Apply(x);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y)
    {
        Vec s = Sigmoid.Apply(x);
        Vec cut = V.MinNative(V.Create(128f), V.MaxNative(V.Create(-128f), x));
        return V.MultiplyAddEstimate(cut, Vec.One - s, Vec.One) * s;
    }
}
