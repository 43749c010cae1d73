using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>Adds 16 partial sums in one order on every vector width: upper half to lower half, until one is left.</summary>
[RealtimeSafe]
public static class PartialSums
{
    /// <summary>The sum of 16 values in the one order.</summary>
    public static float Add(ReadOnlySpan<float> sums)
    {
        ref float first = ref MemoryMarshal.GetReference(sums[..16]);
        return Add(Vector512.LoadUnsafe(ref first));
    }

    /// <summary>The sum of 16 lanes in the one order.</summary>
    public static float Add(Vector512<float> sums) => Add(sums.GetLower() + sums.GetUpper());

    /// <summary>The sum of 16 lanes, the first 8 in <paramref name="low"/>, in the one order.</summary>
    public static float Add(Vector256<float> low, Vector256<float> high) => Add(low + high);

    /// <summary>The sum of 16 lanes, four at a time, in the one order.</summary>
    public static float Add(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) => Add((a + c) + (b + d));

    private static float Add(Vector256<float> sums) => Add(sums.GetLower() + sums.GetUpper());

    private static float Add(Vector128<float> sums) =>
        (sums.GetElement(0) + sums.GetElement(2)) + (sums.GetElement(1) + sums.GetElement(3));
}
