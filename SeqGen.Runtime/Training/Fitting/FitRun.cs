using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using SeqGen.Data;

namespace SeqGen.Training;

/// <summary>The loop over epochs and batches.</summary>
internal sealed partial class FitRun<TModel> : TrainingRun, IDisposable where TModel : class, ISequenceModel<TModel>
{
    private readonly TModel _model;
    private readonly Callback[] _callbacks;
    private readonly BatchSource _source;
    private readonly Trainer<TModel> _trainer;
    private readonly Measurement<TModel>? _validation;
    private readonly RunningTotals _totals;
    private readonly TrainingMeter _meter = new(typeof(TModel).Name);
    private double _trainingSeconds;

    internal FitRun(TModel model, IDataset data, FitOptions options) : base(options)
    {
        Check(options);
        var split = TrainingSplit.Of<TModel>(data, options);
        float[]? classWeights = RowWeights<TModel>.ByClass(options.ClassWeights, options.Loss);
        BatchReader<TModel> training = Reader(split.Training, split.Weights, classWeights, "data", nameof(options.SampleWeights));
        _model = model;
        _callbacks = [.. options.Callbacks];
        _source = new DatasetBatches<TModel>(training, options);
        int samples = Math.Max(training.Count, split.Validation?.Count ?? 0);
        (_trainer, _validation) = Start(
            Math.Min(options.BatchSize, samples), options.Validation is null ? null : data, split.Validation, split.ValidationWeights);
        _totals = new RunningTotals(_trainer.Batch.Metrics);
    }

    internal FitRun(TModel model, IEnumerable<(float[] Input, float[] Target)> samples, FitOptions options) : base(options)
    {
        Check(options);
        ArgumentNullException.ThrowIfNull(samples);
        if (options.ValidationSplit > 0 || !options.SampleWeights.IsEmpty)
        {
            throw new ArgumentException(
                "ValidationSplit and SampleWeights are for datasets; a stream has no known length.", nameof(options));
        }
        float[]? classWeights = RowWeights<TModel>.ByClass(options.ClassWeights, options.Loss);
        _model = model;
        _callbacks = [.. options.Callbacks];
        _source = new StreamBatches<TModel>(samples, new SampleCheck<TModel>(options.Loss, nameof(samples)), options, classWeights);
        (_trainer, _validation) = Start(options.BatchSize, null, options.Validation, options.ValidationWeights);
        _totals = new RunningTotals(_trainer.Batch.Metrics);
    }

    public override Span<float> Parameters => _model.Parameters;

    public override int Samples => _source.Samples;

    public override int Batches => _source.Batches;

    public override double LearningRate
    {
        get => Optimizer.Schedule is null || _trainer.Steps == 0 ? Optimizer.LearningRate : _trainer.State.LearningRate;
        set => Optimizer.LearningRate = value;
    }

    public override void SaveModel(string path)
    {
        string place = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        SequenceModel.Save(_model, place);
    }

    public void Dispose()
    {
        _source.Dispose();
        _trainer.Dispose();
    }

    internal History Run()
    {
        long start = Stopwatch.GetTimestamp();
        Epoch = Options.InitialEpoch;
        int begun = 0;
        ExceptionDispatchInfo? error = null;
        Attempt(() => RunEpochs(ref begun), ref error);
        for (int i = 0; i < begun; i++)
        {
            Attempt(() => _callbacks[i].OnTrainEnd(this), ref error);
        }
        error?.Throw();
        foreach (BackupAndRestore callback in _callbacks.OfType<BackupAndRestore>())
        {
            callback.End(this);
        }
        History.StoppedEarly = StopRequested && Epoch < Epochs;
        History.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return History;
    }

    // What goes wrong first is what the caller of Fit is told.
    private static void Attempt(Action action, ref ExceptionDispatchInfo? first)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            first ??= ExceptionDispatchInfo.Capture(error);
        }
    }

    // Counts the callbacks whose OnTrainBegin has returned.
    private void RunEpochs(ref int begun)
    {
        foreach (Callback callback in _callbacks)
        {
            callback.OnTrainBegin(this);
            begun++;
        }
        RestoreBackup();
        while (Epoch < Epochs && !StopRequested && !History.Cancelled)
        {
            RunEpoch();
        }
        if (Optimizer.UseEma)
        {
            _trainer.ApplyAverages();
        }
    }

    private void RunEpoch()
    {
        long start = Stopwatch.GetTimestamp();
        Epoch++;
        Batch = SamplesDone = 0;
        Loss = double.NaN;
        _totals.Reset();
        _source.BeginEpoch(Epoch);
        foreach (Callback callback in _callbacks)
        {
            callback.OnEpochBegin(this);
        }
        bool validates = _validation is not null && Epoch % Options.ValidationFrequency == 0;
        if (!RunBatches() || (validates && !_validation!.Run(_model.Parameters, Options.CancellationToken)))
        {
            History.Cancelled = true;
            return;
        }

        EpochRecord record = Record(validates);
        record.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        History.Add(record);
        foreach (Callback callback in _callbacks)
        {
            callback.OnEpochEnd(this, record);
        }
        WriteBackup();
        Report(record);
    }

    // False if cancelled.
    private bool RunBatches()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (Options.CancellationToken.IsCancellationRequested)
            {
                return false;
            }
            if (!_source.Read(out SampleBatch batch))
            {
                break;
            }
            double loss = _trainer.StepExactly(batch);
            _totals.Add(batch.Rows, loss, _trainer.Batch.States);
            Batch++;
            SamplesDone += batch.Rows;
            Loss = _totals.Loss;
            _meter.Batch(batch.Rows, Loss);
            if (!double.IsFinite(loss))
            {
                NoteNonFinite(loss);
            }
            foreach (Callback callback in _callbacks)
            {
                callback.OnBatchEnd(this);
            }
            if (StopRequested)
            {
                break;
            }
        }
        _trainingSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return true;
    }

    private void NoteNonFinite(double loss)
    {
        History.NonFiniteLoss = new NonFiniteLoss(Epoch, Batch, loss, _trainer.Batch.FirstNonFinite);
        if (!_callbacks.Any(c => c is TerminateOnNaN))
        {
            throw new NonFiniteLossException(History.NonFiniteLoss);
        }
    }

    private EpochRecord Record(bool validated)
    {
        var record = new EpochRecord(Epoch);
        int columns = 1 + Options.Metrics.Count;
        for (int i = 0; i < (validated ? 2 * columns : columns); i++)
        {
            record.Add(Names[i], i < columns ? _totals[i] : _validation!.Totals[i - columns]);
        }
        return record;
    }

    private void Report(EpochRecord record)
    {
        double speed = SamplesDone / Math.Max(_trainingSeconds, 1e-9);
        var report = new EpochReport(Epoch, Epochs, record.Metrics, LearningRate, record.Seconds, speed);
        _meter.Epoch(report);
        Options.Progress?.Report(report);
    }

    private (Trainer<TModel> Trainer, Measurement<TModel>? Validation) Start(
        int batchSize, IDataset? data, IDataset? validation, ReadOnlyMemory<float> weights)
    {
        BatchReader<TModel>? reader = null;
        if (validation is not null)
        {
            BatchReader<TModel>.Check(validation, new SampleCheck<TModel>(Options.Loss, nameof(Options.Validation)));
            if (data is not null)
            {
                Windows.RefuseOverlap(data, validation, nameof(data));
            }
            reader = Reader(validation, weights, null, nameof(Options.Validation), nameof(Options.ValidationWeights));
        }
        var trainer = new Trainer<TModel>(_model, new TrainerOptions
        {
            Loss = Options.Loss,
            Optimizer = Options.Optimizer,
            BatchSize = batchSize,
            Threads = Options.Threads,
            Seed = Options.Seed,
            Metrics = Options.Metrics,
        });
        Names = MetricNames.All(Options.Metrics, validation is not null);
        return (trainer, reader is null ? null : new Measurement<TModel>(trainer.Batch, reader, batchSize));
    }

    private BatchReader<TModel> Reader(
        IDataset data, ReadOnlyMemory<float> weights, float[]? classWeights, string argument, string weightsArgument)
    {
        int rows = BatchReader<TModel>.Rows(data, Options.BatchSize);
        var rowWeights = new RowWeights<TModel>(weights, data.Count, classWeights, Options.Loss, rows, weightsArgument);
        return new BatchReader<TModel>(data, rows, new SampleCheck<TModel>(Options.Loss, argument), rowWeights);
    }

    private static void Check(FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.Loss);
        ArgumentNullException.ThrowIfNull(options.Optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1, nameof(options.Epochs));
        ArgumentOutOfRangeException.ThrowIfNegative(options.InitialEpoch, nameof(options.InitialEpoch));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.InitialEpoch, options.Epochs, nameof(options.InitialEpoch));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options.BatchSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.StepsPerEpoch ?? 1, 1, nameof(options.StepsPerEpoch));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ValidationFrequency, 1, nameof(options.ValidationFrequency));
        CheckNoNulls(options.Metrics, nameof(options.Metrics));
        CheckNoNulls(options.Callbacks, nameof(options.Callbacks));
        TrainingSplit.Check(options);
    }

    private static void CheckNoNulls<T>(IList<T> items, string argument) where T : class
    {
        ArgumentNullException.ThrowIfNull(items, argument);
        int index = items.IndexOf(null!);
        if (index >= 0)
        {
            throw new ArgumentException($"{argument}[{index}] is null.", argument);
        }
    }
}
