using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512;

namespace SeqGen.Numerics;

public static partial class DropoutMask
{
    /// <summary>One row; its padded length is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FillRow512(ref float row, nuint padded, uint length, uint threshold, float kept, ulong key)
    {
        Vector512<uint> column = Vector512<uint>.Indices;
        for (nuint i = 0; i < padded; i += (nuint)Vector512<uint>.Count)
        {
            // As in Hash.
            Vector512<uint> x = column * V.Create(ColumnStep) + V.Create((uint)key);
            x = (x ^ (x >>> 16)) * V.Create(Multiplier1) ^ V.Create((uint)(key >> 32));
            x = (x ^ (x >>> 15)) * V.Create(Multiplier2);
            x ^= x >>> 16;
            Vector512<uint> keep = V.GreaterThanOrEqual(x >>> (32 - HashBits), V.Create(threshold)) & V.LessThan(column, V.Create(length));
            V.StoreUnsafe(V.AsSingle(keep) & V.Create(kept), ref row, i);
            column += V.Create((uint)Vector512<uint>.Count);
        }
    }
}
