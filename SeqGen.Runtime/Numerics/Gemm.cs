using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>Matrix products of batched code: C = init + A B, every element one chain of multiply-adds in ascending k.</summary>
/// <remarks>
/// Columns come in panels of <see cref="PaddedRow.Lanes"/>: every row of C, of init and of an unpacked B is a whole number of panels long.
/// A packed B stores panel after panel, each <c>[k, 16]</c>, so that a tile reads it in order. The chain does not depend on how C is
/// cut into tiles, so that a row gives the same bits in a batch of any size, on every vector width with FMA.
/// </remarks>
[RealtimeSafe]
public static partial class Gemm
{
    private const int PanelWidth = PaddedRow.Lanes;

    /// <summary>C = init + A B for a packed B.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="depth">k: columns of A, rows of B. 0 gives C = init.</param>
    /// <param name="columns">Columns of C, whole panels.</param>
    /// <param name="a">A, rows <paramref name="aStride"/> values apart.</param>
    /// <param name="aStride">Distance of A's rows.</param>
    /// <param name="packed">B in panels.</param>
    /// <param name="init">One row for all rows of C, as a bias; empty for 0.</param>
    /// <param name="c">Receives C.</param>
    /// <param name="cStride">Distance of C's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        int rows, int depth, int columns, ReadOnlySpan<T> a, int aStride, ReadOnlySpan<T> packed, ReadOnlySpan<T> init, Span<T> c, int cStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckOperands(rows, depth, columns, a.Length, aStride, packed.Length, c.Length, cStride);
        if (!init.IsEmpty)
        {
            init = init[..columns];
        }
        Run(new Shape(rows, columns, depth), a, aStride, 1, packed, depth * PanelWidth, PanelWidth, init, 0, c, cStride);
    }

    /// <summary>C = C + A B for a packed B.</summary>
    /// <inheritdoc cref="Multiply{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd<T>(
        int rows, int depth, int columns, ReadOnlySpan<T> a, int aStride, ReadOnlySpan<T> packed, Span<T> c, int cStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckOperands(rows, depth, columns, a.Length, aStride, packed.Length, c.Length, cStride);
        Run(new Shape(rows, columns, depth), a, aStride, 1, packed, depth * PanelWidth, PanelWidth, c, cStride, c, cStride);
    }

    /// <summary>dW = dW + Xᵀ dZ: what a batch adds to the gradient of a kernel.</summary>
    /// <param name="rows">Rows of X and dZ: samples, or samples of several timesteps.</param>
    /// <param name="features">Columns of X, rows of dW.</param>
    /// <param name="columns">Columns of dZ and dW, whole panels.</param>
    /// <param name="x">X, rows <paramref name="xStride"/> values apart.</param>
    /// <param name="xStride">Distance of X's rows.</param>
    /// <param name="dZ">dL/dZ, rows <paramref name="dZStride"/> values apart.</param>
    /// <param name="dZStride">Distance of dZ's rows.</param>
    /// <param name="dW">dL/dW, added to.</param>
    /// <param name="dWStride">Distance of dW's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradient<T>(
        int rows, int features, int columns, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> dZ, int dZStride, Span<T> dW, int dWStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0)
        {
            return;
        }
        CheckRows(rows, features, x.Length, xStride);
        CheckRows(rows, columns, dZ.Length, dZStride);
        CheckRows(features, columns, dW.Length, dWStride);
        Run(new Shape(features, columns, rows), x, 1, xStride, dZ, PanelWidth, dZStride, dW, dWStride, dW, dWStride);
    }

    /// <summary>dB = dB + column sums of dZ, row after row: what a batch adds to the gradient of a bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumnSums<T>(int rows, int columns, ReadOnlySpan<T> dZ, int dZStride, Span<T> dB)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(rows, columns, dZ.Length, dZStride);
        dB = dB[..columns];
        int column = 0, lanes = Vector<T>.IsSupported ? Vector<T>.Count : columns + 1;
        for (; column <= columns - 4 * lanes; column += 4 * lanes)
        {
            Span<T> to = dB.Slice(column, 4 * lanes);
            Vector<T> sum0 = new(to), sum1 = new(to[lanes..]), sum2 = new(to[(2 * lanes)..]), sum3 = new(to[(3 * lanes)..]);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<T> from = dZ.Slice((row * dZStride) + column, 4 * lanes);
                sum0 += new Vector<T>(from);
                sum1 += new Vector<T>(from[lanes..]);
                sum2 += new Vector<T>(from[(2 * lanes)..]);
                sum3 += new Vector<T>(from[(3 * lanes)..]);
            }
            sum0.CopyTo(to);
            sum1.CopyTo(to[lanes..]);
            sum2.CopyTo(to[(2 * lanes)..]);
            sum3.CopyTo(to[(3 * lanes)..]);
        }
        for (; column <= columns - lanes; column += lanes)
        {
            Vector<T> sum = new(dB[column..]);
            for (int row = 0; row < rows; row++)
            {
                sum += new Vector<T>(dZ[((row * dZStride) + column)..]);
            }
            sum.CopyTo(dB[column..]);
        }
        for (; column < columns; column++)
        {
            T sum = dB[column];
            for (int row = 0; row < rows; row++)
            {
                sum += dZ[(row * dZStride) + column];
            }
            dB[column] = sum;
        }
    }

    /// <summary>y = bias + X w for one column w, by 16 partial sums added in one order; batch-1 code adds in the same.</summary>
    /// <param name="rows">Rows of X.</param>
    /// <param name="depth">Columns of X.</param>
    /// <param name="x">X, each row readable up to a whole panel.</param>
    /// <param name="xStride">Distance of X's rows, whole panels.</param>
    /// <param name="w">The column, padded with zeros to whole panels.</param>
    /// <param name="bias">Added last.</param>
    /// <param name="y">Receives one value every <paramref name="yStride"/>.</param>
    /// <param name="yStride">Distance of y's values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Dot<T>(int rows, int depth, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> w, T bias, Span<T> y, int yStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(depth);
        CheckRows(rows, padded, x.Length, xStride);
        CheckRows(rows, 1, y.Length, yStride);
        w = w[..padded];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> values = x.Slice(row * xStride, padded);
            y[row * yStride] = bias + (typeof(T) == typeof(float) && Vector128.IsHardwareAccelerated
                ? (T)(object)DotRow(MemoryMarshal.Cast<T, float>(values), MemoryMarshal.Cast<T, float>(w), depth)
                : DotPortable(values[..depth], w));
        }
    }

    /// <summary>Writes a row-major matrix into panels. Columns past the last become 0.</summary>
    /// <param name="source">B, rows <paramref name="stride"/> values apart.</param>
    /// <param name="depth">Rows of B.</param>
    /// <param name="columns">Columns of B, any number.</param>
    /// <param name="stride">Distance of B's rows.</param>
    /// <param name="packed">Receives <c>depth x PaddedRow.Length(columns)</c> values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(ReadOnlySpan<T> source, int depth, int columns, int stride, Span<T> packed) where T : unmanaged
    {
        for (int first = 0; first < columns; first += PanelWidth)
        {
            int width = Math.Min(PanelWidth, columns - first);
            if (RowCopy.Run(depth, width, source, first, stride, packed, first * depth, PanelWidth))
            {
                continue;
            }
            for (int k = 0; k < depth; k++)
            {
                Span<T> row = packed.Slice((first * depth) + (k * PanelWidth), PanelWidth);
                source.Slice((k * stride) + first, width).CopyTo(row);
                row[width..].Clear();
            }
        }
    }

    /// <summary>Writes the transpose of a row-major matrix into panels; what has no source becomes 0.</summary>
    /// <param name="source">The matrix, rows <paramref name="stride"/> values apart.</param>
    /// <param name="rows">Its rows, the columns of the transpose.</param>
    /// <param name="columns">Its columns, the first rows of the transpose.</param>
    /// <param name="stride">Distance of its rows.</param>
    /// <param name="packed">Panels whose rows are <c>depth</c> in number.</param>
    /// <param name="depth">Rows of the whole transpose, of which this matrix fills some.</param>
    /// <param name="firstRow">The row of the transpose that the first column becomes.</param>
    /// <param name="tight">True to leave alone what comes behind the last column: by default 0 follows up to a whole panel of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed<T>(
        ReadOnlySpan<T> source, int rows, int columns, int stride, Span<T> packed, int depth, int firstRow, bool tight = false) where T : unmanaged
    {
        int padded = tight ? columns : PaddedRow.Length(columns);
        for (int first = 0; first < rows; first += PanelWidth)
        {
            Span<T> panel = packed.Slice((first * depth) + (firstRow * PanelWidth), padded * PanelWidth);
            int width = Math.Min(PanelWidth, rows - first), column = 0;
            panel[(width < PanelWidth ? 0 : columns * PanelWidth)..].Clear();
            for (; column <= width - 4; column += 4)
            {
                FourColumns(source[((first + column) * stride)..], columns, stride, panel[column..]);
            }
            for (; column < width; column++)
            {
                ReadOnlySpan<T> row = source.Slice((first + column) * stride, columns);
                for (int k = 0; k < row.Length; k++)
                {
                    panel[(k * PanelWidth) + column] = row[k];
                }
            }
        }
    }

    // Four rows of the source become four columns of a panel.
    private static void FourColumns<T>(ReadOnlySpan<T> source, int length, int stride, Span<T> panel) where T : unmanaged
    {
        ref T row0 = ref MemoryMarshal.GetReference(source[..length]), row1 = ref MemoryMarshal.GetReference(source.Slice(stride, length));
        ref T row2 = ref MemoryMarshal.GetReference(source.Slice(2 * stride, length)), row3 = ref MemoryMarshal.GetReference(source.Slice(3 * stride, length));
        ref T to = ref MemoryMarshal.GetReference(panel[..(((length - 1) * PanelWidth) + 4)]);
        for (nint k = 0; k < length; k++)
        {
            ref T four = ref Unsafe.Add(ref to, k * PanelWidth);
            four = Unsafe.Add(ref row0, k);
            Unsafe.Add(ref four, 1) = Unsafe.Add(ref row1, k);
            Unsafe.Add(ref four, 2) = Unsafe.Add(ref row2, k);
            Unsafe.Add(ref four, 3) = Unsafe.Add(ref row3, k);
        }
    }

    private static float DotRow(ReadOnlySpan<float> x, ReadOnlySpan<float> w, int depth) =>
        Vector512.IsHardwareAccelerated ? GemmVector512.Dot(x, w, depth)
        : Vector256.IsHardwareAccelerated ? GemmVector256.Dot(x, w, depth)
        : GemmVector128.Dot(x, w, depth);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T DotPortable<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int k = 0; k < x.Length; k++)
        {
            sum += x[k] * w[k];
        }
        return sum;
    }

    private static void Run<T>(
        Shape shape, ReadOnlySpan<T> a, int aRow, int aColumn, ReadOnlySpan<T> b, int bPanel, int bRow,
        ReadOnlySpan<T> init, int initRow, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(shape, a, 0, aRow, 0, aColumn, b, bPanel, bRow, init, initRow, c, cRow);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Run<T>(
        Shape shape, ReadOnlySpan<T> a, int aStart, int aRow, int aTap, int aColumn, ReadOnlySpan<T> b, int bPanel, int bRow,
        ReadOnlySpan<T> init, int initRow, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) || !Vector128.IsHardwareAccelerated)
        {
            RunPortable(shape, a, aStart, aRow, aTap, aColumn, b, bPanel, bRow, init, initRow, c, cRow);
            return;
        }
        fixed (T* pa = a, pb = b, pi = init, pc = c)
        {
            var left = new Strided((float*)pa + aStart, aRow, aColumn, aTap);
            var right = new Strided((float*)pb, bPanel, bRow);
            var from = new Strided((float*)pi, initRow, 1);
            RunFloat(shape, left, right, from, new Strided((float*)pc, cRow, 1));
        }
    }

    /// <summary>Runs a product on the widest vectors there are.</summary>
    internal static void RunFloat(Shape shape, Strided a, Strided b, Strided init, Strided c)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GemmVector512.Run(shape, a, b, init, c);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            GemmVector256.Run(shape, a, b, init, c);
        }
        else
        {
            GemmVector128.Run(shape, a, b, init, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPortable<T>(
        Shape shape, ReadOnlySpan<T> a, int aStart, int aRow, int aTap, int aColumn, ReadOnlySpan<T> b, int bPanel, int bRow,
        ReadOnlySpan<T> init, int initRow, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < shape.Rows; row++)
        {
            for (int first = 0; first < shape.Columns; first += PanelWidth)
            {
                Span<T> to = c.Slice((row * cRow) + first, PanelWidth);
                if (init.IsEmpty)
                {
                    to.Clear();
                }
                else
                {
                    init.Slice((row * initRow) + first, PanelWidth).CopyTo(to);
                }
                ReadOnlySpan<T> panel = b[(first / PanelWidth * bPanel)..];
                for (int k = 0; k < shape.Taps * shape.Depth; k++)
                {
                    T value = a[aStart + (row * aRow) + (k / shape.Depth * aTap) + (k % shape.Depth * aColumn)];
                    ReadOnlySpan<T> from = panel.Slice(k * bRow, PanelWidth);
                    for (int column = 0; column < PanelWidth; column++)
                    {
                        to[column] += value * from[column];
                    }
                }
            }
        }
    }

    private static void CheckOperands(int rows, int depth, int columns, int a, int aStride, int packed, int c, int cStride)
    {
        CheckRows(rows, depth, a, aStride);
        CheckRows(rows, columns, c, cStride);
        if (columns % PanelWidth != 0 || packed < depth * columns)
        {
            throw new ArgumentException($"B has {packed} values; {depth} x {columns} in panels of {PanelWidth} are needed.");
        }
    }

    private static void CheckRows(int rows, int columns, int length, int stride)
    {
        if (rows > 0 && ((long)(rows - 1) * stride) + columns > length)
        {
            throw new ArgumentException($"A matrix of {rows} rows, {columns} columns and stride {stride} does not fit into {length} values.");
        }
    }

    /// <summary>C is [Rows, Columns]; the sums run over Taps times Depth.</summary>
    internal readonly record struct Shape(int Rows, int Columns, int Depth, int Taps = 1);

    /// <summary>
    /// A matrix in memory: distances between rows (for B, panels) and between columns (for B, rows), for A also between the first
    /// columns of two taps.
    /// </summary>
    internal readonly unsafe struct Strided(float* start, nint row, nint column, nint tap = 0)
    {
        internal readonly float* Start = start;
        internal readonly nint Row = row;
        internal readonly nint Column = column;
        internal readonly nint Tap = tap;
    }
}
