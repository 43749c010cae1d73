using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public static partial class Denormals
{
    /// <summary>The values, with 0 in the place of those whose size is below <see cref="Smallest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Flush(Vec values) => Flush(values, V.Create(Smallest));

    /// <summary>The values, with 0 in the place of those whose size is below <paramref name="smallest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec Flush(Vec values, Vec smallest) => V.ConditionalSelect(V.LessThan(V.Abs(values), smallest), Vec.Zero, values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Flush512(nuint length, ref float values)
    {
        for (nuint i = 0; i < length; i += (nuint)Vec.Count)
        {
            V.StoreUnsafe(Flush(V.LoadUnsafe(ref values, i)), ref values, i);
        }
    }
}
