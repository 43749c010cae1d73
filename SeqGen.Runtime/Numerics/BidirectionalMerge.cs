using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Merges the halves of a bidirectional layer, and splits the gradient of what came out.</summary>
/// <remarks>
/// Tensors are <c>[steps, batch, padded]</c>. The backward half comes in the order in which it was computed, so that of several steps
/// its last belongs to the first of time; a single step is the last output that each half computed.
/// </remarks>
[RealtimeSafe]
public static class BidirectionalMerge
{
    /// <summary>output = forward and backward, concatenated, summed, averaged or multiplied.</summary>
    /// <param name="merge">How.</param>
    /// <param name="steps">Timesteps; 1 for a vector.</param>
    /// <param name="batch">Rows of a timestep.</param>
    /// <param name="units">Values of a half's row.</param>
    /// <param name="forward">The forward half.</param>
    /// <param name="backward">The backward half, last timestep first.</param>
    /// <param name="output">Receives rows of 2 units (concatenated) or of units, padded.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(
        Merge merge, int steps, int batch, int units, ReadOnlySpan<T> forward, ReadOnlySpan<T> backward, Span<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(units), stride = merge == Merge.Concat ? PaddedRow.Length(2 * units) : padded;
        for (int t = 0; t < steps; t++)
        {
            for (int row = 0; row < batch; row++)
            {
                ReadOnlySpan<T> f = forward.Slice(((t * batch) + row) * padded, units);
                ReadOnlySpan<T> b = backward.Slice((((steps - 1 - t) * batch) + row) * padded, units);
                Span<T> y = output.Slice(((t * batch) + row) * stride, stride);
                MergeRow(merge, f, b, y);
            }
        }
    }

    /// <summary>The gradients of both halves.</summary>
    /// <inheritdoc cref="Forward{T}"/>
    /// <param name="merge">How they were merged.</param>
    /// <param name="steps">Timesteps; 1 for a vector.</param>
    /// <param name="batch">Rows of a timestep.</param>
    /// <param name="units">Values of a half's row.</param>
    /// <param name="forward">The forward half.</param>
    /// <param name="backward">The backward half, last timestep first.</param>
    /// <param name="dOutput">dL/d output.</param>
    /// <param name="dForward">Receives dL/d forward.</param>
    /// <param name="dBackward">Receives dL/d backward, last timestep first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(
        Merge merge, int steps, int batch, int units, ReadOnlySpan<T> forward, ReadOnlySpan<T> backward, ReadOnlySpan<T> dOutput,
        Span<T> dForward, Span<T> dBackward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(units), stride = merge == Merge.Concat ? PaddedRow.Length(2 * units) : padded;
        dForward[..(steps * batch * padded)].Clear();
        dBackward[..(steps * batch * padded)].Clear();
        for (int t = 0; t < steps; t++)
        {
            for (int row = 0; row < batch; row++)
            {
                int first = ((t * batch) + row) * padded, last = (((steps - 1 - t) * batch) + row) * padded;
                ReadOnlySpan<T> dy = dOutput.Slice(((t * batch) + row) * stride, stride);
                SplitRow(merge, forward.Slice(first, units), backward.Slice(last, units), dy, dForward.Slice(first, units), dBackward.Slice(last, units));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MergeRow<T>(Merge merge, ReadOnlySpan<T> f, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (merge)
        {
            case Merge.Concat:
                f.CopyTo(y);
                b.CopyTo(y[f.Length..]);
                break;
            case Merge.Multiply:
                TensorPrimitives.Multiply(f, b, y);
                break;
            default:
                TensorPrimitives.Add(f, b, y);
                if (merge == Merge.Average)
                {
                    TensorPrimitives.Multiply(y[..f.Length], T.CreateChecked(0.5), y);
                }
                break;
        }
        y[(merge == Merge.Concat ? 2 * f.Length : f.Length)..].Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SplitRow<T>(Merge merge, ReadOnlySpan<T> f, ReadOnlySpan<T> b, ReadOnlySpan<T> dy, Span<T> df, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int units = f.Length;
        switch (merge)
        {
            case Merge.Concat:
                dy[..units].CopyTo(df);
                dy.Slice(units, units).CopyTo(db);
                break;
            case Merge.Multiply:
                TensorPrimitives.Multiply(dy[..units], b, df);
                TensorPrimitives.Multiply(dy[..units], f, db);
                break;
            default:
                TensorPrimitives.Multiply(dy[..units], merge == Merge.Average ? T.CreateChecked(0.5) : T.One, df);
                df.CopyTo(db);
                break;
        }
    }
}
