using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Numerics;

/// <summary>Batch normalization of <c>[rows, padded]</c>: y = x s + (β - mean s), s = γ / √(variance + ε), for every column.</summary>
/// <remarks>
/// What a pass needs to know of a layer is five rows of padded values, <see cref="Rows"/>, made from the batch or from the moving
/// statistics. Products and sums are rounded one by one, here and in the code for one sample, so that both give the same bits.
/// </remarks>
[RealtimeSafe]
public static class BatchStatistics
{
    /// <summary>Rows of the statistics: mean, variance, 1 / √(variance + ε), s, β - mean s.</summary>
    public const int Rows = 5;

    /// <summary>Statistics from moving ones.</summary>
    /// <param name="features">Columns.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="variance">The variance.</param>
    /// <param name="gamma">γ; empty for 1.</param>
    /// <param name="beta">β; empty for 0.</param>
    /// <param name="statistics">Receives 5 padded rows, the padding 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(
        int features, T epsilon, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, Span<T> statistics)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        mean[..features].CopyTo(statistics);
        variance[..features].CopyTo(statistics[padded..]);
        Complete(features, epsilon, gamma, beta, statistics);
    }

    /// <summary>Statistics of a batch: the mean and the variance divided by the number of rows.</summary>
    /// <param name="rows">Samples times timesteps.</param>
    /// <param name="features">Columns.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="x">The batch.</param>
    /// <param name="gamma">γ; empty for 1.</param>
    /// <param name="beta">β; empty for 0.</param>
    /// <param name="statistics">Receives 5 padded rows, the padding 0.</param>
    /// <param name="mask">A value a row, 0 where it does not count; empty if all count. Without any that counts mean and variance are 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Measure<T>(
        int rows, int features, T epsilon, ReadOnlySpan<T> x, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, Span<T> statistics, ReadOnlySpan<T> mask = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        T count = Count(rows, mask);
        Span<T> mean = statistics[..padded], variance = statistics.Slice(padded, padded);
        if (mask.IsEmpty)
        {
            ChannelSums.Add(rows, x, mean);
        }
        else
        {
            ChannelSums.AddCounted(mask, x, default, mean);
        }
        TensorPrimitives.Divide(mean, count, mean);
        if (mask.IsEmpty)
        {
            ChannelSums.AddSquares(rows, x, mean, variance);
        }
        else
        {
            ChannelSums.AddCounted(mask, x, mean, variance);
        }
        TensorPrimitives.Divide(variance, count, variance);
        Complete(features, epsilon, gamma, beta, statistics);
    }

    /// <summary>y = x s + (β - mean s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize<T>(int rows, int features, ReadOnlySpan<T> x, ReadOnlySpan<T> statistics, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        ReadOnlySpan<Vector<T>> scale = Vectors(statistics.Slice(3 * padded, padded)), shift = Vectors(statistics.Slice(4 * padded, padded));
        ReadOnlySpan<Vector<T>> from = Vectors(x[..(rows * padded)]);
        Span<Vector<T>> to = MemoryMarshal.Cast<T, Vector<T>>(y)[..from.Length];
        for (int row = 0; row < from.Length; row += scale.Length)
        {
            for (int i = 0; i < scale.Length; i++)
            {
                to[row + i] = (from[row + i] * scale[i]) + shift[i];
            }
        }
    }

    /// <summary>dγ = Σ dY x̂ and dβ = Σ dY, x̂ = (x - mean) / √(variance + ε), into two padded rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ParameterGradients<T>(int rows, int features, ReadOnlySpan<T> x, ReadOnlySpan<T> statistics, ReadOnlySpan<T> dY, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        Span<T> dGamma = sums[..padded];
        ChannelSums.AddProducts(rows, x, statistics[..padded], dY, dGamma);
        TensorPrimitives.Multiply(dGamma, statistics.Slice(2 * padded, padded), dGamma);
        ChannelSums.Add(rows, dY, sums.Slice(padded, padded));
    }

    /// <summary>
    /// dX = s dY where the statistics are given, and in rows that do not count; s (dY - dβ / n - x̂ dγ / n) in the n rows that the statistics
    /// are of.
    /// </summary>
    /// <param name="rows">Samples times timesteps.</param>
    /// <param name="features">Columns.</param>
    /// <param name="x">The batch.</param>
    /// <param name="statistics">Its 5 rows.</param>
    /// <param name="sums">dγ and dβ; used up. Empty where the statistics do not depend on x.</param>
    /// <param name="dY">dL/dY.</param>
    /// <param name="dX">Receives dL/dX.</param>
    /// <param name="mask">A value a row, 0 where it does not count; empty if all count.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<T>(
        int rows, int features, ReadOnlySpan<T> x, ReadOnlySpan<T> statistics, Span<T> sums, ReadOnlySpan<T> dY, Span<T> dX, ReadOnlySpan<T> mask = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        ReadOnlySpan<Vector<T>> mean = Vectors(statistics[..padded]), scale = Vectors(statistics.Slice(3 * padded, padded));
        ReadOnlySpan<Vector<T>> from = Vectors(dY[..(rows * padded)]), values = Vectors(x[..(rows * padded)]);
        Span<Vector<T>> to = MemoryMarshal.Cast<T, Vector<T>>(dX)[..from.Length];
        if (sums.IsEmpty)
        {
            for (int row = 0; row < from.Length; row += scale.Length)
            {
                for (int i = 0; i < scale.Length; i++)
                {
                    to[row + i] = from[row + i] * scale[i];
                }
            }
            return;
        }
        TensorPrimitives.Divide(sums[..(2 * padded)], Count(rows, mask), sums);
        TensorPrimitives.Multiply(sums[..padded], statistics.Slice(2 * padded, padded), sums);
        ReadOnlySpan<Vector<T>> slope = Vectors<T>(sums[..padded]), constant = Vectors<T>(sums.Slice(padded, padded));
        for (int row = 0; row < from.Length; row += scale.Length)
        {
            bool counts = mask.IsEmpty || mask[row / scale.Length] != T.Zero;
            for (int i = 0; i < scale.Length; i++)
            {
                Vector<T> through = counts ? from[row + i] - constant[i] - ((values[row + i] - mean[i]) * slope[i]) : from[row + i];
                to[row + i] = scale[i] * through;
            }
        }
    }

    /// <summary>moving = momentum · moving + rest · batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move<T>(T momentum, T rest, ReadOnlySpan<T> batch, Span<T> moving) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < moving.Length; i++)
        {
            moving[i] = (moving[i] * momentum) + (batch[i] * rest);
        }
    }

    // Of rows without any that counts every sum is 0, and 1 will do.
    private static T Count<T>(int rows, ReadOnlySpan<T> mask) where T : unmanaged, IFloatingPointIeee754<T> =>
        mask.IsEmpty ? T.CreateTruncating(rows) : T.Max(T.One, TensorPrimitives.Sum(mask));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Complete<T>(int features, T epsilon, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, Span<T> statistics)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        for (int i = 0; i < padded; i++)
        {
            if (i >= features)
            {
                for (int row = 0; row < Rows; row++)
                {
                    statistics[(row * padded) + i] = T.Zero;
                }
                continue;
            }
            T inverse = T.One / T.Sqrt(statistics[padded + i] + epsilon);
            T scale = gamma.IsEmpty ? inverse : gamma[i] * inverse;
            statistics[(2 * padded) + i] = inverse;
            statistics[(3 * padded) + i] = scale;
            statistics[(4 * padded) + i] = (beta.IsEmpty ? T.Zero : beta[i]) - (statistics[i] * scale);
        }
    }

    private static ReadOnlySpan<Vector<T>> Vectors<T>(ReadOnlySpan<T> values) where T : unmanaged => MemoryMarshal.Cast<T, Vector<T>>(values);
}
