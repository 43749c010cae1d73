using System;
using SeqGen.Data;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>Copies samples of a dataset into a batch, and refuses those that are wrong.</summary>
internal sealed class BatchReader<TModel> where TModel : class, ISequenceModel<TModel>
{
    private readonly IDataset _data;
    private readonly SampleCheck<TModel> _check;
    private readonly RowWeights<TModel> _weights;
    private readonly AlignedBuffer<float> _inputs;
    private readonly AlignedBuffer<float> _targets;
    private readonly int[] _lengths;

    internal BatchReader(IDataset data, int batchSize, SampleCheck<TModel> check, RowWeights<TModel> weights)
    {
        _data = data;
        _check = check;
        _weights = weights;
        _inputs = new AlignedBuffer<float>(batchSize * data.InputLength);
        _targets = new AlignedBuffer<float>(batchSize * data.TargetLength);
        _lengths = TModel.Batched.VariableLength ? new int[batchSize] : [];
    }

    /// <summary>Samples of the dataset.</summary>
    internal int Count => _data.Count;

    /// <summary>Refuses a dataset that is empty or whose samples are not of the model's size.</summary>
    internal static void Check(IDataset data, SampleCheck<TModel> check)
    {
        ArgumentNullException.ThrowIfNull(data, check.Argument);
        if (data.Count < 1)
        {
            throw new ArgumentException($"{check.Argument} has no samples.", check.Argument);
        }
        check.Lengths(data.InputLength, data.TargetLength, check.Argument);
    }

    /// <summary>Samples of the largest batch: as many as the dataset has, if more are asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No memory holds as many.</exception>
    internal static int Rows(IDataset data, int batchSize)
    {
        int rows = Math.Min(batchSize, data.Count);
        long inputs = (long)rows * data.InputLength, targets = (long)rows * data.TargetLength;
        BatchMemory.Check(rows, Math.Max(inputs, targets), inputs + targets);
        return rows;
    }

    /// <summary>
    /// Copies samples <paramref name="start"/> to <paramref name="start"/> + <paramref name="rows"/> - 1, in the order given if any.
    /// </summary>
    internal SampleBatch Read(int start, int rows, ReadOnlySpan<int> order)
    {
        int inputLength = _data.InputLength;
        int targetLength = _data.TargetLength;
        for (int i = 0; i < rows; i++)
        {
            int sample = order.IsEmpty ? start + i : order[start + i];
            Span<float> input = _inputs.Span.Slice(i * inputLength, inputLength);
            Span<float> target = _targets.Span.Slice(i * targetLength, targetLength);
            _data.CopyInput(sample, input);
            _data.CopyTarget(sample, target);
            int length = SampleLength.Of<TModel>(_data, sample, _check.Argument);
            if (_lengths.Length > 0)
            {
                _lengths[i] = length;
            }
            _check.Values(sample, input, target);
            _weights.Set(i, sample, target);
        }
        return new SampleBatch
        {
            Rows = rows,
            Inputs = _inputs.Span[..(rows * inputLength)],
            Targets = _targets.Span[..(rows * targetLength)],
            Lengths = _lengths.AsSpan(0, Math.Min(rows, _lengths.Length)),
            Weights = _weights.Of(rows),
        };
    }
}
