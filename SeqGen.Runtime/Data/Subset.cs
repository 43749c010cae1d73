using System;

namespace SeqGen.Data;

/// <summary>Consecutive samples of another dataset.</summary>
public sealed class Subset : IDataset
{
    /// <summary>Takes samples <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="source">Where the samples are.</param>
    /// <param name="start">Index of the first one.</param>
    /// <param name="count">Their number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The samples are not all in <paramref name="source"/>.</exception>
    public Subset(IDataset source, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (start > source.Count - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"The dataset has {source.Count} samples; {count} from sample {start} on are more.");
        }
        Source = source;
        Start = start;
        Count = count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    internal IDataset Source { get; }

    /// <summary>The source's number of the first sample.</summary>
    internal int Start { get; }

    /// <inheritdoc/>
    public int InputLength => Source.InputLength;

    /// <inheritdoc/>
    public int TargetLength => Source.TargetLength;

    /// <inheritdoc/>
    public int? Timesteps(int index) => Source.Timesteps(InSource(index));

    /// <inheritdoc/>
    public void CopyInput(int index, Span<float> destination) => Source.CopyInput(InSource(index), destination);

    /// <inheritdoc/>
    public void CopyTarget(int index, Span<float> destination) => Source.CopyTarget(InSource(index), destination);

    private int InSource(int index) =>
        (uint)index < (uint)Count
            ? Start + index
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The subset has {Count} samples.");
}
