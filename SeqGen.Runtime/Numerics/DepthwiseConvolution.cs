using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>Convolutions over time of every channel by itself, in batches, tensors time-major.</summary>
/// <remarks>
/// Channels of x are those of z: a multiplier above 1 repeats each, <see cref="GroupedRows.Repeat"/>. Every output is one chain of
/// multiply-adds from the bias, taps ascending; padding adds nothing to it.
/// </remarks>
[RealtimeSafe]
public static class DepthwiseConvolution
{
    /// <summary>z = b + Σ x w.</summary>
    /// <param name="window">The window.</param>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="columns">Columns of x and z, whole panels.</param>
    /// <param name="x">x <c>[Timesteps][batch][columns]</c>.</param>
    /// <param name="kernel">w <c>[taps, columns]</c>.</param>
    /// <param name="bias">b; empty for 0.</param>
    /// <param name="z">Receives z <c>[OutputTimesteps][batch][columns]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(
        in ConvolutionWindow window, int batch, int columns, ReadOnlySpan<T> x, ReadOnlySpan<T> kernel, ReadOnlySpan<T> bias, Span<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int line = batch * columns;
        foreach (ConvolutionRun run in new ConvolutionRuns(window, batch, columns))
        {
            var shape = new Shape(run.Count * batch, run.Taps.Count, columns, run.RowStride, window.Dilation * line, columns);
            Multiply(shape, x, run.Taps.Time * line, kernel[(run.Taps.First * columns)..], bias, z[(run.First * line)..]);
        }
    }

    /// <summary>dw = dw + Σ x dz.</summary>
    /// <param name="window">The window.</param>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="columns">Columns of x and dz, whole panels.</param>
    /// <param name="x">x.</param>
    /// <param name="dZ">dL/dz.</param>
    /// <param name="dKernel">dL/dw <c>[taps, columns]</c>, added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddKernelGradient<T>(
        in ConvolutionWindow window, int batch, int columns, ReadOnlySpan<T> x, ReadOnlySpan<T> dZ, Span<T> dKernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int line = batch * columns;
        foreach (ConvolutionRun run in new ConvolutionRuns(window, batch, columns))
        {
            var shape = new Shape(run.Count * batch, run.Taps.Count, columns, run.RowStride, window.Dilation * line, columns);
            AddGradient(shape, x, run.Taps.Time * line, dZ[(run.First * line)..], dKernel[(run.Taps.First * columns)..]);
        }
    }

    /// <summary>dx = Σ dz w.</summary>
    /// <param name="window">The window.</param>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="columns">Columns of dz and dx, whole panels.</param>
    /// <param name="dZ">dL/dz.</param>
    /// <param name="kernel">w <c>[taps, columns]</c>.</param>
    /// <param name="dX">Receives dL/dx.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<T>(
        in ConvolutionWindow window, int batch, int columns, ReadOnlySpan<T> dZ, ReadOnlySpan<T> kernel, Span<T> dX)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int line = batch * columns;
        foreach (ConvolutionRun run in ConvolutionRuns.OfInputs(window, batch, columns))
        {
            var shape = new Shape(run.Count * batch, run.Taps.Count, columns, columns, -window.TimeStep * line, window.TapStep * columns);
            Multiply(shape, dZ, run.Taps.Time * line, kernel[(run.Taps.First * columns)..], default, dX[(run.First * line)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Multiply<T>(in Shape shape, ReadOnlySpan<T> x, int start, ReadOnlySpan<T> kernel, ReadOnlySpan<T> bias, Span<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, x.Length, start, kernel.Length, shape.KernelTap);
        z = z[..(shape.Rows * shape.Columns)];
        if (!bias.IsEmpty)
        {
            bias = bias[..shape.Columns];
        }
        if (!VectorPath.Supports<T, Linear>())
        {
            MultiplyPortable(shape, x, start, kernel, bias, z);
            return;
        }
        fixed (T* px = x, pk = kernel, pb = bias, pz = z)
        {
            float* from = shape.Taps == 0 ? null : (float*)px + start;
            if (Vector512.IsHardwareAccelerated)
                DepthwiseVector512.Multiply(shape, from, (float*)pk, (float*)pb, (float*)pz);
            else if (Vector256.IsHardwareAccelerated)
                DepthwiseVector256.Multiply(shape, from, (float*)pk, (float*)pb, (float*)pz);
            else
                DepthwiseVector128.Multiply(shape, from, (float*)pk, (float*)pb, (float*)pz);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void AddGradient<T>(in Shape shape, ReadOnlySpan<T> x, int start, ReadOnlySpan<T> dZ, Span<T> dKernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, x.Length, start, dKernel.Length, shape.Columns);
        dZ = dZ[..(shape.Rows * shape.Columns)];
        if (!VectorPath.Supports<T, Linear>())
        {
            AddGradientPortable(shape, x, start, dZ, dKernel);
            return;
        }
        fixed (T* px = x, pz = dZ, pk = dKernel)
        {
            float* from = shape.Taps == 0 ? null : (float*)px + start;
            if (Vector512.IsHardwareAccelerated)
                DepthwiseVector512.AddGradient(shape, from, (float*)pz, (float*)pk);
            else if (Vector256.IsHardwareAccelerated)
                DepthwiseVector256.AddGradient(shape, from, (float*)pz, (float*)pk);
            else
                DepthwiseVector128.AddGradient(shape, from, (float*)pz, (float*)pk);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPortable<T>(
        in Shape shape, ReadOnlySpan<T> x, int start, ReadOnlySpan<T> kernel, ReadOnlySpan<T> bias, Span<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < shape.Rows; row++)
        {
            Span<T> to = z.Slice(row * shape.Columns, shape.Columns);
            if (bias.IsEmpty)
                to.Clear();
            else
                bias.CopyTo(to);
            for (int tap = 0; tap < shape.Taps; tap++)
            {
                ReadOnlySpan<T> from = x.Slice(start + (row * shape.Row) + (tap * shape.Tap), shape.Columns);
                ReadOnlySpan<T> weights = kernel.Slice(tap * shape.KernelTap, shape.Columns);
                for (int column = 0; column < to.Length; column++)
                    to[column] += from[column] * weights[column];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGradientPortable<T>(in Shape shape, ReadOnlySpan<T> x, int start, ReadOnlySpan<T> dZ, Span<T> dKernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int tap = 0; tap < shape.Taps; tap++)
        {
            Span<T> to = dKernel.Slice(tap * shape.Columns, shape.Columns);
            for (int row = 0; row < shape.Rows; row++)
            {
                ReadOnlySpan<T> from = x.Slice(start + (row * shape.Row) + (tap * shape.Tap), shape.Columns);
                ReadOnlySpan<T> d = dZ.Slice(row * shape.Columns, shape.Columns);
                for (int column = 0; column < to.Length; column++)
                    to[column] += from[column] * d[column];
            }
        }
    }

    private static void Check(in Shape shape, int length, int start, int kernel, int kernelTap)
    {
        if (shape.Taps == 0)
        {
            return;
        }
        Gemm.CheckTaps(shape.Rows, shape.Taps, shape.Columns, length, start, shape.Row, shape.Tap);
        if (((long)(shape.Taps - 1) * kernelTap) + shape.Columns > kernel)
        {
            throw new ArgumentException($"A kernel of {shape.Taps} taps of {shape.Columns} values, {kernelTap} apart, does not fit into {kernel} values.");
        }
    }

    /// <summary>A product: rows by columns, each over taps; and where the input's rows and taps and the kernel's taps stand.</summary>
    internal readonly record struct Shape(int Rows, int Taps, int Columns, int Row, int Tap, int KernelTap);
}
