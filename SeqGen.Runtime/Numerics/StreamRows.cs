using System;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Rows of a batch that come from the states of streams and go back there.</summary>
[RealtimeSafe]
public static class StreamRows
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
        if (RowCopy.Run(states.Length / stateStride, length, states, offset, stateStride, rows, 0, rowStride))
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
        if (RowCopy.Run(states.Length / stateStride, length, rows, 0, rowStride, states, offset, stateStride))
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
}
