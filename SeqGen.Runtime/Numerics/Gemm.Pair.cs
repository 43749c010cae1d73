using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

public static partial class Gemm
{
    // Two panels of a deeper B do not stay in the first cache beside C: there the products are made one after the other, in blocks of k.
    internal const int DeepestPair = 128;

    /// <summary>C = init + A B + A' B' for packed B and B', in one go: what a recurrent layer sums up for its gates.</summary>
    /// <param name="rows">Rows of A, A' and C.</param>
    /// <param name="columns">Columns of C, whole panels.</param>
    /// <param name="depth">Columns of A, rows of B.</param>
    /// <param name="a">A, rows <paramref name="aStride"/> values apart.</param>
    /// <param name="aStride">Distance of A's rows.</param>
    /// <param name="packed">B in panels.</param>
    /// <param name="depth2">Columns of A', rows of B'; 0 where there is no second product.</param>
    /// <param name="a2">A', rows <paramref name="a2Stride"/> values apart.</param>
    /// <param name="a2Stride">Distance of A's rows.</param>
    /// <param name="packed2">B' in panels.</param>
    /// <param name="init">One row for all rows of C, as a bias; empty for 0.</param>
    /// <param name="c">Receives C.</param>
    /// <param name="cStride">Distance of C's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void MultiplyPair<T>(
        int rows, int columns, int depth, ReadOnlySpan<T> a, int aStride, ReadOnlySpan<T> packed, int depth2, ReadOnlySpan<T> a2, int a2Stride,
        ReadOnlySpan<T> packed2, ReadOnlySpan<T> init, Span<T> c, int cStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (depth2 == 0 || depth > DeepestPair || depth2 > DeepestPair || typeof(T) != typeof(float) || !Vector128.IsHardwareAccelerated)
        {
            Multiply(rows, depth, columns, a, aStride, packed, init, c, cStride);
            if (depth2 > 0)
            {
                MultiplyAdd(rows, depth2, columns, a2, a2Stride, packed2, c, cStride);
            }
            return;
        }
        CheckOperands(rows, depth, columns, a.Length, aStride, packed.Length, c.Length, cStride);
        CheckOperands(rows, depth2, columns, a2.Length, a2Stride, packed2.Length, c.Length, cStride);
        if (!init.IsEmpty)
        {
            init = init[..columns];
        }
        fixed (T* pa = a, pb = packed, pa2 = a2, pb2 = packed2, pi = init, pc = c)
        {
            var first = new Factors((float*)pa, aStride, (float*)pb, depth);
            var second = new Factors((float*)pa2, a2Stride, (float*)pb2, depth2);
            if (Vector512.IsHardwareAccelerated)
            {
                PairProductVector512.Run(rows, columns, first, second, (float*)pi, (float*)pc, cStride);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                PairProductVector256.Run(rows, columns, first, second, (float*)pi, (float*)pc, cStride);
            }
            else
            {
                PairProductVector128.Run(rows, columns, first, second, (float*)pi, (float*)pc, cStride);
            }
        }
    }

    /// <summary>A and a packed B.</summary>
    internal readonly unsafe struct Factors(float* a, nint aRow, float* packed, int depth)
    {
        internal readonly float* A = a;
        internal readonly nint ARow = aRow;
        internal readonly int Depth = depth;
        private readonly float* _packed = packed;

        internal Strided Left => new(A, ARow, 1);

        internal Factors From(int row) => new(A + (row * ARow), ARow, _packed, Depth);

        /// <summary>The first value of a column, or of the vector that starts there.</summary>
        internal float* Column(int column) => _packed + ((nint)(column / PanelWidth) * PanelWidth * Depth) + (column % PanelWidth);

        internal Strided Right(int column) => new(Column(column), (nint)PanelWidth * Depth, PanelWidth);
    }
}
