using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SeqGen.Numerics;

namespace SeqGen;

/// <summary>Q of the QR decomposition of a normal matrix, its signs chosen so that R has a positive diagonal.</summary>
/// <remarks>
/// With that diagonal the decomposition is unique, and it is what Gram and Schmidt's process gives: each vector loses its parts along those
/// before it, then is brought to length 1. A vector that loses much is cleaned a second time (Kahan's "twice is enough").
/// </remarks>
internal sealed class OrthogonalInitializer : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        if (values.IsEmpty)
        {
            return;
        }
        int columns = shape.IsEmpty ? 1 : shape[^1];
        int rows = values.Length / columns;
        bool wide = rows < columns;
        int count = wide ? rows : columns;
        int length = wide ? columns : rows;

        // The vectors lie one after the other, padded with zeros to whole lanes.
        int stride = (length + 3) / 4 * 4;
        double[] vectors = new double[checked(count * stride)];
        for (int i = 0; i < length; i++)
        {
            for (int k = 0; k < count; k++)
            {
                vectors[k * stride + i] = random.NextNormal();
            }
        }
        for (int k = 0; k < count; k++)
        {
            Orthonormalize(vectors, k, stride);
        }
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < length; i++)
            {
                values[wide ? k * columns + i : i * columns + k] = (float)vectors[k * stride + i];
            }
        }
    }

    private static void Orthonormalize(double[] vectors, int index, int stride)
    {
        Span<double> vector = vectors.AsSpan(index * stride, stride);
        double before;
        double after = Math.Sqrt(Dot(vector, vector));
        do
        {
            before = after;
            for (int k = 0; k < index; k++)
            {
                ReadOnlySpan<double> other = vectors.AsSpan(k * stride, stride);
                Subtract(vector, other, Dot(vector, other));
            }
            after = Math.Sqrt(Dot(vector, vector));
        }
        while (after < 0.7 * before);

        for (int i = 0; i < stride; i++)
        {
            vector[i] /= after;
        }
    }

    // Always four partial sums added in one order, so that every machine gets the same bits.
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector256<double>> xs = MemoryMarshal.Cast<double, Vector256<double>>(x);
        ReadOnlySpan<Vector256<double>> ys = MemoryMarshal.Cast<double, Vector256<double>>(y);
        Vector256<double> sum = Vector256<double>.Zero;
        for (int i = 0; i < xs.Length; i++)
        {
            sum += xs[i] * ys[i];
        }
        return sum[0] + sum[1] + (sum[2] + sum[3]);
    }

    // x <- x - factor y
    private static void Subtract(Span<double> x, ReadOnlySpan<double> y, double factor)
    {
        Span<Vector256<double>> xs = MemoryMarshal.Cast<double, Vector256<double>>(x);
        ReadOnlySpan<Vector256<double>> ys = MemoryMarshal.Cast<double, Vector256<double>>(y);
        Vector256<double> factors = Vector256.Create(factor);
        for (int i = 0; i < xs.Length; i++)
        {
            xs[i] -= factors * ys[i];
        }
    }
}
