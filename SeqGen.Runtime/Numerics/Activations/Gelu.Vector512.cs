using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Gelu
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Apply(Vec x)
    {
        // Cut below, so that f(-infinity) is 0 instead of infinity times 0.
        Vec cut = V.MaxNative(V.Create(-VectorMath.ErfCut), x);
        Vec erf = VectorMath.ErfOfSqrtHalf(V.MinNative(V.Create(VectorMath.ErfCut), cut));
        Vec half = V.Create(0.5f) * cut;
        return V.MultiplyAddEstimate(half, erf, half);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Derivative(Vec x, Vec y)
    {
        Vec cut = V.MinNative(V.Create(15f), V.MaxNative(V.Create(-15f), x));
        Vec density = V.Create((float)DensityAt0) * VectorMath.Exp(V.Create(-0.5f) * cut * cut);
        Vec erf = VectorMath.ErfOfSqrtHalf(V.MinNative(V.Create(VectorMath.ErfCut), V.MaxNative(V.Create(-VectorMath.ErfCut), cut)));
        return V.MultiplyAddEstimate(cut, density, V.MultiplyAddEstimate(V.Create(0.5f), erf, V.Create(0.5f)));
    }
}
