using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Numerics;

/// <summary>Maxima and means of windows of timesteps, each timestep a block of <c>[batch, padded]</c> values.</summary>
/// <remarks>Nothing crosses from one value of a block to another, so that blocks are added and compared as they lie.</remarks>
[RealtimeSafe]
public static class Pooling
{
    /// <summary>y = the maximum of each window.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="block">Values of a timestep, whole vectors.</param>
    /// <param name="x"><c>[Steps, block]</c>.</param>
    /// <param name="y">Receives <c>[Outputs, block]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max<T>(PoolWindows windows, int block, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int t = 0; t < windows.Outputs; t++)
        {
            Span<T> maximum = y.Slice(t * block, block);
            x.Slice(windows.First(t) * block, block).CopyTo(maximum);
            for (int k = windows.First(t) + 1; k < windows.End(t); k++)
            {
                TensorPrimitives.Max(maximum, x.Slice(k * block, block), maximum);
            }
        }
    }

    /// <summary>dX = what flows back from each window to the first of its maxima.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="block">Values of a timestep, whole vectors.</param>
    /// <param name="x"><c>[Steps, block]</c>.</param>
    /// <param name="y"><c>[Outputs, block]</c>.</param>
    /// <param name="dY">dL/dY; used up.</param>
    /// <param name="dX">Receives dL/dX.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxGradient<T>(PoolWindows windows, int block, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dY, Span<T> dX)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        dX[..(windows.Steps * block)].Clear();
        for (int t = 0; t < windows.Outputs; t++)
        {
            for (int k = windows.First(t); k < windows.End(t); k++)
            {
                GiveToEqual(x.Slice(k * block, block), y.Slice(t * block, block), dY.Slice(t * block, block), dX.Slice(k * block, block));
            }
        }
    }

    /// <summary>y = the mean of each window.</summary>
    /// <inheritdoc cref="Max{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Average<T>(PoolWindows windows, int block, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int t = 0; t < windows.Outputs; t++)
        {
            int first = windows.First(t), end = windows.End(t);
            Span<T> mean = y.Slice(t * block, block);
            x.Slice(first * block, block).CopyTo(mean);
            for (int k = first + 1; k < end; k++)
            {
                TensorPrimitives.Add(mean, x.Slice(k * block, block), mean);
            }
            TensorPrimitives.Divide(mean, T.CreateTruncating(end - first), mean);
        }
    }

    /// <summary>dX = an equal share of dY for every timestep of each window.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="block">Values of a timestep, whole vectors.</param>
    /// <param name="dY">dL/dY; used up.</param>
    /// <param name="dX">Receives dL/dX.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AverageGradient<T>(PoolWindows windows, int block, Span<T> dY, Span<T> dX) where T : unmanaged, IFloatingPointIeee754<T>
    {
        dX[..(windows.Steps * block)].Clear();
        for (int t = 0; t < windows.Outputs; t++)
        {
            int first = windows.First(t), end = windows.End(t);
            Span<T> share = dY.Slice(t * block, block);
            TensorPrimitives.Divide(share, T.CreateTruncating(end - first), share);
            for (int k = first; k < end; k++)
            {
                Span<T> to = dX.Slice(k * block, block);
                TensorPrimitives.Add(to, share, to);
            }
        }
    }

    /// <summary>y = the mean of the timesteps of each row that count; 0 for a row of which none does.</summary>
    /// <param name="mask"><c>[timesteps, batch]</c>: 0 where a timestep does not count.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="padded">Values of a row, whole vectors.</param>
    /// <param name="x"><c>[timesteps, batch, padded]</c>.</param>
    /// <param name="y">Receives <c>[batch, padded]</c>.</param>
    public static void MaskedAverage<T>(ReadOnlySpan<T> mask, int batch, int padded, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y[..(batch * padded)].Clear();
        for (int row = 0; row < mask.Length; row++)
        {
            if (mask[row] != T.Zero)
            {
                Span<T> sum = y.Slice(row % batch * padded, padded);
                TensorPrimitives.Add(sum, x.Slice(row * padded, padded), sum);
            }
        }
        DivideByCounts(mask, batch, padded, y);
    }

    /// <summary>dX = an equal share of dY for every timestep that counts, 0 elsewhere.</summary>
    /// <param name="mask"><c>[timesteps, batch]</c>: 0 where a timestep does not count.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="padded">Values of a row, whole vectors.</param>
    /// <param name="dY">dL/dY, <c>[batch, padded]</c>; used up.</param>
    /// <param name="dX">Receives dL/dX, <c>[timesteps, batch, padded]</c>.</param>
    public static void MaskedAverageGradient<T>(ReadOnlySpan<T> mask, int batch, int padded, Span<T> dY, Span<T> dX)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DivideByCounts(mask, batch, padded, dY);
        for (int row = 0; row < mask.Length; row++)
        {
            TensorPrimitives.Multiply(dY.Slice(row % batch * padded, padded), mask[row], dX.Slice(row * padded, padded));
        }
    }

    private static void DivideByCounts<T>(ReadOnlySpan<T> mask, int batch, int padded, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < batch; row++)
        {
            T count = T.Zero;
            for (int i = row; i < mask.Length; i += batch)
            {
                count += mask[i];
            }
            Span<T> mean = y.Slice(row * padded, padded);
            TensorPrimitives.Divide(mean, T.Max(count, T.One), mean);
        }
    }

    // Where x is the maximum it takes all that is left, so that a later equal one finds nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GiveToEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> maximum, Span<T> left, Span<T> dX) where T : unmanaged
    {
        Span<Vector<T>> to = MemoryMarshal.Cast<T, Vector<T>>(dX);
        Span<Vector<T>> rest = MemoryMarshal.Cast<T, Vector<T>>(left)[..to.Length];
        ReadOnlySpan<Vector<T>> values = MemoryMarshal.Cast<T, Vector<T>>(x)[..to.Length];
        ReadOnlySpan<Vector<T>> maxima = MemoryMarshal.Cast<T, Vector<T>>(maximum)[..to.Length];
        for (int i = 0; i < to.Length; i++)
        {
            Vector<T> equal = Vector.Equals(values[i], maxima[i]);
            to[i] += rest[i] & equal;
            rest[i] = Vector.AndNot(rest[i], equal);
        }
    }
}
