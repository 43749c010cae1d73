using System;
using SeqGen.Data;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>Copies samples of a dataset into a batch.</summary>
internal sealed class BatchReader
{
    private readonly IDataset _data;
    private readonly AlignedBuffer<float> _inputs;
    private readonly AlignedBuffer<float> _targets;

    internal BatchReader(IDataset data, int batchSize)
    {
        _data = data;
        int rows = Math.Min(batchSize, data.Count);
        _inputs = new AlignedBuffer<float>(checked(rows * data.InputLength));
        _targets = new AlignedBuffer<float>(checked(rows * data.TargetLength));
    }

    /// <summary>Refuses a dataset that is empty or whose samples are not of the model's size.</summary>
    internal static void Check<TModel>(IDataset data, string argument) where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(data, argument);
        if (data.Count < 1)
        {
            throw new ArgumentException($"{argument} has no samples.", argument);
        }
        if (data.InputLength != TModel.Timesteps * TModel.Features)
        {
            throw new ArgumentException(
                $"{argument} has inputs of {data.InputLength} values; the model takes [{TModel.Timesteps}, {TModel.Features}], "
                + $"{TModel.Timesteps * TModel.Features} values.",
                argument);
        }
        if (data.TargetLength != TModel.OutputLength)
        {
            throw new ArgumentException(
                $"{argument} has targets of {data.TargetLength} values; the model gives {TModel.OutputLength}.", argument);
        }
    }

    /// <summary>Copies samples <paramref name="start"/> to <paramref name="start"/> + <paramref name="rows"/> - 1, in the order given if any.</summary>
    internal void Read(int start, int rows, ReadOnlySpan<int> order, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        int inputLength = _data.InputLength;
        int targetLength = _data.TargetLength;
        for (int i = 0; i < rows; i++)
        {
            int sample = order.IsEmpty ? start + i : order[start + i];
            _data.CopyInput(sample, _inputs.Span.Slice(i * inputLength, inputLength));
            _data.CopyTarget(sample, _targets.Span.Slice(i * targetLength, targetLength));
        }
        inputs = _inputs.Span[..(rows * inputLength)];
        targets = _targets.Span[..(rows * targetLength)];
    }
}
