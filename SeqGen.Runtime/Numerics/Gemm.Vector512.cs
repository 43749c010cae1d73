using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

/// <summary><see cref="Gemm"/> on registers of 512 bits: tiles of 8 or 4 rows by 2 vectors stay in registers over a block of k.</summary>
[RealtimeSafe]
internal static unsafe class GemmVector512
{
    // 256 rows of two panels are 32 KB: they stay in the first cache while the rows of A go by.
    private const int DepthBlock = 256;

    // 16 accumulators need the 32 registers of AVX-512.
    private static bool HasTile8 => Vec.Count == 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(Gemm.Shape shape, Gemm.Strided a, Gemm.Strided b, Gemm.Strided init, Gemm.Strided c)
    {
        // A block is some whole taps, or a part of one that is deep.
        int tap = 0, done = 0, tapsOfBlock = Math.Max(1, DepthBlock / Math.Max(1, shape.Depth));
        Gemm.Strided from = init;
        do
        {
            int taps = Math.Min(tapsOfBlock, shape.Taps - tap), depth = Math.Min(DepthBlock, shape.Depth - done);
            float* left = a.Start + (tap * a.Tap) + (done * a.Column);
            float* right = b.Start + (((nint)tap * shape.Depth + done) * b.Column);
            for (int column = 0; column < shape.Columns; column += 2 * Vec.Count)
            {
                float* b0 = right + (column / PaddedRow.Lanes * b.Row) + (column % PaddedRow.Lanes);
                int next = column + Vec.Count;
                float* start = from.Start == null ? null : from.Start + column;
                if (next < shape.Columns)
                {
                    float* b1 = right + (next / PaddedRow.Lanes * b.Row) + (next % PaddedRow.Lanes);
                    TwoColumns(shape.Rows, taps, depth, left, a, b0, b1, b.Column, start, from.Row, c.Start + column, c.Row);
                }
                else
                {
                    OneColumn(shape.Rows, taps, depth, left, a, b0, b.Column, start, from.Row, c.Start + column, c.Row);
                }
            }
            from = c;
            done += depth;
            if (done >= shape.Depth)
            {
                done = 0;
                tap += taps;
            }
        }
        while (tap < shape.Taps);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoColumns(
        int rows, int taps, int depth, float* a, Gemm.Strided strides, float* b0, float* b1, nint bRow, float* init, nint initRow, float* c, nint cRow)
    {
        nint jump = strides.Tap - (depth * strides.Column);
        int row = 0;
        for (; HasTile8 && row <= rows - 8; row += 8)
        {
            float* from = init == null ? null : init + (row * initRow);
            Tile8(taps, depth, a + (row * strides.Row), strides.Row, strides.Column, jump, b0, b1, bRow, from, initRow, c + (row * cRow), cRow);
        }
        for (; row <= rows - 4; row += 4)
        {
            float* from = init == null ? null : init + (row * initRow);
            Tile4(taps, depth, a + (row * strides.Row), strides.Row, strides.Column, jump, b0, b1, bRow, from, initRow, c + (row * cRow), cRow);
        }
        for (; row < rows; row++)
        {
            float* left = a + (row * strides.Row);
            float* right0 = b0, right1 = b1;
            Vec c0 = Load(init, row * initRow), c1 = Load(init, (row * initRow) + Vec.Count);
            for (int tap = 0; tap < taps; tap++)
            {
                for (int k = 0; k < depth; k++)
                {
                    Vec x = V.Create(*left);
                    c0 = V.MultiplyAddEstimate(x, V.Load(right0), c0);
                    c1 = V.MultiplyAddEstimate(x, V.Load(right1), c1);
                    left += strides.Column;
                    right0 += bRow;
                    right1 += bRow;
                }
                left += jump;
            }
            V.Store(c0, c + (row * cRow));
            V.Store(c1, c + (row * cRow) + Vec.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneColumn(
        int rows, int taps, int depth, float* a, Gemm.Strided strides, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow)
    {
        nint jump = strides.Tap - (depth * strides.Column);
        int row = 0;
        for (; row <= rows - 4; row += 4)
        {
            float* left = a + (row * strides.Row);
            float* right = b;
            nint r1 = strides.Row, r2 = 2 * r1, r3 = 3 * r1;
            nint from = row * initRow;
            Vec c0 = Load(init, from), c1 = Load(init, from + initRow);
            Vec c2 = Load(init, from + (2 * initRow)), c3 = Load(init, from + (3 * initRow));
            for (int tap = 0; tap < taps; tap++)
            {
                for (int k = 0; k < depth; k++)
                {
                    Vec v = V.Load(right);
                    c0 = V.MultiplyAddEstimate(V.Create(left[0]), v, c0);
                    c1 = V.MultiplyAddEstimate(V.Create(left[r1]), v, c1);
                    c2 = V.MultiplyAddEstimate(V.Create(left[r2]), v, c2);
                    c3 = V.MultiplyAddEstimate(V.Create(left[r3]), v, c3);
                    left += strides.Column;
                    right += bRow;
                }
                left += jump;
            }
            float* to = c + (row * cRow);
            V.Store(c0, to);
            V.Store(c1, to + cRow);
            V.Store(c2, to + (2 * cRow));
            V.Store(c3, to + (3 * cRow));
        }
        for (; row < rows; row++)
        {
            float* left = a + (row * strides.Row);
            float* right = b;
            Vec c0 = Load(init, row * initRow);
            for (int tap = 0; tap < taps; tap++)
            {
                for (int k = 0; k < depth; k++)
                {
                    c0 = V.MultiplyAddEstimate(V.Create(*left), V.Load(right), c0);
                    left += strides.Column;
                    right += bRow;
                }
                left += jump;
            }
            V.Store(c0, c + (row * cRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8(
        int taps, int depth, float* a, nint r1, nint aColumn, nint jump, float* b0, float* b1, nint bRow, float* init, nint initRow, float* c, nint cRow)
    {
        nint r2 = 2 * r1, r3 = 3 * r1;
        float* low = a + (4 * r1);
        Vec c00 = Load(init, 0), c01 = Load(init, Vec.Count);
        Vec c10 = Load(init, initRow), c11 = Load(init, initRow + Vec.Count);
        Vec c20 = Load(init, 2 * initRow), c21 = Load(init, (2 * initRow) + Vec.Count);
        Vec c30 = Load(init, 3 * initRow), c31 = Load(init, (3 * initRow) + Vec.Count);
        Vec c40 = Load(init, 4 * initRow), c41 = Load(init, (4 * initRow) + Vec.Count);
        Vec c50 = Load(init, 5 * initRow), c51 = Load(init, (5 * initRow) + Vec.Count);
        Vec c60 = Load(init, 6 * initRow), c61 = Load(init, (6 * initRow) + Vec.Count);
        Vec c70 = Load(init, 7 * initRow), c71 = Load(init, (7 * initRow) + Vec.Count);
        for (int tap = 0; tap < taps; tap++)
        {
            for (int k = 0; k < depth; k++)
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
                a += aColumn;
                low += aColumn;
                b0 += bRow;
                b1 += bRow;
            }
            a += jump;
            low += jump;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4(
        int taps, int depth, float* a, nint r1, nint aColumn, nint jump, float* b0, float* b1, nint bRow, float* init, nint initRow, float* c, nint cRow)
    {
        nint r2 = 2 * r1, r3 = 3 * r1;
        Vec c00 = Load(init, 0), c01 = Load(init, Vec.Count);
        Vec c10 = Load(init, initRow), c11 = Load(init, initRow + Vec.Count);
        Vec c20 = Load(init, 2 * initRow), c21 = Load(init, (2 * initRow) + Vec.Count);
        Vec c30 = Load(init, 3 * initRow), c31 = Load(init, (3 * initRow) + Vec.Count);
        for (int tap = 0; tap < taps; tap++)
        {
            for (int k = 0; k < depth; k++)
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
                a += aColumn;
                b0 += bRow;
                b1 += bRow;
            }
            a += jump;
        }
        Store(c00, c01, c);
        Store(c10, c11, c + cRow);
        Store(c20, c21, c + (2 * cRow));
        Store(c30, c31, c + (3 * cRow));
    }

    /// <summary>Sum of x[k] w[k], k below depth: 16 partial sums, then halves are added until one is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> w, int depth)
    {
        Span<float> sums = stackalloc float[PaddedRow.Lanes];
        ref float left = ref MemoryMarshal.GetReference(x);
        ref float right = ref MemoryMarshal.GetReference(w);
        for (int lane = 0; lane < PaddedRow.Lanes; lane += Vec.Count)
        {
            Vec sum = Vec.Zero;
            for (int k = lane; k < depth; k += PaddedRow.Lanes)
            {
                // What a row holds past its end must not count, whatever it is.
                Vec values = V.LoadUnsafe(ref left, (nuint)k);
                Vec inside = V.LessThan(Vec.Indices, V.Create((float)(depth - k)));
                sum = V.MultiplyAddEstimate(V.ConditionalSelect(inside, values, Vec.Zero), V.LoadUnsafe(ref right, (nuint)k), sum);
            }
            sum.CopyTo(sums[lane..]);
        }
        return PartialSums.Add(sums);
    }

    private static Vec Load(float* start, nint offset) => start == null ? Vec.Zero : V.Load(start + offset);

    private static void Store(Vec first, Vec second, float* to)
    {
        V.Store(first, to);
        V.Store(second, to + Vec.Count);
    }
}
