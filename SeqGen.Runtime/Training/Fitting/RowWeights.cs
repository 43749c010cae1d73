using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>The weights of a batch's rows: sample weights times class weights.</summary>
internal sealed class RowWeights<TModel> where TModel : class, ISequenceModel<TModel>
{
    private readonly ReadOnlyMemory<float> _samples;
    private readonly int _perSample;
    private readonly float[]? _classes;
    private readonly Loss _loss;
    private readonly int _targetFeatures;
    private readonly int _perRow;
    private readonly float[] _weights;

    // Of the samples' weights, one each or one a timestep, of which there are none if all are 1.
    internal RowWeights(ReadOnlyMemory<float> samples, long count, float[]? classes, Loss loss, int rows, string argument)
    {
        int timesteps = ShardedBatch<TModel>.RowsPerSample;
        if (!samples.IsEmpty && samples.Length != count && samples.Length != count * timesteps)
        {
            throw new ArgumentException(
                $"{argument} has {samples.Length} values; expected {count}, one a sample"
                + (timesteps > 1 ? $", or {count * timesteps}, one a timestep." : "."),
                argument);
        }
        int bad = samples.Span.IndexOfAnyExceptInRange(0, float.MaxValue);
        if (bad >= 0)
        {
            throw new ArgumentException($"{argument} has {samples.Span[bad]} at {bad}; weights are finite and not negative.", argument);
        }
        _samples = samples;
        _perSample = samples.IsEmpty ? 0 : (int)(samples.Length / count);
        _classes = classes;
        _loss = loss;
        _targetFeatures = loss.TargetFeatures(TModel.Batched.OutputFeatures);
        _perRow = classes is not null ? timesteps : _perSample;
        _weights = new float[rows * _perRow];
    }

    /// <summary>Class weights by class, 1 where none is given; null if there are none.</summary>
    internal static float[]? ByClass(IReadOnlyDictionary<int, float>? weights, Loss loss)
    {
        if (weights is null)
        {
            return null;
        }
        int classes = loss.Classes(TModel.Batched.OutputFeatures);
        if (classes == 0)
        {
            throw new ArgumentException(
                "ClassWeights are for a loss that tells classes apart: BinaryCrossentropy with one output, CategoricalCrossentropy or "
                + "SparseCategoricalCrossentropy.",
                nameof(FitOptions.ClassWeights));
        }
        float[] result = new float[classes];
        Array.Fill(result, 1);
        foreach ((int label, float weight) in weights)
        {
            if ((uint)label >= (uint)classes || !float.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentException(
                    $"ClassWeights has {weight} for class {label}; expected finite weights, not negative, for classes 0 to {classes - 1}.",
                    nameof(FitOptions.ClassWeights));
            }
            result[label] = weight;
        }
        return result;
    }

    /// <summary>Notes the weights of a sample that becomes a row of the batch.</summary>
    internal void Set(int row, long sample, ReadOnlySpan<float> target)
    {
        for (int i = 0; i < _perRow; i++)
        {
            float weight = _perSample == 0 ? 1 : _samples.Span[(int)(sample * _perSample + (_perSample == 1 ? 0 : i))];
            if (_classes is not null)
            {
                int label = _loss.ClassOf(target.Slice(i * _targetFeatures, _targetFeatures));
                weight *= _classes[Math.Clamp(label, 0, _classes.Length - 1)];
            }
            _weights[row * _perRow + i] = weight;
        }
    }

    internal ReadOnlySpan<float> Of(int rows) => _weights.AsSpan(0, rows * _perRow);
}
