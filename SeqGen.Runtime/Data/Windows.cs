using System;

namespace SeqGen.Data;

/// <summary>Windows over a series: each sample's input is some rows of it, its target a later row. The series is not copied.</summary>
/// <remarks>
/// <para>
/// Window w reads the <c>lookBack</c> rows s, s + step, ..., s + (lookBack - 1) step, where s = w stride. Its target lies
/// <c>foresight + 1</c> rows after the last of them: with a foresight of 0 it is the next row, with 6 the row a week after the last.
/// </para>
/// <para>
/// Of R rows, <c>(R - 2 - (lookBack - 1) step - foresight) / stride + 1</c> windows (rounded down) have all their rows and their target:
/// 648 rows give 635 windows with a lookBack of 7 and a foresight of 6.
/// </para>
/// <para>Keras's timeseries_dataset_from_array calls the step sampling_rate and the stride sequence_stride, and leaves the delay to the caller.</para>
/// </remarks>
public sealed class Windows : IDataset
{
    private readonly ReadOnlyMemory<float> _series;
    private readonly int[] _targetColumns;

    /// <summary>Lays windows over a series.</summary>
    /// <param name="series"><c>[rows, features]</c>, row-major, in time order.</param>
    /// <param name="lookBack">Rows of a window: the model's timesteps.</param>
    /// <param name="foresight">Rows between a window's last row and its target.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="samplingStep">Distance of a window's rows; 1 reads every row.</param>
    /// <param name="stride">Distance of the first rows of one window and the next.</param>
    /// <param name="targetColumns">Columns of the target row to predict, from 0; null for column 0.</param>
    /// <exception cref="ArgumentException">A size is out of range, a column is absent, or the series is too short for one window.</exception>
    public Windows(
        ReadOnlyMemory<float> series,
        int lookBack,
        int foresight = 0,
        int features = 1,
        int samplingStep = 1,
        int stride = 1,
        int[]? targetColumns = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lookBack, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(foresight);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplingStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        if (series.Length % features != 0)
        {
            throw new ArgumentException($"series has {series.Length} values, which is no multiple of {features} features.", nameof(series));
        }

        long toTarget = (lookBack - 1L) * samplingStep + foresight + 1;
        long lastStart = series.Length / features - 1 - toTarget;
        if (lastStart < 0)
        {
            throw new ArgumentException(
                $"series has {series.Length / features} rows; a window and its target span {toTarget + 1}.", nameof(series));
        }

        _series = series;
        _targetColumns = CheckColumns(targetColumns ?? [0], features);
        LookBack = lookBack;
        Foresight = foresight;
        Features = features;
        SamplingStep = samplingStep;
        Stride = stride;
        Count = (int)(lastStart / stride) + 1;
    }

    /// <summary>Rows of a window.</summary>
    public int LookBack { get; }

    /// <summary>Rows between a window's last row and its target.</summary>
    public int Foresight { get; }

    /// <summary>Values of a row.</summary>
    public int Features { get; }

    /// <summary>Distance of a window's rows.</summary>
    public int SamplingStep { get; }

    /// <summary>Distance of the first rows of one window and the next.</summary>
    public int Stride { get; }

    /// <summary>Columns of the target row that are predicted.</summary>
    public ReadOnlySpan<int> TargetColumns => _targetColumns;

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int InputLength => LookBack * Features;

    /// <inheritdoc/>
    public int TargetLength => _targetColumns.Length;

    /// <summary>The row of the series that is the target of a window.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public int TargetRow(int index) => FirstRow(index) + (LookBack - 1) * SamplingStep + Foresight + 1;

    /// <inheritdoc/>
    public void CopyInput(int index, Span<float> destination)
    {
        int row = FirstRow(index);
        ReadOnlySpan<float> series = _series.Span;
        if (SamplingStep == 1)
        {
            series.Slice(row * Features, InputLength).CopyTo(destination);
            return;
        }
        for (int t = 0; t < LookBack; t++)
        {
            series.Slice((row + t * SamplingStep) * Features, Features).CopyTo(destination[(t * Features)..]);
        }
    }

    /// <inheritdoc/>
    public void CopyTarget(int index, Span<float> destination)
    {
        ReadOnlySpan<float> row = _series.Span.Slice(TargetRow(index) * Features, Features);
        for (int i = 0; i < _targetColumns.Length; i++)
        {
            destination[i] = row[_targetColumns[i]];
        }
    }

    private int FirstRow(int index) =>
        (uint)index < (uint)Count
            ? index * Stride
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} windows.");

    private static int[] CheckColumns(int[] targetColumns, int features)
    {
        if (targetColumns.Length == 0)
        {
            throw new ArgumentException("targetColumns is empty; name at least one column.", nameof(targetColumns));
        }
        foreach (int column in targetColumns)
        {
            if ((uint)column >= (uint)features)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targetColumns), column, $"A row has {features} features, columns 0 to {features - 1}.");
            }
        }
        return [.. targetColumns];
    }
}
