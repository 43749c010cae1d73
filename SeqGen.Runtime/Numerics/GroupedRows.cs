using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Rows whose columns come in groups: side by side, or each padded to whole panels as products write them.</summary>
[RealtimeSafe]
public static class GroupedRows
{
    /// <summary>Pads each group with zeros.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="width">Columns of a group.</param>
    /// <param name="source">Groups side by side.</param>
    /// <param name="sourceStride">Distance of its rows.</param>
    /// <param name="destination">Receives groups Padded(width) apart, rows groups · Padded(width) apart.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split<T>(int rows, int groups, int width, ReadOnlySpan<T> source, int sourceStride, Span<T> destination)
        where T : unmanaged
    {
        int padded = PaddedRow.Length(width);
        for (int row = 0; row < rows; row++)
        {
            for (int group = 0; group < groups; group++)
            {
                Span<T> to = destination.Slice(((row * groups) + group) * padded, padded);
                source.Slice((row * sourceStride) + (group * width), width).CopyTo(to);
                to[width..].Clear();
            }
        }
    }

    /// <summary>Puts padded groups side by side, and zeros behind the last.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="width">Columns of a group.</param>
    /// <param name="source">Groups Padded(width) apart, rows groups · Padded(width) apart.</param>
    /// <param name="destination">Receives groups side by side, rows <paramref name="destinationStride"/> apart.</param>
    /// <param name="destinationStride">Values of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join<T>(int rows, int groups, int width, ReadOnlySpan<T> source, Span<T> destination, int destinationStride)
        where T : unmanaged
    {
        int padded = PaddedRow.Length(width);
        for (int row = 0; row < rows; row++)
        {
            Span<T> to = destination.Slice(row * destinationStride, destinationStride);
            for (int group = 0; group < groups; group++)
            {
                source.Slice(((row * groups) + group) * padded, width).CopyTo(to[(group * width)..]);
            }
            to[(groups * width)..].Clear();
        }
    }

    /// <summary>Repeats every value <paramref name="times"/> times, side by side, and writes zeros behind the last.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="times">How often a value comes.</param>
    /// <param name="source">The source.</param>
    /// <param name="sourceStride">Distance of its rows.</param>
    /// <param name="destination">Receives rows of <paramref name="destinationStride"/> values.</param>
    /// <param name="destinationStride">Values of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Repeat<T>(
        int rows, int columns, int times, ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride)
        where T : unmanaged
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> from = source.Slice(row * sourceStride, columns);
            Span<T> to = destination.Slice(row * destinationStride, destinationStride);
            if (times == 1)
            {
                from.CopyTo(to);
            }
            for (int column = 0; times > 1 && column < columns; column++)
            {
                to.Slice(column * times, times).Fill(from[column]);
            }
            to[(columns * times)..].Clear();
        }
    }

    /// <summary>Adds up what <see cref="Repeat"/> made of each value, and writes zeros behind the last sum.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns of the destination.</param>
    /// <param name="times">Values of a sum.</param>
    /// <param name="source">Rows of columns · times values.</param>
    /// <param name="sourceStride">Distance of the source's rows.</param>
    /// <param name="destination">Receives rows of <paramref name="destinationStride"/> values.</param>
    /// <param name="destinationStride">Values of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRepeated<T>(
        int rows, int columns, int times, ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> from = source.Slice(row * sourceStride, columns * times);
            Span<T> to = destination.Slice(row * destinationStride, destinationStride);
            for (int column = 0; column < columns; column++)
            {
                T sum = from[column * times];
                for (int i = 1; i < times; i++)
                {
                    sum += from[(column * times) + i];
                }
                to[column] = sum;
            }
            to[columns..].Clear();
        }
    }
}
