using System;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>Trains a model batch by batch, as <see cref="ModelTraining"/>.Fit does; for loops of your own.</summary>
/// <remarks>
/// A step allocates nothing. It cuts the batch into fixed shards, runs each forward and backward on whichever thread is free, adds their
/// gradients in a fixed order and updates the parameters, so that the result is the same to the bit for any number of threads. A model
/// with batch normalization, whose statistics are those of a whole batch, is run in one piece, and a step moves its moving statistics. A
/// trainer is for one thread at a time, and nothing else may use the model while a step runs.
/// </remarks>
/// <typeparam name="TModel">A class under <see cref="SequenceModelAttribute"/>.</typeparam>
public sealed partial class Trainer<TModel> : IDisposable where TModel : class, ISequenceModel<TModel>
{
    private readonly TModel _model;
    private readonly OptimizerState _state;
    private readonly ShardedBatch<TModel> _batch;
    private readonly ParameterUpdate<TModel> _update;
    private readonly ulong _seed;
    private bool _disposed;

    /// <summary>Reserves all the memory that steps will need and starts the threads.</summary>
    /// <param name="model">The model whose parameters steps will change.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">An option is out of range, or BatchSize is more than memory holds.</exception>
    public Trainer(TModel model, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Optimizer);
        _model = model;
        _state = options.Optimizer.CreateState(TModel.ParameterCount);
        _batch = new ShardedBatch<TModel>(options.Loss, options.Metrics, options.BatchSize, options.Threads, gradients: true, options.BatchArgument);
        _update = new ParameterUpdate<TModel>(model, options.Optimizer, _state, _batch);
        _seed = (uint)options.Seed;
    }

    /// <summary>Steps taken, each on one batch.</summary>
    public long Steps => _state.Batches;

    /// <summary>
    /// dL/d parameters of the last batch's mean loss with penalties, in the order of the parameters; all 0 before the first. After a step
    /// that updated: as the optimizer had them, averaged over the batches accumulated and clipped.
    /// </summary>
    public ReadOnlySpan<float> Gradients => _batch.Gradients;

    /// <summary><see cref="TrainerOptions.Metrics"/> over the last batch.</summary>
    public ReadOnlySpan<double> Metrics => _batch.Results;

    internal ShardedBatch<TModel> Batch => _batch;

    internal OptimizerState State => _state;

    /// <summary>Trains on one batch: forward, backward, and an update of the parameters.</summary>
    /// <remarks>
    /// With weights the loss is Σ(loss · weight) / rows, as Keras's sum_over_batch_size; rows that are padding do not count. A loss that is not finite changes nothing.
    /// </remarks>
    /// <param name="inputs"><c>[rows, Timesteps, Features]</c>, 1 to BatchSize rows.</param>
    /// <param name="targets"><c>[rows, OutputLength]</c>; for class indices <c>[rows]</c> or <c>[rows, timesteps]</c>.</param>
    /// <param name="weights">Factors of the rows' losses, <c>[rows]</c> or <c>[rows, timesteps]</c>; empty if all are 1.</param>
    /// <param name="lengths">Timesteps of each row, for a model of variable length, <c>[rows]</c>; empty if all have all.</param>
    /// <returns>The batch's mean loss, before the update, penalties included.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, a row has, or targets are not the loss's; nothing is changed.</exception>
    public float Step(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default, ReadOnlySpan<int> lengths = default)
    {
        SampleBatch batch = Checked(inputs, targets, weights, lengths);
        return (float)StepExactly(batch);
    }

    /// <summary>Computes <see cref="Gradients"/> as the next step would, and leaves the parameters as they are.</summary>
    /// <param name="inputs"><c>[rows, Timesteps, Features]</c>, 1 to BatchSize rows.</param>
    /// <param name="targets"><c>[rows, OutputLength]</c>; for class indices <c>[rows]</c> or <c>[rows, timesteps]</c>.</param>
    /// <param name="weights">Factors of the rows' losses, <c>[rows]</c> or <c>[rows, timesteps]</c>; empty if all are 1.</param>
    /// <param name="lengths">Timesteps of each row, for a model of variable length, <c>[rows]</c>; empty if all have all.</param>
    /// <returns>The batch's mean loss, penalties included.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, a row has, or targets are not the loss's.</exception>
    public float ComputeGradients(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default, ReadOnlySpan<int> lengths = default)
    {
        SampleBatch batch = Checked(inputs, targets, weights, lengths);
        double loss = RunBatch(batch, training: true);
        _update.AddGradients();
        return (float)loss;
    }

    /// <summary>Measures a batch, without dropout; parameters and gradients stay as they are.</summary>
    /// <param name="inputs"><c>[rows, Timesteps, Features]</c>, 1 to BatchSize rows.</param>
    /// <param name="targets"><c>[rows, OutputLength]</c>; for class indices <c>[rows]</c> or <c>[rows, timesteps]</c>.</param>
    /// <param name="weights">Factors of the rows' losses, <c>[rows]</c> or <c>[rows, timesteps]</c>; empty if all are 1.</param>
    /// <param name="lengths">Timesteps of each row, for a model of variable length, <c>[rows]</c>; empty if all have all.</param>
    /// <returns>The batch's mean loss, penalties included.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, a row has, or targets are not the loss's.</exception>
    public float Evaluate(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default, ReadOnlySpan<int> lengths = default)
    {
        SampleBatch batch = Checked(inputs, targets, weights, lengths);
        return (float)RunBatch(batch, training: false);
    }

    /// <summary>Puts the running means of the parameters into the model, where <see cref="Optimizer.UseEma"/> keeps them.</summary>
    /// <exception cref="InvalidOperationException">The optimizer does not keep them.</exception>
    public void ApplyAverages() => _update.ApplyAverages();

    /// <summary>Stops the threads. The model stays as it is.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _batch.Dispose();
        }
    }

    /// <summary>A step on a batch that is known to be right.</summary>
    internal double StepExactly(in SampleBatch batch)
    {
        double loss = RunBatch(batch, training: true);
        if (double.IsFinite(loss))
        {
            _update.Step();
            _batch.UpdateStatistics(_model.Parameters);
        }
        return loss;
    }

    private SampleBatch Checked(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, ReadOnlySpan<int> lengths)
    {
        var batch = new SampleBatch { Inputs = inputs, Targets = targets, Weights = weights, Lengths = lengths };
        _batch.Check(batch);
        return batch;
    }

    internal void CheckNotDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private double RunBatch(in SampleBatch batch, bool training)
    {
        CheckNotDisposed();
        _batch.Pack(_model.Parameters, training);
        return _batch.Run(batch, _model.Parameters, training, SeededRandom.Derive(_seed, (ulong)_state.Batches));
    }
}
