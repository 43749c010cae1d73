using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Numerics;

/// <summary><see cref="DepthwiseConvolution"/> on registers of 512 bits: a vector of channels of four rows, or under four taps, at once.</summary>
[RealtimeSafe]
internal static unsafe class DepthwiseVector512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in DepthwiseConvolution.Shape shape, float* x, float* kernel, float* bias, float* z)
    {
        nint xRow = shape.Row, xTap = shape.Tap, kTap = shape.KernelTap, columns = shape.Columns;
        int row = 0;
        for (; row <= shape.Rows - 4; row += 4)
        {
            for (nint column = 0; column < columns; column += Vec.Count)
            {
                float* from = x + (row * xRow) + column, weights = kernel + column, to = z + (row * columns) + column;
                Vec z0 = bias == null ? Vec.Zero : V.Load(bias + column);
                Vec z1 = z0, z2 = z0, z3 = z0;
                for (int tap = 0; tap < shape.Taps; tap++)
                {
                    Vec w = V.Load(weights);
                    z0 = V.MultiplyAddEstimate(V.Load(from), w, z0);
                    z1 = V.MultiplyAddEstimate(V.Load(from + xRow), w, z1);
                    z2 = V.MultiplyAddEstimate(V.Load(from + (2 * xRow)), w, z2);
                    z3 = V.MultiplyAddEstimate(V.Load(from + (3 * xRow)), w, z3);
                    from += xTap;
                    weights += kTap;
                }
                V.Store(z0, to);
                V.Store(z1, to + columns);
                V.Store(z2, to + (2 * columns));
                V.Store(z3, to + (3 * columns));
            }
        }
        for (; row < shape.Rows; row++)
        {
            for (nint column = 0; column < columns; column += Vec.Count)
            {
                float* from = x + (row * xRow) + column, weights = kernel + column;
                Vec sum = bias == null ? Vec.Zero : V.Load(bias + column);
                for (int tap = 0; tap < shape.Taps; tap++)
                {
                    sum = V.MultiplyAddEstimate(V.Load(from), V.Load(weights), sum);
                    from += xTap;
                    weights += kTap;
                }
                V.Store(sum, z + (row * columns) + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddGradient(in DepthwiseConvolution.Shape shape, float* x, float* dZ, float* dKernel)
    {
        nint xRow = shape.Row, xTap = shape.Tap, columns = shape.Columns;
        for (nint column = 0; column < columns; column += Vec.Count)
        {
            int tap = 0;
            for (; tap <= shape.Taps - 4; tap += 4)
            {
                float* from = x + (tap * xTap) + column, d = dZ + column, to = dKernel + (tap * columns) + column;
                Vec w0 = V.Load(to), w1 = V.Load(to + columns), w2 = V.Load(to + (2 * columns)), w3 = V.Load(to + (3 * columns));
                for (int row = 0; row < shape.Rows; row++)
                {
                    Vec v = V.Load(d);
                    w0 = V.MultiplyAddEstimate(V.Load(from), v, w0);
                    w1 = V.MultiplyAddEstimate(V.Load(from + xTap), v, w1);
                    w2 = V.MultiplyAddEstimate(V.Load(from + (2 * xTap)), v, w2);
                    w3 = V.MultiplyAddEstimate(V.Load(from + (3 * xTap)), v, w3);
                    from += xRow;
                    d += columns;
                }
                V.Store(w0, to);
                V.Store(w1, to + columns);
                V.Store(w2, to + (2 * columns));
                V.Store(w3, to + (3 * columns));
            }
            for (; tap < shape.Taps; tap++)
            {
                float* from = x + (tap * xTap) + column, d = dZ + column, to = dKernel + (tap * columns) + column;
                Vec sum = V.Load(to);
                for (int row = 0; row < shape.Rows; row++)
                {
                    sum = V.MultiplyAddEstimate(V.Load(from), V.Load(d), sum);
                    from += xRow;
                    d += columns;
                }
                V.Store(sum, to);
            }
        }
    }
}
