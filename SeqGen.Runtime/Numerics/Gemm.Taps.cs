using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

public static partial class Gemm
{
    /// <summary>C = init + Σ A[tap] B[tap]: a convolution, with A a view of its input, in which no row is copied.</summary>
    /// <remarks>Element k of row r under a tap is a[aStart + r · aRow + tap · aTap + k]. The sums run over taps, then k, both ascending.</remarks>
    /// <param name="rows">Rows of C.</param>
    /// <param name="taps">Taps; 0 gives C = init.</param>
    /// <param name="depth">k under each tap, 1 or more.</param>
    /// <param name="columns">Columns of C, whole panels.</param>
    /// <param name="a">The input.</param>
    /// <param name="aStart">Where the first row stands under the first tap.</param>
    /// <param name="aRow">Distance of rows.</param>
    /// <param name="aTap">Distance of taps; may be negative.</param>
    /// <param name="packed">B in panels, from the first tap on.</param>
    /// <param name="panel">Distance of B's panels, which may hold more taps.</param>
    /// <param name="init">One row for all rows of C, as a bias; empty for 0.</param>
    /// <param name="c">Receives C.</param>
    /// <param name="cStride">Distance of C's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTaps<T>(
        int rows, int taps, int depth, int columns, ReadOnlySpan<T> a, int aStart, int aRow, int aTap,
        ReadOnlySpan<T> packed, int panel, ReadOnlySpan<T> init, Span<T> c, int cStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0)
        {
            return;
        }
        CheckRows(rows, columns, c.Length, cStride);
        if (taps > 0)
        {
            CheckTaps(rows, taps, depth, a.Length, aStart, aRow, aTap);
        }
        if (columns % PanelWidth != 0 || packed.Length < ((long)((columns / PanelWidth) - 1) * panel) + ((long)taps * depth * PanelWidth))
        {
            throw new ArgumentException($"B has {packed.Length} values; {taps} x {depth} x {columns} in panels {panel} apart are needed.");
        }
        if (!init.IsEmpty)
        {
            init = init[..columns];
        }
        bool oneLevel = depth == 1 || aTap == depth;
        Shape shape = oneLevel ? new Shape(rows, columns, taps * depth) : new Shape(rows, columns, depth, taps);
        Run(shape, a, taps == 0 ? 0 : aStart, aRow, oneLevel ? 0 : aTap, depth == 1 ? aTap : 1, packed, panel, PanelWidth, init, 0, c, cStride);
    }

    /// <summary>dW[tap] = dW[tap] + Σ x[row, tap] dZ[row], where a row has one value under each tap.</summary>
    /// <param name="rows">Rows of dZ.</param>
    /// <param name="taps">Rows of dW.</param>
    /// <param name="columns">Columns of dZ and dW, whole panels.</param>
    /// <param name="x">The input.</param>
    /// <param name="xStart">Where the first row stands under the first tap.</param>
    /// <param name="xRow">Distance of rows.</param>
    /// <param name="xTap">Distance of taps.</param>
    /// <param name="dZ">dL/dZ.</param>
    /// <param name="dZStride">Distance of dZ's rows.</param>
    /// <param name="dW">dL/dW, added to.</param>
    /// <param name="dWStride">Distance of dW's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTapGradient<T>(
        int rows, int taps, int columns, ReadOnlySpan<T> x, int xStart, int xRow, int xTap,
        ReadOnlySpan<T> dZ, int dZStride, Span<T> dW, int dWStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0 || taps == 0)
        {
            return;
        }
        CheckTaps(rows, taps, 1, x.Length, xStart, xRow, xTap);
        CheckRows(rows, columns, dZ.Length, dZStride);
        CheckRows(taps, columns, dW.Length, dWStride);
        Run(new Shape(taps, columns, rows), x, xStart, xTap, 0, xRow, dZ, PanelWidth, dZStride, dW, dWStride, dW, dWStride);
    }

    internal static void CheckTaps(int rows, int taps, int depth, int length, int start, int row, int tap)
    {
        long lastRow = start + ((long)(rows - 1) * row), toLastTap = (long)(taps - 1) * tap;
        if (start + Math.Min(0, toLastTap) < 0 || lastRow + Math.Max(0, toLastTap) + depth > length)
        {
            throw new ArgumentException($"{rows} rows {row} apart with {taps} taps {tap} apart from {start} do not fit into {length} values.");
        }
    }
}
