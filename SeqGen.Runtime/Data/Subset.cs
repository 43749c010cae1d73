using System;

namespace SeqGen.Data;

/// <summary>Consecutive samples of another dataset.</summary>
public sealed class Subset : IDataset
{
    private readonly IDataset _source;
    private readonly int _start;

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
        _source = source;
        _start = start;
        Count = count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int InputLength => _source.InputLength;

    /// <inheritdoc/>
    public int TargetLength => _source.TargetLength;

    /// <inheritdoc/>
    public void CopyInput(int index, Span<float> destination) => _source.CopyInput(Source(index), destination);

    /// <inheritdoc/>
    public void CopyTarget(int index, Span<float> destination) => _source.CopyTarget(Source(index), destination);

    private int Source(int index) =>
        (uint)index < (uint)Count
            ? _start + index
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The subset has {Count} samples.");
}
