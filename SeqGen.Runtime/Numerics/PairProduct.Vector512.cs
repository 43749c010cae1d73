using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

/// <summary>C = init + A B + A' B' on registers of 512 bits: a tile of C stays in registers over both products.</summary>
[RealtimeSafe]
internal static unsafe class PairProductVector512
{
    // 16 accumulators need the 32 registers of AVX-512.
    private static bool HasTile8 => Vec.Count == 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(int rows, int columns, Gemm.Factors first, Gemm.Factors second, float* init, float* c, nint cRow)
    {
        // Whole pairs of vectors here; a panel that is left, and rows that are, go through two products.
        int pairs = columns / (2 * Vec.Count) * (2 * Vec.Count), row = 0;
        for (; HasTile8 && row <= rows - 8; row += 8)
        {
            EightRows(pairs, first.From(row), second.From(row), init, c + (row * cRow), cRow);
        }
        for (; row <= rows - 4; row += 4)
        {
            FourRows(pairs, first.From(row), second.From(row), init, c + (row * cRow), cRow);
        }
        Rest(rows - row, 0, pairs, first.From(row), second.From(row), init, c + (row * cRow), cRow);
        Rest(rows, pairs, columns - pairs, first, second, init, c, cRow);
    }

    private static void Rest(int rows, int column, int columns, Gemm.Factors first, Gemm.Factors second, float* init, float* c, nint cRow)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }
        var to = new Gemm.Strided(c + column, cRow, 1);
        var from = new Gemm.Strided(init == null ? null : init + column, 0, 1);
        GemmVector512.Run(new Gemm.Shape(rows, columns, first.Depth), first.Left, first.Right(column), from, to);
        GemmVector512.Run(new Gemm.Shape(rows, columns, second.Depth), second.Left, second.Right(column), to, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows(int columns, Gemm.Factors first, Gemm.Factors second, float* init, float* c, nint cRow)
    {
        for (int column = 0; column < columns; column += 2 * Vec.Count, c += 2 * Vec.Count)
        {
            Vec c00 = Load(init, column), c01 = Load(init, column + Vec.Count);
            Vec c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
            Vec c40 = c00, c41 = c01, c50 = c00, c51 = c01, c60 = c00, c61 = c01, c70 = c00, c71 = c01;
            Gemm.Factors factors = first;
            for (int product = 0; product < 2; product++, factors = second)
            {
                float* b0 = factors.Column(column), b1 = factors.Column(column + Vec.Count);
                nint r1 = factors.ARow, r2 = 2 * r1, r3 = 3 * r1;
                float* a = factors.A, low = a + (4 * r1), end = a + factors.Depth;
                for (; a != end; a++, low++, b0 += PaddedRow.Lanes, b1 += PaddedRow.Lanes)
                {
                    Vec v0 = V.Load(b0), v1 = V.Load(b1);
                    Vec x = V.Create(a[0]);
                    c00 = V.MultiplyAddEstimate(x, v0, c00);
                    c01 = V.MultiplyAddEstimate(x, v1, c01);
                    x = V.Create(a[r1]);
                    c10 = V.MultiplyAddEstimate(x, v0, c10);
                    c11 = V.MultiplyAddEstimate(x, v1, c11);
                    x = V.Create(a[r2]);
                    c20 = V.MultiplyAddEstimate(x, v0, c20);
                    c21 = V.MultiplyAddEstimate(x, v1, c21);
                    x = V.Create(a[r3]);
                    c30 = V.MultiplyAddEstimate(x, v0, c30);
                    c31 = V.MultiplyAddEstimate(x, v1, c31);
                    x = V.Create(low[0]);
                    c40 = V.MultiplyAddEstimate(x, v0, c40);
                    c41 = V.MultiplyAddEstimate(x, v1, c41);
                    x = V.Create(low[r1]);
                    c50 = V.MultiplyAddEstimate(x, v0, c50);
                    c51 = V.MultiplyAddEstimate(x, v1, c51);
                    x = V.Create(low[r2]);
                    c60 = V.MultiplyAddEstimate(x, v0, c60);
                    c61 = V.MultiplyAddEstimate(x, v1, c61);
                    x = V.Create(low[r3]);
                    c70 = V.MultiplyAddEstimate(x, v0, c70);
                    c71 = V.MultiplyAddEstimate(x, v1, c71);
                }
            }
            Store(c00, c01, c);
            Store(c10, c11, c + cRow);
            Store(c20, c21, c + (2 * cRow));
            Store(c30, c31, c + (3 * cRow));
            Store(c40, c41, c + (4 * cRow));
            Store(c50, c51, c + (5 * cRow));
            Store(c60, c61, c + (6 * cRow));
            Store(c70, c71, c + (7 * cRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(int columns, Gemm.Factors first, Gemm.Factors second, float* init, float* c, nint cRow)
    {
        for (int column = 0; column < columns; column += 2 * Vec.Count, c += 2 * Vec.Count)
        {
            Vec c00 = Load(init, column), c01 = Load(init, column + Vec.Count);
            Vec c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
            Gemm.Factors factors = first;
            for (int product = 0; product < 2; product++, factors = second)
            {
                float* b0 = factors.Column(column), b1 = factors.Column(column + Vec.Count);
                nint r1 = factors.ARow, r2 = 2 * r1, r3 = 3 * r1;
                float* a = factors.A, end = a + factors.Depth;
                for (; a != end; a++, b0 += PaddedRow.Lanes, b1 += PaddedRow.Lanes)
                {
                    Vec v0 = V.Load(b0), v1 = V.Load(b1);
                    Vec x = V.Create(a[0]);
                    c00 = V.MultiplyAddEstimate(x, v0, c00);
                    c01 = V.MultiplyAddEstimate(x, v1, c01);
                    x = V.Create(a[r1]);
                    c10 = V.MultiplyAddEstimate(x, v0, c10);
                    c11 = V.MultiplyAddEstimate(x, v1, c11);
                    x = V.Create(a[r2]);
                    c20 = V.MultiplyAddEstimate(x, v0, c20);
                    c21 = V.MultiplyAddEstimate(x, v1, c21);
                    x = V.Create(a[r3]);
                    c30 = V.MultiplyAddEstimate(x, v0, c30);
                    c31 = V.MultiplyAddEstimate(x, v1, c31);
                }
            }
            Store(c00, c01, c);
            Store(c10, c11, c + cRow);
            Store(c20, c21, c + (2 * cRow));
            Store(c30, c31, c + (3 * cRow));
        }
    }

    private static Vec Load(float* start, nint offset) => start == null ? Vec.Zero : V.Load(start + offset);

    private static void Store(Vec first, Vec second, float* to)
    {
        V.Store(first, to);
        V.Store(second, to + Vec.Count);
    }
}
