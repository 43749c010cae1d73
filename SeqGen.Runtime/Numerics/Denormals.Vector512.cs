using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class Denormals
{
    /// <summary>The values, with 0 in the place of those whose size is below <see cref="Smallest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Flush(Vec values) => V.ConditionalSelect(V.LessThan(V.Abs(values), V.Create(Smallest)), Vec.Zero, values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Flush512(nuint length, ref float values)
    {
        for (nuint i = 0; i < length; i += (nuint)Vec.Count)
        {
            V.StoreUnsafe(Flush(V.LoadUnsafe(ref values, i)), ref values, i);
        }
    }
}
