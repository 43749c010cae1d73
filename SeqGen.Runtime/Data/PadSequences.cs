using System;
using System.Collections.Generic;

namespace SeqGen.Data;

/// <summary>The end of a sequence at which it is filled up or cut.</summary>
public enum SequenceEnd
{
    /// <summary>Before the first value; Keras's <c>"pre"</c>.</summary>
    Pre,

    /// <summary>Behind the last value; Keras's <c>"post"</c>.</summary>
    Post,
}

/// <summary>Brings sequences to one length, as Keras's pad_sequences.</summary>
/// <remarks>
/// As in Keras, values are put and cut at the front by default, so that a recurrent model ends with the last values of each sequence.
/// Departure: a length of 0 is refused. In Keras it cuts nothing at the front (<c>s[-0:]</c> is the whole of s), and what comes of it
/// depends on the data.
/// </remarks>
public static class PadSequences
{
    /// <summary>Brings sequences to a length.</summary>
    /// <param name="sequences">The sequences; empty ones become padding alone.</param>
    /// <param name="length">Values of a row of the result.</param>
    /// <param name="padding">Where shorter sequences are filled up.</param>
    /// <param name="truncating">Where longer ones are cut.</param>
    /// <param name="value">What shorter ones are filled up with.</param>
    /// <returns><c>[sequences, length]</c>, row-major.</returns>
    /// <exception cref="ArgumentException">There are no sequences, one is null, or the length is below 1.</exception>
    public static T[] Pad<T>(
        IReadOnlyList<T[]> sequences,
        int length,
        SequenceEnd padding = SequenceEnd.Pre,
        SequenceEnd truncating = SequenceEnd.Pre,
        T value = default)
        where T : unmanaged
    {
        CheckSequences(sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        T[] rows = new T[checked(sequences.Count * length)];
        for (int i = 0; i < sequences.Count; i++)
        {
            PadRow(sequences[i], rows.AsSpan(i * length, length), padding, truncating, value);
        }
        return rows;
    }

    /// <summary>Brings sequences to the length of the longest (Keras's maxlen of None).</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="length">Receives the length of the longest.</param>
    /// <param name="padding">Where shorter sequences are filled up.</param>
    /// <param name="value">What shorter ones are filled up with.</param>
    /// <returns><c>[sequences, length]</c>, row-major.</returns>
    /// <exception cref="ArgumentException">There are no sequences, one is null, or all are empty.</exception>
    public static T[] Pad<T>(IReadOnlyList<T[]> sequences, out int length, SequenceEnd padding = SequenceEnd.Pre, T value = default)
        where T : unmanaged
    {
        CheckSequences(sequences);
        length = 0;
        foreach (T[] sequence in sequences)
        {
            length = Math.Max(length, sequence.Length);
        }
        if (length == 0)
        {
            throw new ArgumentException($"sequences has {sequences.Count} sequences, all of them empty.", nameof(sequences));
        }
        return Pad(sequences, length, padding, value: value);
    }

    /// <summary>Brings one sequence to the length of <paramref name="destination"/>; allocates nothing.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="destination">Receives it, filled up or cut.</param>
    /// <param name="padding">Where it is filled up.</param>
    /// <param name="truncating">Where it is cut.</param>
    /// <param name="value">What it is filled up with.</param>
    public static void PadRow<T>(
        ReadOnlySpan<T> sequence,
        Span<T> destination,
        SequenceEnd padding = SequenceEnd.Pre,
        SequenceEnd truncating = SequenceEnd.Pre,
        T value = default)
        where T : unmanaged
    {
        int missing = destination.Length - sequence.Length;
        if (missing <= 0)
        {
            (truncating == SequenceEnd.Pre ? sequence[^destination.Length..] : sequence[..destination.Length]).CopyTo(destination);
            return;
        }
        bool before = padding == SequenceEnd.Pre;
        sequence.CopyTo(destination[(before ? missing : 0)..]);
        (before ? destination[..missing] : destination[sequence.Length..]).Fill(value);
    }

    private static void CheckSequences<T>(IReadOnlyList<T[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0)
        {
            throw new ArgumentException("sequences is empty; expected at least one sequence.", nameof(sequences));
        }
        for (int i = 0; i < sequences.Count; i++)
        {
            if (sequences[i] is null)
            {
                throw new ArgumentException($"sequences[{i}] is null.", nameof(sequences));
            }
        }
    }
}
