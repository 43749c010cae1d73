using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using SeqGen.Numerics;

namespace SeqGen.Training;

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
        if (TChunks.Batched is { Vocabulary: int vocabulary, TakesOtherTokens: false })
        {
            EmbeddingRows.Check(inputs, vocabulary, nameof(inputs));
        }
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

    public override void ApplyAverages() => _trainer.ApplyAverages();

    public override void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var backup = new Backup();
        _trainer.Capture(backup);
        backup.Set("gathered", _gathered);
        backup.Arrays["states"] = MemoryMarshal.Cast<TState, float>(_states.AsSpan()).ToArray();
        backup.Arrays["inputs"] = _inputs;
        backup.Arrays["targets"] = _targets;
        backup.Write(path);
    }

    public override void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Backup backup = Backup.Read(path);
        float[] states = backup.Arrays.GetValueOrDefault("states", []), inputs = backup.Arrays.GetValueOrDefault("inputs", []);
        float[] targets = backup.Arrays.GetValueOrDefault("targets", []);
        Span<float> own = MemoryMarshal.Cast<TState, float>(_states.AsSpan());
        if (states.Length != own.Length || inputs.Length != _inputs.Length || targets.Length != _targets.Length)
        {
            int length = own.Length / _states.Length;
            throw new InvalidDataException(
                $"'{path}' is no backup of {_states.Length} streams of this model: it has {states.Length} values of states, {inputs.Length} inputs "
                + $"and {targets.Length} targets of a chunk; expected {own.Length} ({_states.Length} x {length}), {_inputs.Length} and {_targets.Length}.");
        }
        double gathered = backup.Get("gathered");
        if (!(gathered >= 0 && gathered < ChunkLength))
        {
            throw new InvalidDataException($"'{path}' has gathered {gathered} timesteps; expected 0 to {ChunkLength - 1}, less than a chunk.");
        }
        _trainer.Restore(backup, path);
        states.CopyTo(own);
        inputs.CopyTo(_inputs, 0);
        targets.CopyTo(_targets, 0);
        _gathered = (int)gathered;
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
