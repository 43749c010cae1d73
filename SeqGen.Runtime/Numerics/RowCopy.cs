using System;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>Copies rows that are whole panels, vector by vector: for many short rows a call each costs more than the copy.</summary>
[RealtimeSafe]
internal static partial class RowCopy
{
    /// <summary>Copies rows; false, and nothing is done, if they are not whole panels of floats.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="length">Values of a row.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="fromStart">Where the first starts.</param>
    /// <param name="fromStride">Distance of rows.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="toStart">Where the first goes.</param>
    /// <param name="toStride">Distance of rows.</param>
    internal static bool Run<T>(
        int rows, int length, ReadOnlySpan<T> from, int fromStart, int fromStride, Span<T> to, int toStart, int toStride) where T : unmanaged
    {
        if (typeof(T) != typeof(float) || !Vector128.IsHardwareAccelerated || length % PaddedRow.Lanes != 0 || rows == 0)
        {
            return false;
        }
        int fromEnd = fromStart + ((rows - 1) * fromStride) + length, toEnd = toStart + ((rows - 1) * toStride) + length;
        ref float source = ref VectorPath.Floats(from[fromStart..fromEnd]);
        ref float target = ref VectorPath.Floats<T>(to[toStart..toEnd]);
        if (Vector512.IsHardwareAccelerated)
            Copy512((nuint)rows, (nuint)length, in source, (nuint)fromStride, ref target, (nuint)toStride);
        else if (Vector256.IsHardwareAccelerated)
            Copy256((nuint)rows, (nuint)length, in source, (nuint)fromStride, ref target, (nuint)toStride);
        else
            Copy128((nuint)rows, (nuint)length, in source, (nuint)fromStride, ref target, (nuint)toStride);
        return true;
    }
}
