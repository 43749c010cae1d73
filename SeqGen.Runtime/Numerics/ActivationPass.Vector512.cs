using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class ActivationPass
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward512<TActivation>(nuint length, ref float x, ref float y) where TActivation : struct, IActivation
    {
        for (nuint i = 0; i < length; i += (nuint)Vec.Count)
            V.StoreUnsafe(TActivation.Apply(V.LoadUnsafe(ref x, i)), ref y, i);
    }

    // The derivative reads the one of its arguments that the stash is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward512<TActivation>(nuint length, ref float stash, ref float dY, ref float dX)
        where TActivation : struct, IActivation
    {
        for (nuint i = 0; i < length; i += (nuint)Vec.Count)
        {
            Vec s = V.LoadUnsafe(ref stash, i);
            V.StoreUnsafe(V.LoadUnsafe(ref dY, i) * TActivation.Derivative(s, s), ref dX, i);
        }
    }
}
