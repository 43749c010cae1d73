using System;

namespace SeqGen.Data;

/// <summary>Samples that lie one after the other in memory.</summary>
public sealed class ArrayDataset : IDataset
{
    private readonly ReadOnlyMemory<float> _inputs;
    private readonly ReadOnlyMemory<float> _targets;
    private readonly ReadOnlyMemory<int> _lengths;

    /// <summary>Wraps samples; the values are not copied.</summary>
    /// <param name="inputs"><c>[samples, inputLength]</c>, row-major.</param>
    /// <param name="targets"><c>[samples, targetLength]</c>, row-major.</param>
    /// <param name="inputLength">Values of one input: timesteps x features.</param>
    /// <param name="targetLength">Values of one target: the model's OutputLength.</param>
    /// <exception cref="ArgumentException">
    /// A length does not divide its values, there are not as many targets as inputs, or a value is not finite (the message gives the sample
    /// as the row).
    /// </exception>
    public ArrayDataset(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int inputLength, int targetLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetLength, 1);
        if (inputs.Length % inputLength != 0)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Length} values, which is no multiple of inputLength, {inputLength}.", nameof(inputs));
        }
        Count = inputs.Length / inputLength;
        if (targets.Length != (long)Count * targetLength)
        {
            throw new ArgumentException(
                $"targets has {targets.Length} values; {Count} samples of {targetLength} need {(long)Count * targetLength}.",
                nameof(targets));
        }
        DataCheck.Finite(inputs.Span, inputLength, nameof(inputs));
        DataCheck.Finite(targets.Span, targetLength, nameof(targets));
        _inputs = inputs;
        _targets = targets;
        InputLength = inputLength;
        TargetLength = targetLength;
    }

    /// <summary>Wraps samples of any lengths; the values are not copied.</summary>
    /// <param name="inputs"><c>[samples, inputLength]</c>, row-major, each padded at its end.</param>
    /// <param name="targets"><c>[samples, targetLength]</c>, row-major.</param>
    /// <param name="inputLength">Values of one input with its padding: the most timesteps x features.</param>
    /// <param name="targetLength">Values of one target: the model's OutputLength.</param>
    /// <param name="lengths">Timesteps of each sample, from 1.</param>
    /// <exception cref="ArgumentException">
    /// A length does not divide its values, there are not as many targets or lengths as inputs, a value is not finite, or a length is below
    /// 1 (the message gives the sample).
    /// </exception>
    public ArrayDataset(
        ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int inputLength, int targetLength, ReadOnlyMemory<int> lengths)
        : this(inputs, targets, inputLength, targetLength)
    {
        if (lengths.Length != Count)
        {
            throw new ArgumentException($"lengths has {lengths.Length} values; {Count} samples need {Count}.", nameof(lengths));
        }
        for (int i = 0; i < Count; i++)
        {
            if (lengths.Span[i] < 1 || lengths.Span[i] > inputLength)
            {
                throw new ArgumentException(
                    $"lengths: sample {i} has {lengths.Span[i]} timesteps; expected 1 or more, and no more than its {inputLength} values.",
                    nameof(lengths));
            }
        }
        _lengths = lengths;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int InputLength { get; }

    /// <inheritdoc/>
    public int TargetLength { get; }

    /// <inheritdoc/>
    public int? Timesteps(int index) => _lengths.IsEmpty ? null : _lengths.Span[index];

    /// <inheritdoc/>
    public void CopyInput(int index, Span<float> destination) =>
        _inputs.Span.Slice(index * InputLength, InputLength).CopyTo(destination);

    /// <inheritdoc/>
    public void CopyTarget(int index, Span<float> destination) =>
        _targets.Span.Slice(index * TargetLength, TargetLength).CopyTo(destination);
}
