using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>f(x)_i = e^(x_i - max) / Σ e^(x_j - max) over a row; dL/dx_i = y_i (dL/dy_i - Σ y_j dL/dy_j).</summary>
/// <remarks>
/// keras.activations.softmax. Only the row functions are valid. A sum over a row is always 16 partial sums, of the elements whose
/// indices leave the same remainder by 16, then added in one order, so that the bits do not depend on the vector width.
/// </remarks>
[RealtimeSafe]
public partial struct Softmax : IActivation
{
    private const int PartialSums = 16;

    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static bool IsRowwise => true;

    /// <summary>Throws: an element alone has no softmax.</summary>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => throw RowsOnly();

    /// <summary>Throws: an element alone has no softmax.</summary>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => throw RowsOnly();

    /// <summary>row = softmax(row). Logits of any size are fine; a NaN or +infinity makes the whole row NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ApplyRow<T>(Span<T> row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (row.IsEmpty)
            return;
        Span<T> sums = stackalloc T[PartialSums];
        sums.Clear();
        T max = TensorPrimitives.Max<T>(row);
        if (VectorPath.Supports<T, Linear>())
            ExponentialsOfFloats(MemoryMarshal.Cast<T, float>(row), float.CreateTruncating(max), MemoryMarshal.Cast<T, float>(sums));
        else
            Exponentials(row, max, sums);
        TensorPrimitives.Divide(row, Total(sums), row);
    }

    /// <summary>dX = y (dY - Σ y dY). <paramref name="dX"/> may be the same span as <paramref name="dY"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardRow<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dY, Span<T> dX) where T : unmanaged, IFloatingPointIeee754<T>
    {
        dY = dY[..y.Length];
        dX = dX[..y.Length];
        Span<T> sums = stackalloc T[PartialSums];
        sums.Clear();
        for (int i = 0; i < y.Length; i++)
            sums[i % PartialSums] = T.MultiplyAddEstimate(y[i], dY[i], sums[i % PartialSums]);
        T dot = Total(sums);
        for (int i = 0; i < y.Length; i++)
            dX[i] = y[i] * (dY[i] - dot);
    }

    private static void Exponentials<T>(Span<T> row, T max, Span<T> sums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = T.Exp(row[i] - max);
            sums[i % PartialSums] += row[i];
        }
    }

    private static void ExponentialsOfFloats(Span<float> row, float max, Span<float> sums)
    {
        int whole = row.Length & -PartialSums;
        ExponentialsOfBlocks(row[..whole], max, sums);
        Span<float> tail = row[whole..];
        if (tail.IsEmpty)
            return;

        // The rest as a block of its own, its missing elements adding e^-infinity = 0.
        Span<float> block = stackalloc float[PartialSums];
        block.Fill(float.NegativeInfinity);
        tail.CopyTo(block);
        ExponentialsOfBlocks(block, max, sums);
        block[..tail.Length].CopyTo(tail);
    }

    private static void ExponentialsOfBlocks(Span<float> row, float max, Span<float> sums)
    {
        ref float r = ref MemoryMarshal.GetReference(row);
        ref float s = ref MemoryMarshal.GetReference(sums);
        if (Vector512.IsHardwareAccelerated)
            Exponentials512(ref r, (nuint)row.Length, max, ref s);
        else if (Vector256.IsHardwareAccelerated)
            Exponentials256(ref r, (nuint)row.Length, max, ref s);
        else
            Exponentials128(ref r, (nuint)row.Length, max, ref s);
    }

    private static T Total<T>(Span<T> sums) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int half = PartialSums / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
                sums[i] += sums[i + half];
        return sums[0];
    }

    private static NotSupportedException RowsOnly() => new("Softmax depends on a whole row; use ApplyRow and BackwardRow.");
}
