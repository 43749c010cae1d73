using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>The products of <see cref="Gemm"/> where each gate sees the input through a dropout mask of its own.</summary>
/// <remarks>
/// Masks are <c>[gates, rows, Padded(depth)]</c>; the columns of gate g are panels g · columns on. One gate with all columns is
/// a mask shared by all gates. Keras: DropoutRNNCell, implementation 1 (a mask a gate) and 2 (one mask).
/// </remarks>
[RealtimeSafe]
public static class MaskedGemm
{
    /// <summary>C[gate] = init[gate] + (X · mask[gate]) W[gate].</summary>
    /// <param name="rows">Rows of X and C.</param>
    /// <param name="depth">Columns of X.</param>
    /// <param name="gates">Gates with masks of their own.</param>
    /// <param name="columns">Columns of a gate, whole panels.</param>
    /// <param name="x">X.</param>
    /// <param name="xStride">Distance of X's rows.</param>
    /// <param name="masks">The masks.</param>
    /// <param name="packed">W, gate after gate.</param>
    /// <param name="init">One row for all rows of C; empty for 0.</param>
    /// <param name="c">Receives C.</param>
    /// <param name="cStride">Distance of C's rows.</param>
    /// <param name="scratch">Memory for rows x Padded(depth) values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        int rows, int depth, int gates, int columns, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> masks, ReadOnlySpan<T> packed,
        ReadOnlySpan<T> init, Span<T> c, int cStride, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stride = PaddedRow.Length(depth);
        for (int gate = 0; gate < gates; gate++)
        {
            Rows.Multiply(rows, depth, x, xStride, masks[(gate * rows * stride)..], stride, scratch, stride);
            ReadOnlySpan<T> from = init.IsEmpty ? init : init[(gate * columns)..];
            Gemm.Multiply(rows, depth, columns, scratch, stride, packed[(gate * columns * depth)..], from, c[(gate * columns)..], cStride);
        }
    }

    /// <summary>C[gate] = C[gate] + (X · mask[gate]) W[gate].</summary>
    /// <inheritdoc cref="Multiply{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd<T>(
        int rows, int depth, int gates, int columns, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> masks, ReadOnlySpan<T> packed,
        Span<T> c, int cStride, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stride = PaddedRow.Length(depth);
        for (int gate = 0; gate < gates; gate++)
        {
            Rows.Multiply(rows, depth, x, xStride, masks[(gate * rows * stride)..], stride, scratch, stride);
            Gemm.MultiplyAdd(rows, depth, columns, scratch, stride, packed[(gate * columns * depth)..], c[(gate * columns)..], cStride);
        }
    }

    /// <summary>dW[gate] = dW[gate] + (X · mask[gate])ᵀ dZ[gate].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradient<T>(
        int rows, int depth, int gates, int columns, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> masks, ReadOnlySpan<T> dZ, int dZStride,
        Span<T> dW, int dWStride, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stride = PaddedRow.Length(depth);
        for (int gate = 0; gate < gates; gate++)
        {
            Rows.Multiply(rows, depth, x, xStride, masks[(gate * rows * stride)..], stride, scratch, stride);
            Gemm.AddGradient(rows, depth, columns, scratch, stride, dZ[(gate * columns)..], dZStride, dW[(gate * columns)..], dWStride);
        }
    }

    /// <summary>dX = sum over gates of (dZ[gate] W[gate]ᵀ) · mask[gate], added to dX or written over it.</summary>
    /// <param name="rows">Rows of dZ and dX.</param>
    /// <param name="depth">Columns of dX.</param>
    /// <param name="gates">Gates with masks of their own.</param>
    /// <param name="columns">Columns of a gate, whole panels.</param>
    /// <param name="dZ">dL/dZ.</param>
    /// <param name="dZStride">Distance of dZ's rows.</param>
    /// <param name="packedTransposed">W[gate]ᵀ, gate after gate, each in panels <c>[columns, Padded(depth)]</c>.</param>
    /// <param name="masks">The masks.</param>
    /// <param name="dX">Receives dL/dX, rows Padded(depth) apart.</param>
    /// <param name="add">True to add to dX.</param>
    /// <param name="scratch">Memory for rows x Padded(depth) values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<T>(
        int rows, int depth, int gates, int columns, ReadOnlySpan<T> dZ, int dZStride, ReadOnlySpan<T> packedTransposed, ReadOnlySpan<T> masks,
        Span<T> dX, bool add, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stride = PaddedRow.Length(depth);
        int length = rows * stride;
        for (int gate = 0; gate < gates; gate++)
        {
            ReadOnlySpan<T> mask = masks.Slice(gate * length, length);
            ReadOnlySpan<T> transposed = packedTransposed[(gate * columns * stride)..];
            if (gate == 0 && !add)
            {
                Gemm.Multiply(rows, columns, stride, dZ, dZStride, transposed, default, dX, stride);
                TensorPrimitives.Multiply(dX[..length], mask, dX);
                continue;
            }
            Gemm.Multiply(rows, columns, stride, dZ[(gate * columns)..], dZStride, transposed, default, scratch, stride);
            TensorPrimitives.MultiplyAdd(scratch[..length], mask, dX[..length], dX);
        }
    }
}
