using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>Rows of a batch that come from the states of streams and go back there.</summary>
[RealtimeSafe]
public static partial class StreamRows
{
    /// <summary>Reads a part of each state.</summary>
    /// <param name="states">The states.</param>
    /// <param name="stateStride">Distance of states.</param>
    /// <param name="offset">Where the part starts in a state.</param>
    /// <param name="length">Its values.</param>
    /// <param name="rows">Receives a row for each state, zeros behind its values.</param>
    /// <param name="rowStride">Distance of rows.</param>
    public static void Read<T>(ReadOnlySpan<T> states, int stateStride, int offset, int length, Span<T> rows, int rowStride) where T : unmanaged
    {
        if (CopyVectors(states, stateStride, offset, rows, rowStride, 0, states.Length / stateStride, length))
        {
            return;
        }
        for (int row = 0; row < states.Length / stateStride; row++)
        {
            Span<T> to = rows.Slice(row * rowStride, rowStride);
            states.Slice((row * stateStride) + offset, length).CopyTo(to);
            to[length..].Clear();
        }
    }

    /// <summary>Writes rows back to the part of each state that they came from.</summary>
    public static void Write<T>(ReadOnlySpan<T> rows, int rowStride, Span<T> states, int stateStride, int offset, int length) where T : unmanaged
    {
        if (CopyVectors(rows, rowStride, 0, states, stateStride, offset, states.Length / stateStride, length))
        {
            return;
        }
        for (int row = 0; row < states.Length / stateStride; row++)
        {
            rows.Slice(row * rowStride, length).CopyTo(states.Slice((row * stateStride) + offset, length));
        }
    }

    /// <summary>Counts the timesteps that each state has gone on by. States in double, which only tests have, do not count.</summary>
    public static void Advance<T>(Span<T> states, int stateStride, int timesteps) where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return;
        }
        for (int start = 0; start < states.Length; start += stateStride)
        {
            Unsafe.As<T, ulong>(ref states[start]) += (ulong)timesteps;
        }
    }

    /// <summary>Copies rows that are whole panels; false if they are not.</summary>
    private static bool CopyVectors<T>(
        ReadOnlySpan<T> from, int fromStride, int fromStart, Span<T> to, int toStride, int toStart, int rows, int length) where T : unmanaged
    {
        if (typeof(T) != typeof(float) || !Vector128.IsHardwareAccelerated || length % PaddedRow.Lanes != 0 || rows == 0)
        {
            return false;
        }
        int fromEnd = fromStart + ((rows - 1) * fromStride) + length, toEnd = toStart + ((rows - 1) * toStride) + length;
        ref float source = ref VectorPath.Floats(from[fromStart..fromEnd]);
        ref float target = ref VectorPath.Floats<T>(to[toStart..toEnd]);
        if (Vector512.IsHardwareAccelerated)
            Copy512((nuint)rows, (nuint)length, in source, (nuint)fromStride, ref target, (nuint)toStride);
        else if (Vector256.IsHardwareAccelerated)
            Copy256((nuint)rows, (nuint)length, in source, (nuint)fromStride, ref target, (nuint)toStride);
        else
            Copy128((nuint)rows, (nuint)length, in source, (nuint)fromStride, ref target, (nuint)toStride);
        return true;
    }
}
