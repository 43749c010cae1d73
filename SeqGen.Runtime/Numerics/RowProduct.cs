using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>
/// Products of the code for one sample with parameters as they lie, row-major: of one row, and of the rows of several timesteps at once.
/// </summary>
/// <remarks>
/// Every element is one chain of multiply-adds in ascending k, as in <see cref="Gemm"/>, so that both give the same bits. Columns are rounded
/// up to <see cref="PaddedRow.Lanes"/>: C has room for them, and what is read behind a row of B is computed along and means nothing.
/// Offsets are not checked; only generated code calls these, where there are vectors.
/// </remarks>
[RealtimeSafe]
public static unsafe class RowProduct
{
    // Below this many rows a copy of B into panels costs more than it saves.
    private const int FewRows = 4;

    /// <summary>Values of <c>panels</c> that <see cref="Multiply"/> needs for each row of B.</summary>
    public const int PanelWidth = 2 * PaddedRow.Lanes;

    /// <summary>c = c + a B, B read row by row: what is read is read once, in order.</summary>
    /// <param name="depth">k: values of a, rows of B.</param>
    /// <param name="columns">Columns of B to multiply by.</param>
    /// <param name="a">The row a.</param>
    /// <param name="b">B.</param>
    /// <param name="bStride">Distance of B's rows.</param>
    /// <param name="c">Added to.</param>
    public static void AddRows(int depth, int columns, ref readonly float a, ref readonly float b, int bStride, ref float c)
    {
        columns = PaddedRow.Length(columns);
        fixed (float* pa = &a, pb = &b, pc = &c)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                RowProductVector512.AddRows(depth, columns, pa, pb, bStride, pc);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                RowProductVector256.AddRows(depth, columns, pa, pb, bStride, pc);
            }
            else
            {
                RowProductVector128.AddRows(depth, columns, pa, pb, bStride, pc);
            }
        }
    }

    /// <summary>C = bias + A B for rows of several timesteps.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="depth">k: columns of A, rows of B. 0 gives the bias.</param>
    /// <param name="columns">Columns of B to multiply by.</param>
    /// <param name="a">A.</param>
    /// <param name="aStride">Distance of A's rows.</param>
    /// <param name="b">B.</param>
    /// <param name="bStride">Distance of B's rows.</param>
    /// <param name="bias">Where every row starts from; a null reference for 0.</param>
    /// <param name="c">Receives C.</param>
    /// <param name="cStride">Distance of C's rows.</param>
    /// <param name="panels">Memory for <see cref="PanelWidth"/> values a row of B, aligned to 64 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        int rows, int depth, int columns, ref readonly float a, int aStride, ref readonly float b, int bStride, ref readonly float bias,
        ref float c, int cStride, ref float panels)
    {
        if (rows < FewRows || depth == 0)
        {
            MultiplyRows(rows, depth, columns, in a, aStride, in b, bStride, in bias, ref c, cStride);
            return;
        }
        columns = PaddedRow.Length(columns);
        fixed (float* pa = &a, pb = &b, pi = &bias, pc = &c, pp = &panels)
        {
            var left = new Gemm.Strided(pa, aStride, 1);
            for (int column = 0; column < columns; column += PanelWidth)
            {
                int width = Math.Min(PanelWidth, columns - column);
                for (int k = 0; k < depth; k++)
                {
                    new ReadOnlySpan<float>(pb + ((nint)k * bStride) + column, width).CopyTo(new Span<float>(pp + (k * PanelWidth), width));
                }
                Gemm.RunFloat(
                    new Gemm.Shape(rows, width, depth), left, new Gemm.Strided(pp, PaddedRow.Lanes, PanelWidth),
                    new Gemm.Strided(pi == null ? null : pi + column, 0, 1), new Gemm.Strided(pc + column, cStride, 1));
            }
        }
    }

    private static void MultiplyRows(
        int rows, int depth, int columns, ref readonly float a, int aStride, ref readonly float b, int bStride, ref readonly float bias,
        ref float c, int cStride)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float to = ref Unsafe.Add(ref c, (nint)row * cStride);
            Span<float> values = MemoryMarshal.CreateSpan(ref to, columns);
            if (Unsafe.IsNullRef(in bias))
            {
                values.Clear();
            }
            else
            {
                MemoryMarshal.CreateReadOnlySpan(in bias, columns).CopyTo(values);
            }
            AddRows(depth, columns, in Unsafe.Add(ref Unsafe.AsRef(in a), (nint)row * aStride), in b, bStride, ref to);
        }
    }
}
