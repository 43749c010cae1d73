using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Numerics;

/// <summary>Sums over the rows of <c>[rows, padded]</c>, for every column by itself: the bits do not depend on the vector width.</summary>
/// <remarks>
/// Rows are added in blocks and the blocks' sums to each other, so that the rounding of a long sum grows with the length of a block and
/// the number of blocks, not with the number of rows.
/// </remarks>
[RealtimeSafe]
internal static class ChannelSums
{
    private const int BlockRows = 128;

    /// <summary>sums = Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<T>(int rows, ReadOnlySpan<T> x, Span<T> sums) where T : unmanaged
    {
        Span<Vector<T>> totals = MemoryMarshal.Cast<T, Vector<T>>(sums);
        ReadOnlySpan<Vector<T>> values = MemoryMarshal.Cast<T, Vector<T>>(x)[..(rows * totals.Length)];
        for (int column = 0; column < totals.Length; column++)
        {
            Vector<T> total = Vector<T>.Zero;
            for (int first = 0; first < rows; first += BlockRows)
            {
                int end = Math.Min(rows, first + BlockRows) * totals.Length;
                Vector<T> sum = Vector<T>.Zero;
                for (int i = (first * totals.Length) + column; i < end; i += totals.Length)
                {
                    sum += values[i];
                }
                total += sum;
            }
            totals[column] = total;
        }
    }

    /// <summary>sums = Σ (x - mean)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddSquares<T>(int rows, ReadOnlySpan<T> x, ReadOnlySpan<T> mean, Span<T> sums) where T : unmanaged
    {
        Span<Vector<T>> totals = MemoryMarshal.Cast<T, Vector<T>>(sums);
        ReadOnlySpan<Vector<T>> values = MemoryMarshal.Cast<T, Vector<T>>(x)[..(rows * totals.Length)];
        ReadOnlySpan<Vector<T>> means = MemoryMarshal.Cast<T, Vector<T>>(mean);
        for (int column = 0; column < totals.Length; column++)
        {
            Vector<T> total = Vector<T>.Zero, center = means[column];
            for (int first = 0; first < rows; first += BlockRows)
            {
                int end = Math.Min(rows, first + BlockRows) * totals.Length;
                Vector<T> sum = Vector<T>.Zero;
                for (int i = (first * totals.Length) + column; i < end; i += totals.Length)
                {
                    Vector<T> distance = values[i] - center;
                    sum += distance * distance;
                }
                total += sum;
            }
            totals[column] = total;
        }
    }

    /// <summary>sums = Σ x over the rows whose mask is not 0; with a mean Σ (x - mean)².</summary>
    internal static void AddCounted<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> x, ReadOnlySpan<T> mean, Span<T> sums)
        where T : unmanaged, INumberBase<T>
    {
        Span<Vector<T>> totals = MemoryMarshal.Cast<T, Vector<T>>(sums);
        ReadOnlySpan<Vector<T>> values = MemoryMarshal.Cast<T, Vector<T>>(x)[..(mask.Length * totals.Length)];
        ReadOnlySpan<Vector<T>> means = MemoryMarshal.Cast<T, Vector<T>>(mean);
        for (int column = 0; column < totals.Length; column++)
        {
            Vector<T> total = Vector<T>.Zero;
            for (int first = 0; first < mask.Length; first += BlockRows)
            {
                int end = Math.Min(mask.Length, first + BlockRows);
                Vector<T> sum = Vector<T>.Zero;
                for (int row = first; row < end; row++)
                {
                    if (!T.IsZero(mask[row]))
                    {
                        Vector<T> value = values[(row * totals.Length) + column];
                        sum += means.IsEmpty ? value : (value - means[column]) * (value - means[column]);
                    }
                }
                total += sum;
            }
            totals[column] = total;
        }
    }

    /// <summary>sums = Σ x y, with x taken from a center: (x - mean) y; an empty mean is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddProducts<T>(int rows, ReadOnlySpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> y, Span<T> sums) where T : unmanaged
    {
        Span<Vector<T>> totals = MemoryMarshal.Cast<T, Vector<T>>(sums);
        ReadOnlySpan<Vector<T>> values = MemoryMarshal.Cast<T, Vector<T>>(x)[..(rows * totals.Length)];
        ReadOnlySpan<Vector<T>> factors = MemoryMarshal.Cast<T, Vector<T>>(y)[..(rows * totals.Length)];
        ReadOnlySpan<Vector<T>> means = MemoryMarshal.Cast<T, Vector<T>>(mean);
        for (int column = 0; column < totals.Length; column++)
        {
            Vector<T> total = Vector<T>.Zero, center = means.IsEmpty ? Vector<T>.Zero : means[column];
            for (int first = 0; first < rows; first += BlockRows)
            {
                int end = Math.Min(rows, first + BlockRows) * totals.Length;
                Vector<T> sum = Vector<T>.Zero;
                for (int i = (first * totals.Length) + column; i < end; i += totals.Length)
                {
                    sum += (values[i] - center) * factors[i];
                }
                total += sum;
            }
            totals[column] = total;
        }
    }
}
