using System;
using System.Collections.Generic;

namespace SeqGen.Data;

/// <summary>What a window over a series looks like: which rows it reads and which it is to predict.</summary>
/// <remarks>
/// <para>
/// A window that starts at row s reads the <see cref="LookBack"/> rows s, s + step, ..., its last at s + (LookBack - 1) step, where the
/// step is <see cref="SamplingStep"/>. Sequence to vector: the target is <see cref="Horizon"/> rows, the first of them
/// <see cref="Foresight"/> + 1 rows after the last one read, each <see cref="TargetStep"/> rows after the one before. Sequence to
/// sequence (<see cref="TargetsAtEveryTimestep"/>): the same at every timestep, counted from the row of that timestep.
/// </para>
/// <para>
/// The delay that is common in Keras examples, counted from the window's first row in
/// <c>sampling_rate * (sequence_length + ahead - 1)</c>, is a Foresight of <c>sampling_rate * ahead - 1</c>.
/// </para>
/// </remarks>
public sealed record WindowShape
{
    /// <summary>A shape that reads <paramref name="lookBack"/> rows and predicts column 0 of the next.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public WindowShape(int lookBack)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lookBack, 1);
        LookBack = lookBack;
    }

    /// <summary>Rows that a window reads: the model's timesteps.</summary>
    public int LookBack { get; }

    /// <summary>Values of a row; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int Features { get; init => field = AtLeast(value, 1, nameof(Features)); } = 1;

    /// <summary>Rows between the last row read and the first target: the delay, less 1. 0, the next row, by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0.</exception>
    public int Foresight { get; init => field = AtLeast(value, 0, nameof(Foresight)); }

    /// <summary>Rows that are predicted; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int Horizon { get; init => field = AtLeast(value, 1, nameof(Horizon)); } = 1;

    /// <summary>Distance of the rows that are predicted; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int TargetStep { get; init => field = AtLeast(value, 1, nameof(TargetStep)); } = 1;

    /// <summary>
    /// Whether there is a target for each row read, as for a model whose last layer gives a sequence, and not for the last one alone.
    /// False by default.
    /// </summary>
    public bool TargetsAtEveryTimestep { get; init; }

    /// <summary>Columns that are predicted, from 0, in this order; column 0 by default.</summary>
    public IReadOnlyList<int> TargetColumns { get; init; } = [0];

    /// <summary>Distance of the rows that a window reads, Keras's sampling_rate; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int SamplingStep { get; init => field = AtLeast(value, 1, nameof(SamplingStep)); } = 1;

    /// <summary>Distance of the first rows of one window and the next, Keras's sequence_stride; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int Stride { get; init => field = AtLeast(value, 1, nameof(Stride)); } = 1;

    /// <summary>From a window's first row to its last, counted from 0.</summary>
    internal long LastRead => (LookBack - 1L) * SamplingStep;

    /// <summary>From a window's first row to the last row that it reads or predicts.</summary>
    internal long LastTouched => LastRead + Foresight + 1 + (Horizon - 1L) * TargetStep;

    /// <summary>The columns, if rows have them.</summary>
    internal int[] CheckedColumns(string argument)
    {
        if (TargetColumns is not { Count: > 0 })
        {
            throw new ArgumentException($"{argument} is empty; name at least one column.", argument);
        }
        foreach (int column in TargetColumns)
        {
            if ((uint)column >= (uint)Features)
            {
                throw new ArgumentOutOfRangeException(argument, column, $"A row has {Features} features, columns 0 to {Features - 1}.");
            }
        }
        return [.. TargetColumns];
    }

    private static int AtLeast(int value, int least, string name)
    {
        // As an argument of the Windows constructor the name starts with a small letter.
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, char.ToLowerInvariant(name[0]) + name[1..]);
        return value;
    }
}
