using System;
using System.Collections.Generic;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>Trains a model batch by batch, as <see cref="ModelTraining.Fit"/> does; for loops of your own.</summary>
/// <remarks>
/// A step allocates nothing. It cuts the batch into fixed shards, runs each forward and backward on whichever thread is free, adds their
/// gradients in a fixed order and updates the parameters, so that the result is the same to the bit for any number of threads. A model
/// with batch normalization, whose statistics are those of a whole batch, is run in one piece, and a step moves its moving statistics. A
/// trainer is for one thread at a time, and nothing else may use the model while a step runs.
/// </remarks>
/// <typeparam name="TModel">A class under <see cref="SequenceModelAttribute"/>.</typeparam>
public sealed class Trainer<TModel> : IDisposable where TModel : class, ISequenceModel<TModel>
{
    // Parameters that one thread updates at a time: enough to be worth handing out, few enough to stay in its cache.
    private const int RangeLength = 16_384;

    private readonly TModel _model;
    private readonly Optimizer _optimizer;
    private readonly OptimizerState _state;
    private readonly ShardedBatch<TModel> _batch;
    private readonly (int Start, int Length)[] _trainable;
    private readonly Action<int, int> _addRange;
    private readonly Action<int, int> _updateRange;
    private readonly ulong _seed;
    private bool _disposed;

    /// <summary>Reserves all the memory that steps will need and starts the threads.</summary>
    /// <param name="model">The model whose parameters steps will change.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Trainer(TModel model, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Optimizer);
        _model = model;
        _optimizer = options.Optimizer;
        _state = _optimizer.CreateState(TModel.ParameterCount);
        _batch = new ShardedBatch<TModel>(options.Loss, options.Metrics, options.BatchSize, options.Threads, gradients: true);
        _trainable = FindTrainable();
        _addRange = (_, range) => _batch.AddGradients(range * RangeLength, LengthOf(range));
        _updateRange = UpdateRange;
        _seed = (uint)options.Seed;
    }

    /// <summary>Steps taken.</summary>
    public long Steps => _state.Step;

    /// <summary>dL/d parameters of the last batch's mean loss, in the order of the parameters; all 0 before the first.</summary>
    public ReadOnlySpan<float> Gradients => _batch.Gradients;

    /// <summary>The means of <see cref="TrainerOptions.Metrics"/> over the last batch.</summary>
    public ReadOnlySpan<double> Metrics => _batch.Metrics;

    internal ShardedBatch<TModel> Batch => _batch;

    /// <summary>Trains on one batch: forward, backward, and an update of the parameters.</summary>
    /// <param name="inputs"><c>[rows, Timesteps, Features]</c>, 1 to BatchSize rows.</param>
    /// <param name="targets"><c>[rows, OutputLength]</c>.</param>
    /// <returns>The batch's mean loss, before the update.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length; nothing is changed.</exception>
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => (float)StepExactly(inputs, targets);

    /// <summary>Computes <see cref="Gradients"/> as the next step would, and leaves the parameters as they are.</summary>
    /// <param name="inputs"><c>[rows, Timesteps, Features]</c>, 1 to BatchSize rows.</param>
    /// <param name="targets"><c>[rows, OutputLength]</c>.</param>
    /// <returns>The batch's mean loss.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        double loss = RunBatch(inputs, targets, training: true);
        _batch.Pool.Run(RangeCount, _addRange);
        return (float)loss;
    }

    /// <summary>Measures a batch, without dropout; parameters and gradients stay as they are.</summary>
    /// <param name="inputs"><c>[rows, Timesteps, Features]</c>, 1 to BatchSize rows.</param>
    /// <param name="targets"><c>[rows, OutputLength]</c>.</param>
    /// <returns>The batch's mean loss.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public float Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => (float)RunBatch(inputs, targets, training: false);

    /// <summary>Stops the threads. The model stays as it is.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _batch.Dispose();
        }
    }

    internal double StepExactly(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        double loss = RunBatch(inputs, targets, training: true);
        _state.Advance();
        _batch.Pool.Run(RangeCount, _updateRange);
        _batch.UpdateStatistics(_model.Parameters);
        return loss;
    }

    private static int RangeCount => (TModel.ParameterCount + RangeLength - 1) / RangeLength;

    private static int LengthOf(int range) => Math.Min(RangeLength, TModel.ParameterCount - range * RangeLength);

    private double RunBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, bool training)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _batch.CheckRows(inputs, targets);
        _batch.Pack(_model.Parameters);
        return _batch.Run(inputs, targets, training, SeededRandom.Derive(_seed, (ulong)_state.Step));
    }

    private void UpdateRange(int worker, int range)
    {
        int start = range * RangeLength;
        int end = start + LengthOf(range);
        Span<float> gradients = _batch.AddGradients(start, end - start);
        foreach ((int runStart, int runLength) in _trainable)
        {
            int from = Math.Max(start, runStart);
            int to = Math.Min(end, runStart + runLength);
            if (from < to)
            {
                _optimizer.Update(_model.Parameters[from..to], gradients[(from - start)..(to - start)], _state, from);
            }
        }
    }

    // Neighbouring tensors are updated as one.
    private static (int Start, int Length)[] FindTrainable()
    {
        List<(int Start, int Length)> runs = [];
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            if (!tensor.Trainable)
            {
                continue;
            }
            if (runs.Count > 0 && runs[^1].Start + runs[^1].Length == tensor.Offset)
            {
                runs[^1] = (runs[^1].Start, runs[^1].Length + tensor.Length);
            }
            else
            {
                runs.Add((tensor.Offset, tensor.Length));
            }
        }
        return [.. runs];
    }
}
