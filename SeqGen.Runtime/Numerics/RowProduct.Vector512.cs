using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

/// <summary><see cref="RowProduct"/> on registers of 512 bits.</summary>
[RealtimeSafe]
internal static unsafe class RowProductVector512
{
    // Rows of B that are read side by side, so that c is loaded and stored once for all of them.
    private const int Rows = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddRows(int depth, int columns, float* a, float* b, nint bStride, float* c)
    {
        int k = 0;
        for (; k <= depth - Rows; k += Rows)
        {
            AddEightRows(columns, a + k, b + (k * bStride), bStride, c);
        }
        for (; k < depth; k++)
        {
            Vec x = V.Create(a[k]);
            float* row = b + (k * bStride);
            for (int column = 0; column < columns; column += Vec.Count)
            {
                V.Store(V.MultiplyAddEstimate(x, V.Load(row + column), V.Load(c + column)), c + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddEightRows(int columns, float* a, float* b, nint bStride, float* c)
    {
        Vec x0 = V.Create(a[0]), x1 = V.Create(a[1]), x2 = V.Create(a[2]), x3 = V.Create(a[3]);
        Vec x4 = V.Create(a[4]), x5 = V.Create(a[5]), x6 = V.Create(a[6]), x7 = V.Create(a[7]);
        float* b1 = b + bStride, b2 = b1 + bStride, b3 = b2 + bStride, b4 = b3 + bStride, b5 = b4 + bStride, b6 = b5 + bStride, b7 = b6 + bStride;
        for (int column = 0; column < columns; column += Vec.Count)
        {
            Vec sum = V.MultiplyAddEstimate(x0, V.Load(b + column), V.Load(c + column));
            sum = V.MultiplyAddEstimate(x1, V.Load(b1 + column), sum);
            sum = V.MultiplyAddEstimate(x2, V.Load(b2 + column), sum);
            sum = V.MultiplyAddEstimate(x3, V.Load(b3 + column), sum);
            sum = V.MultiplyAddEstimate(x4, V.Load(b4 + column), sum);
            sum = V.MultiplyAddEstimate(x5, V.Load(b5 + column), sum);
            sum = V.MultiplyAddEstimate(x6, V.Load(b6 + column), sum);
            sum = V.MultiplyAddEstimate(x7, V.Load(b7 + column), sum);
            V.Store(sum, c + column);
        }
    }
}
