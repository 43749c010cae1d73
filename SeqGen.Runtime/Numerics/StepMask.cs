using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Masks of timesteps, <c>[timesteps, batch]</c>: 1 where a timestep counts, 0 where a row is padding there.</summary>
[RealtimeSafe]
public static class StepMask
{
    /// <summary>1 for the first timesteps of each row, as many as its length.</summary>
    /// <param name="lengths">Timesteps of each row; empty where all have all.</param>
    /// <param name="timesteps">Most timesteps of a row.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="mask">Receives <c>[timesteps, batch]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromLengths<T>(ReadOnlySpan<int> lengths, int timesteps, int batch, Span<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (lengths.IsEmpty)
        {
            mask[..(timesteps * batch)].Fill(T.One);
            return;
        }
        for (int t = 0; t < timesteps; t++)
        {
            for (int row = 0; row < batch; row++)
            {
                mask[(t * batch) + row] = t < lengths[row] ? T.One : T.Zero;
            }
        }
    }

    /// <summary>Rows that are padding at this timestep keep the state of the one before.</summary>
    /// <param name="mask">The mask of the timestep, a value a row.</param>
    /// <param name="stride">Values of a row.</param>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after, mended where a row is padding.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Carry<T>(ReadOnlySpan<T> mask, int stride, ReadOnlySpan<T> before, Span<T> after)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < mask.Length; row++)
        {
            if (mask[row] == T.Zero)
            {
                before.Slice(row * stride, stride).CopyTo(after.Slice(row * stride, stride));
            }
        }
    }

    /// <summary>Splits a gradient in that of rows that count, which stays, and that of rows that are padding, which passes by the timestep.</summary>
    /// <param name="mask">The mask of the timestep, a value a row.</param>
    /// <param name="stride">Values of a row.</param>
    /// <param name="gradient">dL/d state; becomes 0 where a row is padding.</param>
    /// <param name="carried">Receives the gradient of rows that are padding, 0 elsewhere.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split<T>(ReadOnlySpan<T> mask, int stride, Span<T> gradient, Span<T> carried)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < mask.Length; row++)
        {
            Span<T> own = gradient.Slice(row * stride, stride), past = carried.Slice(row * stride, stride);
            if (mask[row] == T.Zero)
            {
                own.CopyTo(past);
                own.Clear();
            }
            else
            {
                past.Clear();
            }
        }
    }

    /// <summary>Masks rows by their values: a row counts if any of its values differs from one value, and becomes 0 if none does.</summary>
    /// <remarks>keras.layers.Masking.</remarks>
    /// <param name="features">Values of a row.</param>
    /// <param name="value">The value that padding is made of.</param>
    /// <param name="x">Rows, <paramref name="xStride"/> apart.</param>
    /// <param name="xStride">Distance of x's rows.</param>
    /// <param name="y">Receives the rows, <paramref name="yStride"/> apart.</param>
    /// <param name="yStride">Distance of y's rows.</param>
    /// <param name="mask">Receives a value a row; only those that are not 0 yet are looked at where <paramref name="combine"/> is set.</param>
    /// <param name="combine">True if the mask holds one that came with the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromValues<T>(
        int features, T value, ReadOnlySpan<T> x, int xStride, Span<T> y, int yStride, Span<T> mask, bool combine)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < mask.Length; row++)
        {
            ReadOnlySpan<T> values = x.Slice(row * xStride, features);
            Span<T> to = y.Slice(row * yStride, yStride);
            bool counts = (!combine || mask[row] != T.Zero) && values.ContainsAnyExcept(value);
            mask[row] = counts ? T.One : T.Zero;
            to.Clear();
            if (counts)
            {
                values.CopyTo(to);
            }
        }
    }

    /// <summary>Rows that are padding become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<T>(ReadOnlySpan<T> mask, int stride, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < mask.Length; row++)
        {
            TensorPrimitives.Multiply(x.Slice(row * stride, stride), mask[row], y.Slice(row * stride, stride));
        }
    }
}
