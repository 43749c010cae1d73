using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Copies and element-wise products of row-major matrices whose rows stand apart.</summary>
[RealtimeSafe]
public static class Rows
{
    // Rows so short that a call of the copying routine costs more than the copy.
    private const int FewColumns = 4;

    /// <summary>Copies a matrix to rows at another distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(int rows, int columns, ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride)
        where T : unmanaged
    {
        if (sourceStride == columns && destinationStride == columns)
        {
            source[..(rows * columns)].CopyTo(destination);
            return;
        }
        if (columns <= FewColumns)
        {
            CopyValues(rows, columns, source, sourceStride, destination, destinationStride);
            return;
        }
        for (int row = 0; row < rows; row++)
        {
            source.Slice(row * sourceStride, columns).CopyTo(destination.Slice(row * destinationStride, columns));
        }
    }

    /// <summary>Copies a matrix to padded rows, the padding 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pad<T>(int rows, int columns, ReadOnlySpan<T> source, Span<T> destination) where T : unmanaged
    {
        int padded = PaddedRow.Length(columns);
        if (columns <= FewColumns)
        {
            destination[..(rows * padded)].Clear();
            CopyValues(rows, columns, source, columns, destination, padded);
            return;
        }
        for (int row = 0; row < rows; row++)
        {
            source.Slice(row * columns, columns).CopyTo(destination.Slice(row * padded, columns));
            destination.Slice((row * padded) + columns, padded - columns).Clear();
        }
    }

    /// <summary>
    /// Copies samples of <c>[timesteps, features]</c> to another shape of as many values, both read row by row and stored time-major.
    /// </summary>
    /// <param name="batch">Samples.</param>
    /// <param name="length">Values of a sample.</param>
    /// <param name="source">The samples.</param>
    /// <param name="features">Values of a source row.</param>
    /// <param name="stride">Distance of the source's rows.</param>
    /// <param name="destination">Receives the samples; what pads its rows is left as it is.</param>
    /// <param name="newFeatures">Values of a destination row.</param>
    /// <param name="newStride">Distance of the destination's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reshape<T>(
        int batch, int length, ReadOnlySpan<T> source, int features, int stride, Span<T> destination, int newFeatures, int newStride)
        where T : unmanaged
    {
        int run;
        for (int i = 0; i < length; i += run)
        {
            int from = i % features, to = i % newFeatures;
            run = Math.Min(features - from, newFeatures - to);
            Copy(
                batch, run, source[((i / features * batch * stride) + from)..], stride,
                destination[((i / newFeatures * batch * newStride) + to)..], newStride);
        }
    }

    /// <summary>Turns samples, <c>[batch, timesteps, features]</c>, into timesteps, <c>[timesteps, batch, stride]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToTimeMajor<T>(int batch, int timesteps, int features, ReadOnlySpan<T> samples, Span<T> steps, int stride)
        where T : unmanaged
    {
        for (int t = 0; t < timesteps; t++)
        {
            Copy(batch, features, samples[(t * features)..], timesteps * features, steps[(t * batch * stride)..], stride);
        }
    }

    /// <summary>Turns timesteps, <c>[timesteps, batch, stride]</c>, into samples, <c>[batch, timesteps, features]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromTimeMajor<T>(int batch, int timesteps, int features, ReadOnlySpan<T> steps, int stride, Span<T> samples)
        where T : unmanaged
    {
        for (int t = 0; t < timesteps; t++)
        {
            Copy(batch, features, steps[(t * batch * stride)..], stride, samples[(t * features)..], timesteps * features);
        }
    }

    /// <summary>Copies timesteps of <paramref name="length"/> values with the last one first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReverseTime<T>(int timesteps, int length, ReadOnlySpan<T> source, Span<T> destination) where T : unmanaged
    {
        for (int t = 0; t < timesteps; t++)
        {
            source.Slice((timesteps - 1 - t) * length, length).CopyTo(destination.Slice(t * length, length));
        }
    }

    /// <summary>Adds timesteps of <paramref name="length"/> values with the last one first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddReversedTime<T>(int timesteps, int length, ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int t = 0; t < timesteps; t++)
        {
            Span<T> to = destination.Slice(t * length, length);
            TensorPrimitives.Add(to, source.Slice((timesteps - 1 - t) * length, length), to);
        }
    }

    /// <summary>Product, element by element, of two matrices.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        int rows, int columns, ReadOnlySpan<T> left, int leftStride, ReadOnlySpan<T> right, int rightStride, Span<T> product, int productStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (leftStride == rightStride && leftStride == productStride)
        {
            int length = rows * leftStride;
            if (left.Length >= length && right.Length >= length && product.Length >= length)
            {
                TensorPrimitives.Multiply(left[..length], right[..length], product);
                return;
            }
        }
        for (int row = 0; row < rows; row++)
        {
            TensorPrimitives.Multiply(
                left.Slice(row * leftStride, columns), right.Slice(row * rightStride, columns), product.Slice(row * productStride, columns));
        }
    }

    private static void CopyValues<T>(int rows, int columns, ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride)
        where T : unmanaged
    {
        for (int column = 0; column < columns; column++)
        {
            int from = column, to = column;
            for (int row = 0; row < rows; row++)
            {
                destination[to] = source[from];
                from += sourceStride;
                to += destinationStride;
            }
        }
    }
}
