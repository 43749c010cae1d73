using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Convolutions over time in batches, tensors time-major: products over views of the input, which is never copied.</summary>
/// <remarks>Every output is one chain of multiply-adds from the bias, taps ascending, then features; padding adds nothing to it.</remarks>
[RealtimeSafe]
public static class Convolution
{
    // Rows of a block of weight gradients: those of all taps while the rows are in cache.
    private const int BlockRows = 256;

    /// <summary>Writes the transpose of a kernel into panels, as B of <see cref="InputGradient"/>.</summary>
    /// <param name="window">The window.</param>
    /// <param name="kernel"><c>[taps, features, stride]</c>.</param>
    /// <param name="features">Input features.</param>
    /// <param name="filters">Filters wanted, from the span's first on.</param>
    /// <param name="stride">Filters of a row.</param>
    /// <param name="packed">Receives taps · filters · Padded(features) values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed<T>(
        in ConvolutionWindow window, ReadOnlySpan<T> kernel, int features, int filters, int stride, Span<T> packed) where T : unmanaged
    {
        int tapStep = window.TapStep;
        for (int tap = 0; tap < window.KernelSize; tap++)
        {
            int place = window.PlaceOf(tap, tapStep);
            Gemm.PackTransposed(
                kernel[(tap * features * stride)..], features, filters, stride, packed, window.KernelSize * filters, place * filters, tight: true);
        }
    }

    /// <summary>z = b + Σ x W.</summary>
    /// <param name="window">The window.</param>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="features">Features of x.</param>
    /// <param name="columns">Columns of z, whole panels.</param>
    /// <param name="x">x <c>[Timesteps][batch][xStride]</c>.</param>
    /// <param name="xStride">Distance of x's rows.</param>
    /// <param name="packed">W <c>[taps · features, columns]</c> in panels, by <see cref="Gemm.Pack{T}"/>.</param>
    /// <param name="bias">b; empty for 0.</param>
    /// <param name="z">Receives z <c>[OutputTimesteps][batch][zStride]</c>.</param>
    /// <param name="zStride">Distance of z's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(
        in ConvolutionWindow window, int batch, int features, int columns, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> packed,
        ReadOnlySpan<T> bias, Span<T> z, int zStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int depth = features * PaddedRow.Lanes;
        foreach (ConvolutionRun run in new ConvolutionRuns(window, batch, xStride))
        {
            Gemm.MultiplyTaps(
                run.Count * batch, run.Taps.Count, features, columns, x, run.Taps.Time * batch * xStride, run.RowStride, window.Dilation * batch * xStride,
                packed[(run.Taps.First * depth)..], window.KernelSize * depth, bias, z[(run.First * batch * zStride)..], zStride);
        }
    }

    /// <summary>dW = dW + Σ xᵀ dz, tap by tap.</summary>
    /// <param name="window">The window.</param>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="features">Features of x.</param>
    /// <param name="columns">Columns of dz, whole panels.</param>
    /// <param name="x">x.</param>
    /// <param name="xStride">Distance of x's rows.</param>
    /// <param name="dZ">dL/dz.</param>
    /// <param name="dZStride">Distance of dz's rows.</param>
    /// <param name="dKernel">dL/dW <c>[taps, features, columns]</c>, added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddKernelGradient<T>(
        in ConvolutionWindow window, int batch, int features, int columns, ReadOnlySpan<T> x, int xStride,
        ReadOnlySpan<T> dZ, int dZStride, Span<T> dKernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (features == 1)
        {
            // A row of dW for each tap: all taps are one product.
            foreach (ConvolutionRun run in new ConvolutionRuns(window, batch, xStride))
            {
                Gemm.AddTapGradient(
                    run.Count * batch, run.Taps.Count, columns, x, run.Taps.Time * batch * xStride, run.RowStride, window.Dilation * batch * xStride,
                    dZ[(run.First * batch * dZStride)..], dZStride, dKernel[(run.Taps.First * columns)..], columns);
            }
            return;
        }
        int block = Math.Max(1, BlockRows / batch);
        bool together = window.Strides == 1 || batch == 1;
        for (int start = 0; start < window.OutputTimesteps; start += block)
        {
            for (int tap = 0; tap < window.KernelSize; tap++)
            {
                (int first, int end) = window.OutputsOf(tap);
                first = Math.Max(first, start);
                end = Math.Min(end, start + block);
                int count = together ? end - first : 1;
                for (int t = first; t < end; t += count)
                {
                    int time = (t * window.Strides) - window.Left + (tap * window.Dilation);
                    Gemm.AddGradient(
                        count * batch, features, columns, x[(time * batch * xStride)..], batch == 1 ? window.Strides * xStride : xStride,
                        dZ[(t * batch * dZStride)..], dZStride, dKernel[(tap * features * columns)..], columns);
                }
            }
        }
    }

    /// <summary>dx = Σ dz Wᵀ.</summary>
    /// <param name="window">The window.</param>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="filters">Filters, the columns of dz that are no padding.</param>
    /// <param name="columns">Columns of dx, whole panels.</param>
    /// <param name="dZ">dL/dz.</param>
    /// <param name="dZStride">Distance of dz's rows.</param>
    /// <param name="packedTransposed">W from <see cref="PackTransposed{T}"/>.</param>
    /// <param name="dX">Receives dL/dx.</param>
    /// <param name="dXStride">Distance of dx's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<T>(
        in ConvolutionWindow window, int batch, int filters, int columns, ReadOnlySpan<T> dZ, int dZStride,
        ReadOnlySpan<T> packedTransposed, Span<T> dX, int dXStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int depth = filters * PaddedRow.Lanes, tapStep = window.TapStep, line = batch * dZStride;
        foreach (ConvolutionRun run in ConvolutionRuns.OfInputs(window, batch, dZStride))
        {
            Gemm.MultiplyTaps(
                run.Count * batch, run.Taps.Count, filters, columns, dZ, run.Taps.Time * line, dZStride, -window.TimeStep * line,
                packedTransposed[(window.PlaceOf(run.Taps.First, tapStep) * depth)..], window.KernelSize * depth, default,
                dX[(run.First * batch * dXStride)..], dXStride);
        }
    }
}
