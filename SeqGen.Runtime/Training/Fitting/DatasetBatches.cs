using System;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>
/// Batches of a dataset, in an order that depends on the seed and the number of times the samples were gone through alone.
/// </summary>
internal sealed class DatasetBatches<TModel> : BatchSource where TModel : class, ISequenceModel<TModel>
{
    private const ulong ShuffleStream = 1;

    private readonly BatchReader<TModel> _reader;
    private readonly int _batchSize;
    private readonly int _seed;
    private readonly int _batchesPerPass;
    private readonly int[] _order;
    private long _next;
    private long _end;
    private long _pass = -1;

    internal DatasetBatches(BatchReader<TModel> reader, FitOptions options)
    {
        _reader = reader;
        _batchSize = options.BatchSize;
        _seed = options.Seed;
        _batchesPerPass = (reader.Count - 1) / _batchSize + 1;
        Batches = options.StepsPerEpoch ?? _batchesPerPass;
        _order = options.Shuffle ? new int[reader.Count] : [];
        BeginEpoch(1);
    }

    internal override int Batches { get; }

    internal override int Samples => (int)Math.Min(int.MaxValue, SamplesBefore(_end) - SamplesBefore(_end - Batches));

    internal override void BeginEpoch(int epoch)
    {
        _next = (long)(epoch - 1) * Batches;
        _end = _next + Batches;
    }

    internal override bool Read(out SampleBatch batch)
    {
        if (_next == _end)
        {
            batch = default;
            return false;
        }
        (long pass, long place) = Math.DivRem(_next++, _batchesPerPass);
        if (pass != _pass)
        {
            _pass = pass;
            Shuffle();
        }
        int start = (int)place * _batchSize;
        batch = _reader.Read(start, Math.Min(_batchSize, _reader.Count - start), _order);
        return true;
    }

    private long SamplesBefore(long batch)
    {
        (long passes, long place) = Math.DivRem(batch, _batchesPerPass);
        return passes * _reader.Count + place * _batchSize;
    }

    // Fisher and Yates, from the natural order
    private void Shuffle()
    {
        var random = new SeededRandom(SeededRandom.Derive(SeededRandom.Derive((uint)_seed, ShuffleStream << 32), (ulong)_pass + 1));
        for (int i = 0; i < _order.Length; i++)
        {
            int j = random.NextInt32(i + 1);
            _order[i] = _order[j];
            _order[j] = i;
        }
    }
}
