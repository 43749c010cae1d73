using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Numerics;

/// <summary>Layer normalization of rows: x̂ = (x - mean) / √(variance + ε) over the row, y = γ x̂ + β.</summary>
/// <remarks>
/// A sum over a row is 16 partial sums, of the elements whose indices leave the same remainder by 16, added in one order; so the bits do
/// not depend on the vector width. Code for one sample calls this too.
/// </remarks>
[RealtimeSafe]
public static class RowNormalization
{
    /// <summary>y = γ x̂ + β.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="x">Rows <paramref name="xStride"/> apart; only their values are read.</param>
    /// <param name="xStride">Distance of x's rows.</param>
    /// <param name="gamma">γ, readable to a whole panel; empty for 1.</param>
    /// <param name="beta">β, readable to a whole panel; empty for 0.</param>
    /// <param name="normalized">Receives x̂, padded rows, the padding 0; empty if it is not wanted.</param>
    /// <param name="inverses">Receives 1 / √(variance + ε) of every row; empty if it is not wanted.</param>
    /// <param name="y">Receives padded rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(
        int rows, int features, T epsilon, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, Span<T> normalized,
        Span<T> inverses, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        for (int row = 0; row < rows; row++)
        {
            Span<T> values = y.Slice(row * padded, padded);
            x.Slice(row * xStride, features).CopyTo(values);
            values[features..].Clear();
            T inverse = NormalizeRow(features, epsilon, values);
            if (!normalized.IsEmpty)
            {
                values.CopyTo(normalized[(row * padded)..]);
                inverses[row] = inverse;
            }
            ScaleRow(values, gamma, beta);
        }
    }

    /// <summary>dX = (dx̂ - mean(dx̂) - x̂ mean(dx̂ x̂)) / √(variance + ε), dx̂ = γ dY.</summary>
    /// <param name="rows">Rows, padded like all that follow.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="normalized">x̂.</param>
    /// <param name="inverses">1 / √(variance + ε) of every row.</param>
    /// <param name="gamma">γ; empty for 1.</param>
    /// <param name="dY">dL/dY, the padding 0.</param>
    /// <param name="dX">Receives dL/dX, the padding 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<T>(
        int rows, int features, ReadOnlySpan<T> normalized, ReadOnlySpan<T> inverses, ReadOnlySpan<T> gamma, ReadOnlySpan<T> dY, Span<T> dX)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(features);
        T count = T.CreateTruncating(features);
        for (int row = 0; row < rows; row++)
        {
            Span<T> gradient = dX.Slice(row * padded, padded);
            ReadOnlySpan<T> hat = normalized.Slice(row * padded, padded);
            dY.Slice(row * padded, padded).CopyTo(gradient);
            ScaleRow(gradient, gamma, default);
            var mean = new Vector<T>(Sum(gradient) / count);
            var slope = new Vector<T>(SumOfProducts(gradient, hat) / count);
            var inverse = new Vector<T>(inverses[row]);
            Span<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(gradient);
            ReadOnlySpan<Vector<T>> hats = MemoryMarshal.Cast<T, Vector<T>>(hat)[..vectors.Length];
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] = inverse * (vectors[i] - mean - (hats[i] * slope));
            }
            gradient[features..].Clear();
        }
    }

    /// <summary>dγ = Σ dY x̂.</summary>
    public static void GammaGradient<T>(int rows, ReadOnlySpan<T> normalized, ReadOnlySpan<T> dY, Span<T> dGamma)
        where T : unmanaged, IFloatingPointIeee754<T> => ChannelSums.AddProducts(rows, normalized, default, dY, dGamma);

    /// <summary>dβ = Σ dY.</summary>
    public static void BetaGradient<T>(int rows, ReadOnlySpan<T> dY, Span<T> dBeta)
        where T : unmanaged, IFloatingPointIeee754<T> => ChannelSums.Add(rows, dY, dBeta);

    // Goes from x to x̂; the padding is and stays 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T NormalizeRow<T>(int features, T epsilon, Span<T> row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(row);
        T count = T.CreateTruncating(features);
        var mean = new Vector<T>(Sum(row) / count);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] -= mean;
        }
        row[features..].Clear();
        T inverse = T.One / T.Sqrt((SumOfProducts(row, row) / count) + epsilon);
        var factor = new Vector<T>(inverse);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] *= factor;
        }
        return inverse;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScaleRow<T>(Span<T> row, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta) where T : unmanaged
    {
        Span<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(row);
        if (!gamma.IsEmpty)
        {
            ReadOnlySpan<Vector<T>> factors = MemoryMarshal.Cast<T, Vector<T>>(gamma)[..vectors.Length];
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] *= factors[i];
            }
        }
        if (!beta.IsEmpty)
        {
            ReadOnlySpan<Vector<T>> terms = MemoryMarshal.Cast<T, Vector<T>>(beta)[..vectors.Length];
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] += terms[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum<T>(ReadOnlySpan<T> row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> sums = stackalloc T[PaddedRow.Lanes];
        Span<Vector<T>> totals = MemoryMarshal.Cast<T, Vector<T>>(sums);
        ReadOnlySpan<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(row);
        for (int lane = 0; lane < totals.Length; lane++)
        {
            Vector<T> sum = Vector<T>.Zero;
            for (int i = lane; i < vectors.Length; i += totals.Length)
            {
                sum += vectors[i];
            }
            totals[lane] = sum;
        }
        return Total(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T SumOfProducts<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> sums = stackalloc T[PaddedRow.Lanes];
        Span<Vector<T>> totals = MemoryMarshal.Cast<T, Vector<T>>(sums);
        ReadOnlySpan<Vector<T>> lefts = MemoryMarshal.Cast<T, Vector<T>>(left), rights = MemoryMarshal.Cast<T, Vector<T>>(right)[..lefts.Length];
        for (int lane = 0; lane < totals.Length; lane++)
        {
            Vector<T> sum = Vector<T>.Zero;
            for (int i = lane; i < lefts.Length; i += totals.Length)
            {
                sum += lefts[i] * rights[i];
            }
            totals[lane] = sum;
        }
        return Total(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Total<T>(Span<T> sums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int half = sums.Length / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                sums[i] += sums[i + half];
            }
        }
        return sums[0];
    }
}
