using System;
using System.Runtime.InteropServices;

namespace SeqGen.Training;

/// <summary>Trains a model on streams by truncated backpropagation through time; a model under <see cref="TruncatedBpttAttribute"/> makes it.</summary>
/// <remarks>
/// Streams go on in chunks. Each chunk runs forward from the states that the one before left, backward to its own beginning, and updates
/// the parameters once; memory is that of a chunk, however long the stream. Nothing is allocated after construction. A trainer is for one
/// thread at a time, and nothing else may use the model while a chunk runs.
/// </remarks>
/// <typeparam name="TState">The model's State.</typeparam>
public abstract class StreamTrainer<TState> : IDisposable where TState : struct, IStreamState<TState>
{
    private protected StreamTrainer()
    {
    }

    /// <summary>Timesteps of a chunk.</summary>
    public abstract int ChunkLength { get; }

    /// <summary>
    /// A state for each stream, as the last chunk left it: for Step to go on from, to be saved, or set to begin another stream. Values of
    /// timesteps that <see cref="TrainStep"/> has gathered but not trained on are not in it.
    /// </summary>
    public abstract Span<TState> States { get; }

    /// <summary>Chunks trained on.</summary>
    public abstract long Chunks { get; }

    /// <summary>dL/d parameters of the last chunk, as <see cref="Trainer{TModel}.Gradients"/>.</summary>
    public abstract ReadOnlySpan<float> Gradients { get; }

    /// <summary><see cref="TrainerOptions.Metrics"/> over the last chunk.</summary>
    public abstract ReadOnlySpan<double> Metrics { get; }

    /// <summary>Takes one timestep of every stream; trains when a chunk is full.</summary>
    /// <param name="inputs"><c>[streams, Features]</c>.</param>
    /// <param name="targets"><c>[streams, StepOutputLength]</c>; for class indices <c>[streams]</c>.</param>
    /// <param name="loss">The chunk's mean loss where one was trained on, penalties included; else NaN.</param>
    /// <returns>True if a chunk was trained on.</returns>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, or targets are not the loss's; nothing is taken. Or the chunk that this timestep fills has a token outside the
    /// vocabulary; the chunk is dropped, and parameters and states are as before it.
    /// </exception>
    public abstract bool TrainStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, out float loss);

    /// <summary>Trains on the next chunk of every stream. A loss that is not finite changes nothing, states included.</summary>
    /// <param name="inputs"><c>[streams, ChunkLength, Features]</c>.</param>
    /// <param name="targets"><c>[streams, ChunkLength, StepOutputLength]</c>; for class indices <c>[streams, ChunkLength]</c>.</param>
    /// <param name="weights">Factors of the timesteps' losses, <c>[streams]</c> or <c>[streams, ChunkLength]</c>; empty if all are 1.</param>
    /// <returns>The chunk's mean loss, before the update, penalties included.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, or targets are not the loss's; nothing is changed.</exception>
    /// <exception cref="InvalidOperationException"><see cref="TrainStep"/> has gathered part of a chunk.</exception>
    public abstract float TrainChunk(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default);

    /// <summary>Begins new streams: all states are the start of one, and timesteps gathered are dropped.</summary>
    public abstract void Reset();

    /// <summary>Stops the threads. The model stays as it is.</summary>
    public abstract void Dispose();

    /// <summary>For generated code.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static StreamTrainer<TState> Create<TChunks>(TChunks model, TrainerOptions options, int streams) where TChunks : class, ISequenceModel<TChunks> =>
        new ChunkTrainer<TChunks, TState>(model, options, streams);
}

/// <summary>A trainer of samples whose samples are chunks.</summary>
internal sealed class ChunkTrainer<TChunks, TState> : StreamTrainer<TState>
    where TChunks : class, ISequenceModel<TChunks>
    where TState : struct, IStreamState<TState>
{
    private readonly Trainer<TChunks> _trainer;
    private readonly TState[] _states;
    private readonly TState[] _next;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private int _gathered;

    internal ChunkTrainer(TChunks model, TrainerOptions options, int streams)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        _trainer = new Trainer<TChunks>(model, options.WithStreams(streams));
        _states = new TState[streams];
        _next = new TState[streams];
        _inputs = new float[checked(streams * TChunks.Timesteps * TChunks.Features)];
        _targets = new float[checked(streams * _trainer.Batch.TargetLength)];
    }

    public override int ChunkLength => TChunks.Timesteps;

    public override Span<TState> States => _states;

    public override long Chunks => _trainer.Steps;

    public override ReadOnlySpan<float> Gradients => _trainer.Gradients;

    public override ReadOnlySpan<double> Metrics => _trainer.Metrics;

    public override bool TrainStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, out float loss)
    {
        loss = float.NaN;
        _trainer.CheckNotDisposed();
        int features = TChunks.Features, values = _trainer.Batch.TargetLength / ChunkLength;
        SequenceModel.CheckLength(inputs.Length, _states.Length * features, nameof(inputs));
        SequenceModel.CheckLength(targets.Length, _states.Length * values, nameof(targets));
        _trainer.Batch.CheckTargets(targets, values);
        Gather(inputs, features, _inputs);
        Gather(targets, values, _targets);
        if (++_gathered < ChunkLength)
        {
            return false;
        }
        _gathered = 0;
        loss = TrainChunk(_inputs, _targets);
        return true;
    }

    public override float TrainChunk(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        if (_gathered > 0)
        {
            throw new InvalidOperationException($"TrainStep has gathered {_gathered} of a chunk's {ChunkLength} timesteps; go on with it, or call Reset.");
        }
        SequenceModel.CheckLength(inputs.Length, _inputs.Length, nameof(inputs));
        _states.CopyTo(_next, 0);
        var batch = new SampleBatch
        {
            Inputs = inputs, Targets = targets, Weights = weights, States = MemoryMarshal.Cast<TState, float>(_next.AsSpan()),
        };
        _trainer.Batch.Check(batch);
        float loss = (float)_trainer.StepExactly(batch);
        if (float.IsFinite(loss))
        {
            _next.CopyTo(_states, 0);
        }
        return loss;
    }

    public override void Reset()
    {
        Array.Clear(_states);
        _gathered = 0;
    }

    public override void Dispose() => _trainer.Dispose();

    private void Gather(ReadOnlySpan<float> values, int length, float[] chunk)
    {
        for (int stream = 0; stream < _states.Length; stream++)
        {
            int row = (stream * ChunkLength) + _gathered;
            values.Slice(stream * length, length).CopyTo(chunk.AsSpan(row * length));
        }
    }
}
