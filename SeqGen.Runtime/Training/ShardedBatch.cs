using System;
using System.Collections.Generic;
using System.Numerics.Tensors;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>Runs batches through a model in shards, on one thread or several.</summary>
/// <remarks>
/// Shards have 32 rows, more where a full batch would have over 16 of them: how a batch is cut depends on the batch size alone. Each shard
/// has its own gradients and sums, which are added in the order of the shards, so that no result depends on the number of threads. Where
/// a layer takes statistics over the batch (batch normalization), a batch in training is one shard.
/// </remarks>
internal sealed unsafe class ShardedBatch<TModel> : IDisposable where TModel : class, ISequenceModel<TModel>
{
    private const int ShardRows = 32;
    private const int MaxShards = 16;

    private readonly Loss _loss;
    private readonly Metric[] _metrics;
    private readonly int _batchSize;
    private readonly int _shardRows;
    private readonly bool _fused;
    private readonly int _inputLength = TModel.Timesteps * TModel.Features;
    private readonly int _rowsPerSample = Math.Max(1, TModel.Batched.OutputTimesteps);

    private readonly AlignedBuffer<float> _packed = new(TModel.Batched.PackedLength);
    private readonly AlignedBuffer<float>[] _gradients;
    private readonly Worker[] _workers;
    private readonly double[] _lossSums;
    private readonly double[] _metricSums;
    private readonly double[] _metricMeans;
    private readonly Action<int, int> _runShard;

    // The batch under way
    private float* _inputs;
    private float* _targets;
    private int _rows;
    private int _shards;
    private ulong _seed;
    private bool _training;

    /// <summary>Reserves the memory of batches up to <paramref name="batchSize"/> rows; gradients only if they are wanted.</summary>
    internal ShardedBatch(Loss loss, IList<Metric> metrics, int batchSize, int threads, bool gradients)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _loss = loss;
        _metrics = MetricNames.Check(metrics);
        _batchSize = batchSize;
        _shardRows = gradients && TModel.Batched.TakesWholeBatch ? batchSize : Math.Max(ShardRows, (batchSize + MaxShards * ShardRows - 1) / (MaxShards * ShardRows) * ShardRows);
        _fused = loss.FusedActivation == TModel.Batched.OutputActivation;

        int shards = (batchSize - 1) / _shardRows + 1;
        _lossSums = new double[shards];
        _metricSums = new double[shards * _metrics.Length];
        _metricMeans = new double[_metrics.Length];
        _gradients = new AlignedBuffer<float>[gradients ? shards : 0];
        for (int i = 0; i < _gradients.Length; i++)
        {
            _gradients[i] = new AlignedBuffer<float>(TModel.ParameterCount);
        }
        _workers = new Worker[Math.Min(threads, shards)];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Worker(Math.Min(_shardRows, batchSize), gradients);
        }
        _runShard = RunShard;
        Pool = new WorkerPool(_workers.Length);
    }

    /// <summary>The threads, one worker a thread.</summary>
    internal WorkerPool Pool { get; }

    /// <summary>The gradients of the last batch, once all their ranges are added up.</summary>
    internal Span<float> Gradients => _gradients[0].Span;

    /// <summary>The metrics' means over the last batch.</summary>
    internal ReadOnlySpan<double> Metrics => _metricMeans;

    /// <summary>Rows of a batch, if its lengths are right.</summary>
    internal int CheckRows(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        int rows = inputs.Length / _inputLength;
        if (inputs.Length % _inputLength != 0 || rows < 1 || rows > _batchSize)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; expected 1 to {_batchSize} samples of [{TModel.Timesteps}, {TModel.Features}], "
                + $"{_inputLength} values each.",
                nameof(inputs));
        }
        if (targets.Length != (long)rows * TModel.OutputLength)
        {
            throw new ArgumentException(
                $"targets has {targets.Length} values; {rows} samples of {TModel.OutputLength} outputs need "
                + $"{(long)rows * TModel.OutputLength}.",
                nameof(targets));
        }
        return rows;
    }

    /// <summary>Lays the parameters out for the kernels; before <see cref="Run"/> whenever they changed.</summary>
    internal void Pack(ReadOnlySpan<float> parameters) => TModel.Pack(parameters, _packed.Span);

    /// <summary>Runs a batch whose lengths are right.</summary>
    /// <param name="inputs"><c>[rows, Timesteps, Features]</c>.</param>
    /// <param name="targets"><c>[rows, OutputLength]</c>.</param>
    /// <param name="training">Whether dropout drops and gradients are computed.</param>
    /// <param name="seed">Chooses the dropout masks.</param>
    /// <returns>The mean loss.</returns>
    internal double Run(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, bool training, ulong seed)
    {
        _rows = inputs.Length / _inputLength;
        _shards = (_rows - 1) / _shardRows + 1;
        _training = training;
        _seed = seed;
        // Other threads read the spans through pointers, which hold while this method waits for those threads.
        fixed (float* inputStart = inputs, targetStart = targets)
        {
            _inputs = inputStart;
            _targets = targetStart;
            Pool.Run(_shards, _runShard);
        }

        double count = (double)_rows * _rowsPerSample;
        double loss = 0;
        Array.Clear(_metricMeans);
        for (int shard = 0; shard < _shards; shard++)
        {
            loss += _lossSums[shard];
            for (int i = 0; i < _metrics.Length; i++)
            {
                _metricMeans[i] += _metricSums[shard * _metrics.Length + i] / count;
            }
        }
        return loss / count;
    }

    /// <summary>Adds the shards' gradients of a range of parameters, in the order of the shards.</summary>
    internal Span<float> AddGradients(int start, int length)
    {
        Span<float> sum = _gradients[0].Span.Slice(start, length);
        for (int shard = 1; shard < _shards; shard++)
        {
            TensorPrimitives.Add(sum, _gradients[shard].Span.Slice(start, length), sum);
        }
        return sum;
    }

    /// <summary>Moves the model's moving statistics by those of the last batch, which was one shard.</summary>
    internal void UpdateStatistics(Span<float> parameters)
    {
        if (TModel.Batched.TakesWholeBatch)
        {
            var pass = new BatchPass<float> { Batch = _rows, Packed = _packed.Span, Workspace = _workers[0].Workspace.Span };
            TModel.UpdateStatistics(pass, parameters);
        }
    }

    public void Dispose() => Pool.Dispose();

    private void RunShard(int worker, int shard)
    {
        int first = shard * _shardRows;
        int rows = Math.Min(_shardRows, _rows - first);
        int features = TModel.Batched.OutputFeatures;
        var inputs = new ReadOnlySpan<float>(_inputs + (long)first * _inputLength, rows * _inputLength);
        var targets = new ReadOnlySpan<float>(_targets + (long)first * TModel.OutputLength, rows * TModel.OutputLength);
        Span<float> outputs = _workers[worker].Outputs.Span[..targets.Length];
        Span<float> dOutputs = _training ? _workers[worker].DOutputs.Span[..targets.Length] : default;
        var pass = new BatchPass<float>
        {
            Batch = rows,
            Packed = _packed.Span,
            Workspace = _workers[worker].Workspace.Span,
            Training = _training,
            Logits = _fused,
            Seed = _seed,
            FirstRow = first,
        };

        TModel.Forward(pass, inputs, outputs);
        float scale = 1f / ((float)_rows * _rowsPerSample);
        _lossSums[shard] = _fused
            ? _loss.ComputeFromLogits(outputs, targets, features, scale, dOutputs)
            : _loss.Compute(outputs, targets, features, scale, dOutputs);
        for (int i = 0; i < _metrics.Length; i++)
        {
            _metricSums[shard * _metrics.Length + i] = _metrics[i].Sum(outputs, targets, features);
        }
        if (_training)
        {
            TModel.Backward(pass, dOutputs, _gradients[shard].Span, default);
        }
    }

    /// <summary>The memory that one thread works in.</summary>
    private sealed class Worker(int rows, bool gradients)
    {
        internal AlignedBuffer<float> Workspace { get; } = new(TModel.Batched.WorkspaceLength(rows));

        internal AlignedBuffer<float> Outputs { get; } = new(checked(rows * TModel.OutputLength));

        internal AlignedBuffer<float> DOutputs { get; } = new(gradients ? checked(rows * TModel.OutputLength) : 0);
    }
}
