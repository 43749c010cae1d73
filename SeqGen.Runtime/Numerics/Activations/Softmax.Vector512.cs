using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

public partial struct Softmax
{
    /// <summary>Throws: an element alone has no softmax.</summary>
    public static Vec Apply(Vec x) => throw RowsOnly();

    /// <summary>Throws: an element alone has no softmax.</summary>
    public static Vec Derivative(Vec x, Vec y) => throw RowsOnly();

    /// <summary>row = e^(row - max), added to the 16 sums; the length is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Exponentials512(ref float row, nuint length, float max, ref float sums)
    {
        Vec greatest = V.Create(max);
        for (nuint lane = 0; lane < PartialSums; lane += (nuint)Vec.Count)
        {
            Vec sum = V.LoadUnsafe(ref sums, lane);
            for (nuint i = lane; i < length; i += PartialSums)
            {
                Vec power = VectorMath.Exp(V.LoadUnsafe(ref row, i) - greatest);
                V.StoreUnsafe(power, ref row, i);
                sum += power;
            }
            V.StoreUnsafe(sum, ref sums, lane);
        }
    }
}
