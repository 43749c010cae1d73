using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

internal static partial class RowCopy
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Copy512(nuint rows, nuint length, ref readonly float from, nuint fromStride, ref float to, nuint toStride)
    {
        for (nuint row = 0; row < rows; row++)
        {
            for (nuint i = 0; i < length; i += (nuint)Vec.Count)
            {
                V.StoreUnsafe(V.LoadUnsafe(in from, (row * fromStride) + i), ref to, (row * toStride) + i);
            }
        }
    }
}
