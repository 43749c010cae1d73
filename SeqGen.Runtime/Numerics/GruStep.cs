using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>One timestep of a GRU, reset after the recurrent product, over a batch: sums and gates of a few rows at a time, so that the sums do not leave the first cache.</summary>
/// <remarks>Equations and layout are those of <see cref="GruGates"/>: a_x = b + x W, z and r = b + x W + h U, a_h = b' + h U.</remarks>
[RealtimeSafe]
public static class GruStep
{
    /// <summary>h of the next timestep.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="features">Values of a row of x.</param>
    /// <param name="units">Units.</param>
    /// <param name="x">Input, rows <paramref name="xStride"/> values apart.</param>
    /// <param name="xStride">Distance of x's rows.</param>
    /// <param name="kernel">W, packed: candidate, z, r.</param>
    /// <param name="isFirst">True at the first timestep, where h is 0 and adds nothing.</param>
    /// <param name="h">State <c>[rows, Padded(units)]</c>.</param>
    /// <param name="recurrentKernel">U, packed: z, r, candidate.</param>
    /// <param name="bias">b, each gate padded; empty for 0.</param>
    /// <param name="gates">
    /// Room for the sums. If <paramref name="keepsGates"/>, <c>[rows, 4 Padded(units)]</c>, and receives the stash of every row.
    /// </param>
    /// <param name="keepsGates">True in training.</param>
    /// <param name="next">Receives the next state; may be the same span as <paramref name="h"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T, TActivation, TRecurrent>(
        int rows, int features, int units, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> kernel, bool isFirst,
        ReadOnlySpan<T> h, ReadOnlySpan<T> recurrentKernel, ReadOnlySpan<T> bias, Span<T> gates, bool keepsGates, Span<T> next)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), columns = 4 * padded, block = StepBlock.Rows(rows, features, units), past = isFirst ? 0 : units;
        for (int row = 0; row < rows; row += block)
        {
            int count = Math.Min(block, rows - row), state = row * padded, length = count * padded;
            Span<T> sums = keepsGates ? gates.Slice(row * columns, count * columns) : gates[..(count * columns)];
            ReadOnlySpan<T> input = x[(row * xStride)..], before = h.Slice(state, length);
            Gemm.Multiply(count, features, padded, input, xStride, kernel, bias, sums, columns);
            Gemm.MultiplyPair(
                count, 2 * padded, features, input, xStride, kernel[(features * padded)..], past, before, padded, recurrentKernel,
                From(bias, padded), sums[padded..], columns);
            Gemm.Multiply(
                count, past, padded, before, padded, recurrentKernel[(2 * past * padded)..], From(bias, 3 * padded), sums[(3 * padded)..], columns);
            GruGates.Forward<T, TActivation, TRecurrent>(count, units, sums, before, next.Slice(state, length), keepsGates);
        }
    }

    private static ReadOnlySpan<T> From<T>(ReadOnlySpan<T> bias, int column) => bias.IsEmpty ? bias : bias[column..];
}
