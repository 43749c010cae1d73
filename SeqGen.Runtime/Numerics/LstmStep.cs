using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>One timestep of an LSTM over a batch: sums and gates of a few rows at a time, so that the sums do not leave the first cache.</summary>
/// <remarks>Equations and layout are those of <see cref="LstmGates"/>; z = b + x W + h U.</remarks>
[RealtimeSafe]
public static class LstmStep
{
    /// <summary>h and c of the next timestep.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="features">Values of a row of x.</param>
    /// <param name="units">Units.</param>
    /// <param name="x">Input, rows <paramref name="xStride"/> values apart.</param>
    /// <param name="xStride">Distance of x's rows.</param>
    /// <param name="kernel">W, packed.</param>
    /// <param name="isFirst">True at the first timestep, where h is 0 and adds nothing.</param>
    /// <param name="h">State <c>[rows, Padded(units)]</c>.</param>
    /// <param name="recurrentKernel">U, packed.</param>
    /// <param name="bias">b, each gate padded; empty for 0.</param>
    /// <param name="gates">
    /// Room for the sums. If <paramref name="keepsGates"/>, <c>[rows, 4 Padded(units)]</c>, and receives the stash of every row.
    /// </param>
    /// <param name="keepsGates">True in training.</param>
    /// <param name="c">Cell state <c>[rows, Padded(units)]</c>.</param>
    /// <param name="cNext">Receives the next cell state; may be the same span.</param>
    /// <param name="next">Receives the next state; may be the same span as <paramref name="h"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T, TActivation, TRecurrent>(
        int rows, int features, int units, ReadOnlySpan<T> x, int xStride, ReadOnlySpan<T> kernel, bool isFirst,
        ReadOnlySpan<T> h, ReadOnlySpan<T> recurrentKernel, ReadOnlySpan<T> bias, Span<T> gates, bool keepsGates, ReadOnlySpan<T> c, Span<T> cNext, Span<T> next)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation
    {
        int padded = PaddedRow.Length(units), columns = 4 * padded, block = StepBlock.Rows(rows, features, units);
        for (int row = 0; row < rows; row += block)
        {
            int count = Math.Min(block, rows - row), state = row * padded, length = count * padded;
            Span<T> sums = keepsGates ? gates.Slice(row * columns, count * columns) : gates[..(count * columns)];
            Gemm.MultiplyPair(
                count, columns, features, x[(row * xStride)..], xStride, kernel, isFirst ? 0 : units, h.Slice(state, length), padded, recurrentKernel,
                bias, sums, columns);
            LstmGates.Forward<T, TActivation, TRecurrent>(
                count, units, sums, c.Slice(state, length), cNext.Slice(state, length), next.Slice(state, length), keepsGates);
        }
    }
}
