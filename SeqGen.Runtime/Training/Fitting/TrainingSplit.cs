using System;
using SeqGen.Data;

namespace SeqGen.Training;

/// <summary>The samples to train on and those to validate on, with their weights.</summary>
internal sealed record TrainingSplit(
    IDataset Training, ReadOnlyMemory<float> Weights, IDataset? Validation, ReadOnlyMemory<float> ValidationWeights)
{
    /// <summary>Takes them from Fit's arguments; the samples held back are the last ones.</summary>
    internal static TrainingSplit Of<TModel>(IDataset data, FitOptions options) where TModel : class, ISequenceModel<TModel>
    {
        BatchReader<TModel>.Check(data, new SampleCheck<TModel>(options.Loss, nameof(data)));
        ReadOnlyMemory<float> weights = options.SampleWeights;
        double split = options.ValidationSplit;
        if (split == 0)
        {
            return new TrainingSplit(data, weights, options.Validation, options.ValidationWeights);
        }
        int count = (int)Math.Floor(data.Count * (1 - split));
        if (count == 0 || count == data.Count)
        {
            throw new ArgumentException(
                $"ValidationSplit {FormattableString.Invariant($"{split}")} of {data.Count} samples leaves {count} for training "
                + $"and {data.Count - count} for validation; both need at least 1.",
                nameof(options));
        }
        // A wrong length is refused where the weights are used.
        int perSample = weights.Length % data.Count == 0 ? weights.Length / data.Count : 0;
        return new TrainingSplit(
            data.Slice(0, count),
            perSample == 0 ? weights : weights[..(count * perSample)],
            data.Slice(count, data.Count - count),
            weights[(count * perSample)..]);
    }

    /// <summary>Refuses options that do not go together.</summary>
    internal static void Check(FitOptions options)
    {
        if (options.ValidationSplit is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ValidationSplit, "ValidationSplit lies in [0, 1).");
        }
        if (options.Validation is not null && options.ValidationSplit > 0)
        {
            throw new ArgumentException("Validation and ValidationSplit are both given; give one.", nameof(options));
        }
        if (options.Validation is null && !options.ValidationWeights.IsEmpty)
        {
            throw new ArgumentException("ValidationWeights are given without Validation.", nameof(options));
        }
    }
}
