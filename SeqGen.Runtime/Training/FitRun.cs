using System;
using System.Diagnostics;
using SeqGen.Data;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>The loop over epochs and batches.</summary>
internal sealed class FitRun<TModel> : TrainingRun, IDisposable where TModel : class, ISequenceModel<TModel>
{
    private const ulong ShuffleStream = 1;

    private readonly TModel _model;
    private readonly Callback[] _callbacks;
    private readonly Trainer<TModel> _trainer;
    private readonly BatchReader _reader;
    private readonly Measurement<TModel>? _validation;
    private readonly RunningMeans _means;
    private readonly int[] _order;

    internal FitRun(TModel model, IDataset data, FitOptions options) : base(options)
    {
        _model = model;
        _callbacks = [.. options.Callbacks];
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        (IDataset training, IDataset? validation) = Split(data, options);
        _reader = new BatchReader(training, options.BatchSize);
        _trainer = new Trainer<TModel>(model, new TrainerOptions
        {
            Loss = options.Loss,
            Optimizer = options.Optimizer,
            BatchSize = options.BatchSize,
            Threads = options.Threads,
            Seed = options.Seed,
            Metrics = options.Metrics,
        });
        _means = new RunningMeans(options.Metrics.Count);
        if (validation is not null)
        {
            _validation = new Measurement<TModel>(_trainer.Batch, validation, options.BatchSize, options.Metrics.Count);
        }
        Samples = training.Count;
        Batches = (Samples - 1) / options.BatchSize + 1;
        Names = MetricNames.All(options.Metrics, validation is not null);
        _order = options.Shuffle ? new int[Samples] : [];
    }

    public override Span<float> Parameters => _model.Parameters;

    public void Dispose() => _trainer.Dispose();

    internal History Run()
    {
        long start = Stopwatch.GetTimestamp();
        foreach (Callback callback in _callbacks)
        {
            callback.OnTrainBegin(this);
        }
        while (Epoch < Epochs && !StopRequested && !History.Cancelled)
        {
            RunEpoch();
        }
        foreach (Callback callback in _callbacks)
        {
            callback.OnTrainEnd(this);
        }
        History.StoppedEarly = StopRequested && Epoch < Epochs;
        History.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return History;
    }

    private void RunEpoch()
    {
        long start = Stopwatch.GetTimestamp();
        Epoch++;
        Batch = SamplesDone = 0;
        Loss = double.NaN;
        _means.Reset();
        Shuffle();
        foreach (Callback callback in _callbacks)
        {
            callback.OnEpochBegin(this);
        }
        if (!RunBatches() || (_validation is not null && !_validation.Run(_model.Parameters, Options.CancellationToken)))
        {
            History.Cancelled = true;
            return;
        }

        EpochRecord record = Record();
        record.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        History.Add(record);
        foreach (Callback callback in _callbacks)
        {
            callback.OnEpochEnd(this, record);
        }
    }

    // False if cancelled.
    private bool RunBatches()
    {
        while (SamplesDone < Samples)
        {
            if (Options.CancellationToken.IsCancellationRequested)
            {
                return false;
            }
            int rows = Math.Min(Options.BatchSize, Samples - SamplesDone);
            _reader.Read(SamplesDone, rows, _order, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets);
            _means.Add(rows, _trainer.StepExactly(inputs, targets), _trainer.Metrics);
            Batch++;
            SamplesDone += rows;
            Loss = _means.Loss;
            foreach (Callback callback in _callbacks)
            {
                callback.OnBatchEnd(this);
            }
            if (StopRequested)
            {
                break;
            }
        }
        return true;
    }

    private EpochRecord Record()
    {
        var record = new EpochRecord(Epoch);
        int columns = 1 + Options.Metrics.Count;
        for (int i = 0; i < Names.Count; i++)
        {
            record.Add(Names[i], i < columns ? _means[i] : _validation!.Means[i - columns]);
        }
        return record;
    }

    // Fisher and Yates, from the natural order: an epoch's order depends on the seed and the epoch alone.
    private void Shuffle()
    {
        var random = new SeededRandom(SeededRandom.Derive(SeededRandom.Derive((uint)Options.Seed, ShuffleStream << 32), (ulong)Epoch));
        for (int i = 0; i < _order.Length; i++)
        {
            int j = random.NextInt32(i + 1);
            _order[i] = _order[j];
            _order[j] = i;
        }
    }

    private static (IDataset Training, IDataset? Validation) Split(IDataset data, FitOptions options)
    {
        BatchReader.Check<TModel>(data, nameof(data));
        double split = options.ValidationSplit;
        if (split is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), split, "ValidationSplit lies in [0, 1).");
        }
        if (options.Validation is not null)
        {
            if (split > 0)
            {
                throw new ArgumentException("Validation and ValidationSplit are both given; give one.", nameof(options));
            }
            BatchReader.Check<TModel>(options.Validation, nameof(options.Validation));
            return (data, options.Validation);
        }
        if (split == 0)
        {
            return (data, null);
        }

        int count = (int)Math.Floor(data.Count * (1 - split));
        if (count == 0 || count == data.Count)
        {
            throw new ArgumentException(
                $"ValidationSplit {FormattableString.Invariant($"{split}")} of {data.Count} samples leaves {count} for training "
                + $"and {data.Count - count} for validation; both need at least 1.",
                nameof(options));
        }
        return (data.Slice(0, count), data.Slice(count, data.Count - count));
    }
}
