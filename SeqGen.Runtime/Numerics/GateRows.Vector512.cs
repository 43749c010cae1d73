using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

internal static partial class GateRows
{
    /// <summary>Puts the activation of the first <paramref name="length"/> values of each row in their place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Activate512<TActivation>(nuint rows, nuint stride, nuint length, ref float gates)
        where TActivation : struct, IActivation
    {
        for (nuint row = 0; row < rows; row++)
        {
            ref float first = ref Unsafe.Add(ref gates, row * stride);
            for (nuint i = 0; i < length; i += (nuint)Vec.Count)
                V.StoreUnsafe(TActivation.Apply(V.LoadUnsafe(ref first, i)), ref first, i);
        }
    }
}
