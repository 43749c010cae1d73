using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>Runs batches through a model in shards, on one thread or several.</summary>
/// <remarks>
/// Shards have 32 rows, more where a full batch would have over 16 of them: how a batch is cut depends on the batch size alone. Each shard
/// has its own gradients and sums, which are added in the order of the shards, so that no result depends on the number of threads. Where
/// a layer takes statistics over the batch (batch normalization), a batch in training is one shard.
/// </remarks>
internal sealed unsafe partial class ShardedBatch<TModel> : IDisposable where TModel : class, ISequenceModel<TModel>
{
    private const int ShardRows = 32;
    private const int MaxShards = 16;

    private readonly Loss _loss;
    private readonly MetricStates _metrics;
    private readonly int _batchSize;
    private readonly int _shardRows;
    private readonly bool _fused;
    private readonly int _inputLength = TModel.Timesteps * TModel.Features;
    private readonly int _targetFeatures;

    private readonly AlignedBuffer<float> _packed = new(TModel.Batched.PackedLength);
    private readonly AlignedBuffer<float>[] _gradients;
    private readonly Worker[] _workers;
    private readonly double[] _lossSums;
    private readonly int[] _rowCounts;
    private readonly int[] _nonFinite;
    private readonly double[] _shardStates;
    private readonly double[] _states;
    private readonly double[] _results;
    private readonly Action<int, int> _runShard;

    // The batch under way
    private float* _parameters;
    private float* _inputs;
    private float* _targets;
    private float* _weights;
    private int* _lengths;
    private float* _streams;
    private int _weightsPerSample;
    private int _rows;
    private int _shards;
    private double _penalty;
    private ulong _seed;
    private bool _training;

    /// <summary>Reserves the memory of batches up to <paramref name="batchSize"/> rows; gradients only if they are wanted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No memory holds as many rows; named as <paramref name="batchArgument"/>.</exception>
    internal ShardedBatch(
        Loss loss, IList<Metric> metrics, int batchSize, int threads, bool gradients, string batchArgument = nameof(TrainerOptions.BatchSize))
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _loss = loss;
        _metrics = new MetricStates(metrics, loss, TModel.Batched.OutputFeatures);
        _targetFeatures = loss.TargetFeatures(TModel.Batched.OutputFeatures);
        TargetLength = RowsPerSample * _targetFeatures;
        _batchSize = batchSize;
        _shardRows = gradients && TModel.Batched.TakesWholeBatch ? batchSize : ((batchSize - 1) / (MaxShards * ShardRows) + 1) * ShardRows;
        _fused = loss.FusedActivation == TModel.Batched.OutputActivation;

        int shards = (batchSize - 1) / _shardRows + 1;
        int workers = Math.Min(threads, shards), rows = Math.Min(_shardRows, batchSize);
        long workspace = TModel.Batched.WorkspaceValues(rows), outputs = (long)rows * TModel.OutputLength;
        BatchMemory.Check(
            batchSize, Math.Max(workspace, outputs), workers * (workspace + (gradients ? 2 : 1) * outputs), batchArgument);
        _lossSums = new double[shards];
        _rowCounts = new int[shards];
        _nonFinite = new int[shards];
        _shardStates = new double[shards * _metrics.Length];
        _states = new double[_metrics.Length];
        _results = new double[_metrics.Count];
        _gradients = new AlignedBuffer<float>[gradients ? shards : 0];
        for (int i = 0; i < _gradients.Length; i++)
        {
            _gradients[i] = new AlignedBuffer<float>(TModel.ParameterCount);
        }
        _workers = new Worker[workers];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Worker(rows, gradients);
        }
        Lazy = gradients && TModel.Batched.LazyTable is LazyTable table ? new LazyRows(table) : null;
        _runShard = RunShard;
        Pool = new WorkerPool(_workers.Length);
    }

    /// <summary>Rows that a sample counts as: its output timesteps, or 1 where the output is a vector.</summary>
    internal static int RowsPerSample => Math.Max(1, TModel.Batched.OutputTimesteps);

    /// <summary>Values of a sample's target.</summary>
    internal int TargetLength { get; }

    /// <summary>The rows of a lazily updated table that the last batch looked up; null where there is none.</summary>
    internal LazyRows? Lazy { get; }

    /// <summary>What sums of gradients have to be multiplied by, where padding made the rows of the last batch fewer.</summary>
    internal float GradientScale { get; private set; } = 1;

    /// <summary>The threads, one worker a thread.</summary>
    internal WorkerPool Pool { get; }

    /// <summary>The gradients of the last batch, once all their ranges are added up.</summary>
    internal Span<float> Gradients => _gradients[0].Span;

    /// <summary>The metrics, and where their numbers stand in <see cref="States"/>.</summary>
    internal MetricStates Metrics => _metrics;

    /// <summary>The metrics' numbers over the last batch.</summary>
    internal ReadOnlySpan<double> States => _states;

    /// <summary>The metrics over the last batch.</summary>
    internal ReadOnlySpan<double> Results
    {
        get
        {
            for (int i = 0; i < _results.Length; i++)
            {
                _results[i] = _metrics.Result(i, _states);
            }
            return _results;
        }
    }

    /// <summary>Refuses a batch of wrong lengths or with targets that the loss does not take.</summary>
    internal void Check(in SampleBatch batch)
    {
        ReadOnlySpan<float> inputs = batch.Inputs;
        ReadOnlySpan<float> targets = batch.Targets;
        ReadOnlySpan<float> weights = batch.Weights;
        int rows = inputs.Length / _inputLength;
        if (inputs.Length % _inputLength != 0 || rows < 1 || rows > _batchSize)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; expected 1 to {_batchSize} samples of [{TModel.Timesteps}, {TModel.Features}], "
                + $"{_inputLength} values each.",
                nameof(inputs));
        }
        if (targets.Length != (long)rows * TargetLength)
        {
            throw new ArgumentException(
                $"targets has {targets.Length} values; {rows} samples of {TargetLength} "
                + $"{(TargetLength == TModel.OutputLength ? "outputs" : "class indices")} need {(long)rows * TargetLength}.",
                nameof(targets));
        }
        if (!weights.IsEmpty && weights.Length != rows && weights.Length != (long)rows * RowsPerSample)
        {
            throw new ArgumentException(
                $"weights has {weights.Length} values; expected {rows}, one a sample"
                + (RowsPerSample > 1 ? $", or {rows * RowsPerSample}, one a timestep." : "."),
                nameof(weights));
        }
        SampleLength.Check<TModel>(batch.Lengths, rows, "lengths");
        CheckTargets(targets, TargetLength);
    }

    /// <summary>Refuses targets that the loss does not take.</summary>
    /// <param name="targets">Targets of whole samples, or of as many timesteps of each.</param>
    /// <param name="length">Values of each sample.</param>
    internal void CheckTargets(ReadOnlySpan<float> targets, int length)
    {
        for (int start = 0; start < targets.Length; start += _targetFeatures)
        {
            if (_loss.CheckTarget(targets.Slice(start, _targetFeatures), TModel.Batched.OutputFeatures) is string problem)
            {
                throw new ArgumentException($"targets has in sample {start / length} {problem}.", nameof(targets));
            }
        }
    }

    /// <summary>Lays the parameters out for the kernels; before <see cref="Run"/> whenever they changed.</summary>
    internal void Pack(ReadOnlySpan<float> parameters, bool training)
    {
        TModel.Pack(parameters, _packed.Span);
        if (training)
        {
            TModel.PackTransposed(parameters, _packed.Span);
        }
        _penalty = Penalty.Of<TModel>(parameters);
    }

    /// <summary>Runs a batch whose lengths are right.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="parameters">All parameters, as they were packed.</param>
    /// <param name="training">Whether dropout drops and gradients are computed.</param>
    /// <param name="seed">Chooses the dropout masks.</param>
    /// <returns>The mean loss, penalties included.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Run(in SampleBatch batch, ReadOnlySpan<float> parameters, bool training, ulong seed)
    {
        _rows = batch.Inputs.Length / _inputLength;
        _shards = (_rows - 1) / _shardRows + 1;
        _training = training;
        _seed = seed;
        // Other threads read the spans through pointers, which hold while this method waits for those threads.
        fixed (float* parameterStart = parameters, inputStart = batch.Inputs, targetStart = batch.Targets, weightStart = batch.Weights, streamStart = batch.States)
        fixed (int* lengthStart = batch.Lengths)
        {
            _parameters = parameterStart;
            _inputs = inputStart;
            _targets = targetStart;
            _weights = weightStart;
            _lengths = lengthStart;
            _streams = streamStart;
            _weightsPerSample = batch.Weights.Length / _rows;
            if (_training)
            {
                Lazy?.Begin(Gradients);
            }
            Pool.Run(_shards, _runShard);
        }
        if (training && Lazy is not null)
        {
            AddLazyRows(batch);
        }

        double loss = 0;
        long counted = 0;
        Array.Clear(_states);
        for (int shard = 0; shard < _shards; shard++)
        {
            loss += _lossSums[shard];
            counted += _rowCounts[shard];
            TensorPrimitives.Add(_states, _shardStates.AsSpan(shard * _states.Length, _states.Length), _states);
        }
        // Backward divided by all rows, those that are padding among them.
        counted = Math.Max(1, counted);
        GradientScale = (float)((double)_rows * RowsPerSample / counted);
        return loss / counted + _penalty;
    }

    /// <summary>Adds the shards' gradients of a range of parameters, in the order of the shards, unless that is done.</summary>
    internal Span<float> AddGradients(int start, int length, bool isAdded)
    {
        Span<float> sum = _gradients[0].Span.Slice(start, length);
        for (int shard = 1; shard < _shards && !isAdded; shard++)
        {
            TensorPrimitives.Add(sum, _gradients[shard].Span.Slice(start, length), sum);
        }
        if (GradientScale != 1)
        {
            TensorPrimitives.Multiply(sum, GradientScale, sum);
        }
        return sum;
    }

    /// <summary>The first layer whose output in the last batch was not finite; null if all were.</summary>
    internal string? FirstNonFinite
    {
        get
        {
            int first = _nonFinite.AsSpan(0, _shards).ToArray().Min();
            return first < TModel.LayerOutputs.Length ? TModel.LayerOutputs[first].Name : null;
        }
    }

    /// <summary>Moves the model's moving statistics by those of the last batch, which was one shard.</summary>
    internal void UpdateStatistics(Span<float> parameters)
    {
        if (TModel.Batched.TakesWholeBatch)
        {
            var pass = new BatchPass<float> { Batch = _rows, Parameters = parameters, Packed = _packed.Span, Workspace = _workers[0].Workspace.Span };
            TModel.UpdateStatistics(pass, parameters);
        }
    }

    public void Dispose() => Pool.Dispose();

    private void AddLazyRows(in SampleBatch batch)
    {
        for (int shard = 0; shard < _shards; shard++)
        {
            int first = shard * _shardRows, rows = Math.Min(_shardRows, _rows - first);
            ReadOnlySpan<int> lengths = batch.Lengths.IsEmpty ? default : batch.Lengths.Slice(first, rows);
            Lazy!.Add(batch.Inputs.Slice(first * _inputLength, rows * _inputLength), lengths, _inputLength, _gradients[shard].Span, Gradients);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunShard(int worker, int shard)
    {
        int first = shard * _shardRows;
        int rows = Math.Min(_shardRows, _rows - first);
        var inputs = new ReadOnlySpan<float>(_inputs + (long)first * _inputLength, rows * _inputLength);
        var targets = new ReadOnlySpan<float>(_targets + (long)first * TargetLength, rows * TargetLength);
        Span<float> outputs = _workers[worker].Outputs.Span[..(rows * TModel.OutputLength)];
        Span<float> dOutputs = _training ? _workers[worker].DOutputs.Span[..outputs.Length] : default;
        var pass = new BatchPass<float>
        {
            Batch = rows,
            Parameters = new ReadOnlySpan<float>(_parameters, TModel.ParameterCount),
            Packed = _packed.Span,
            Workspace = _workers[worker].Workspace.Span,
            Lengths = _lengths is null ? default : new ReadOnlySpan<int>(_lengths + first, rows),
            States = _streams is null ? default : new Span<float>(_streams + (long)first * TModel.Batched.StateStride, rows * TModel.Batched.StateStride),
            Training = _training,
            Logits = _fused,
            Seed = _seed,
            FirstRow = first,
        };

        TModel.Forward(pass, inputs, outputs);
        Span<double> states = _shardStates.AsSpan(shard * _states.Length, _states.Length);
        states.Clear();
        (_lossSums[shard], _rowCounts[shard]) = Measure(pass, outputs, targets, dOutputs, states);
        _nonFinite[shard] = double.IsFinite(_lossSums[shard]) ? int.MaxValue : NonFiniteLoss.FindLayer<TModel>(pass);
        if (_training)
        {
            TModel.Backward(pass, dOutputs, _gradients[shard].Span, default);
        }
    }

    /// <summary>The memory that one thread works in.</summary>
    private sealed class Worker(int rows, bool gradients)
    {
        internal AlignedBuffer<float> Workspace { get; } = new(TModel.Batched.WorkspaceLength(rows));

        internal AlignedBuffer<float> Outputs { get; } = new(rows * TModel.OutputLength);

        internal AlignedBuffer<float> DOutputs { get; } = new(gradients ? rows * TModel.OutputLength : 0);
    }
}
