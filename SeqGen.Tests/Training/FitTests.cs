using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class FitTests
{
    [Fact]
    public void LearnsALinearFunction()
    {
        var model = new DenseModel<LinearShape>();
        History history = model.Fit(Samples.Linear(300), new FitOptions
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Adam(0.01),
            Epochs = 60,
            Validation = Samples.Linear(50, seed: 2),
            Metrics = { Metric.MeanAbsoluteError },
        });

        Assert.Equal(60, history.Epochs.Count);
        Assert.True(history.Loss[^1] < 1e-4);
        Assert.True(history.ValidationLoss[^1] < 1e-4);
        Assert.Equal(["loss", "mean_absolute_error", "val_loss", "val_mean_absolute_error"], history.Epochs[0].Metrics.Keys);
        Assert.Equal(history.Epochs[7]["val_mean_absolute_error"], history.Column("val_mean_absolute_error")[7]);
        Assert.Equal(Enumerable.Range(1, 60), history.Epochs.Select(e => e.Epoch));
        Assert.True(history.Epochs.All(e => e.Seconds > 0) && history.Seconds >= history.Epochs.Sum(e => e.Seconds));
        Assert.False(history.Cancelled || history.StoppedEarly);
        Assert.Throws<ArgumentException>("name", () => history.Column("accuracy"));
    }

    [Fact]
    public void TheEpochsLossIsTheMeanOverSamplesWhileParametersChange()
    {
        ArrayDataset data = Samples.Linear(70);
        var model = new DenseModel<LinearShape>();
        var twin = new DenseModel<LinearShape>();
        History history = model.Fit(data, new FitOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(0.1), Shuffle = false });

        using var trainer = new Trainer<DenseModel<LinearShape>>(
            twin, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(0.1) });
        double sum = 0;
        foreach ((int start, int rows) in new[] { (0, 32), (32, 32), (64, 6) })
        {
            (float[] inputs, float[] targets) = Copy(data, start, rows);
            sum += rows * (double)trainer.Step(inputs, targets);
        }
        Assert.Equal(sum / 70, history.Loss[0], 1e-7);
        Assert.Equal(twin.Parameters.ToArray(), model.Parameters.ToArray());
    }

    [Theory]
    [InlineData(10, 0.2, 8)]
    [InlineData(10, 0.25, 7)]
    [InlineData(7, 0.5, 3)]
    [InlineData(100, 0.01, 99)]
    public void ValidationSplitTakesTheLastSamples(int count, double split, int trained)
    {
        var data = new RecordingDataset(count);
        var watcher = new Watcher();
        new DenseModel<LinearShape>().Fit(data, new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(0), ValidationSplit = split, BatchSize = 4, Callbacks = { watcher },
        });

        Assert.Equal(trained, watcher.Samples);
        Assert.Equal(Enumerable.Range(0, trained), data.Read.Take(trained).Order());
        Assert.Equal(Enumerable.Range(trained, count - trained), data.Read.Skip(trained));
    }

    [Fact]
    public void EachEpochHasAnOrderOfItsOwn()
    {
        List<int> Order(int seed, bool shuffle = true)
        {
            var data = new RecordingDataset(20);
            new DenseModel<LinearShape>().Fit(data, new FitOptions
            {
                Loss = Loss.MeanSquaredError, Optimizer = new Sgd(0), Epochs = 2, Seed = seed, Shuffle = shuffle,
            });
            return data.Read;
        }

        List<int> order = Order(3);
        Assert.Equal(Enumerable.Range(0, 20), order[..20].Order());
        Assert.Equal(Enumerable.Range(0, 20), order[20..].Order());
        Assert.NotEqual(order[..20], order[20..]);
        Assert.Equal(order, Order(3));
        Assert.NotEqual(order, Order(4));
        Assert.Equal([.. Enumerable.Range(0, 20), .. Enumerable.Range(0, 20)], Order(3, shuffle: false));
    }

    [Fact]
    public void SeedAndNothingElseDecides()
    {
        float[] Train(int seed, int threads)
        {
            var model = new DenseModel<DropoutShape>(seed: 1);
            float[] targets = Samples.Uniform(2 * 200, 3);
            History history = model.Fit(new ArrayDataset(Samples.Uniform(6 * 200, 2), targets, 6, 2), new FitOptions
            {
                Loss = Loss.MeanAbsoluteError, Optimizer = new Adam(), Epochs = 4, BatchSize = 96, Seed = seed, Threads = threads,
                ValidationSplit = 0.2,
            });
            return [.. model.Parameters, .. history.Loss.Concat(history.ValidationLoss).Select(v => (float)v)];
        }

        float[] first = Train(1, 1);
        Assert.Equal(first, Train(1, 1));
        Assert.Equal(first, Train(1, 2));
        Assert.Equal(first, Train(1, 3));
        Assert.NotEqual(first, Train(2, 1));
    }

    [Fact]
    public void CancellationStopsAfterTheBatchInHand()
    {
        using var source = new CancellationTokenSource();
        var watcher = new Watcher { AtBatch = run => { if (run is { Epoch: 2, Batch: 3 }) { source.Cancel(); } } };
        var model = new DenseModel<LinearShape>();
        History history = model.Fit(Samples.Linear(100), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = 10, Epochs = 5, Callbacks = { watcher },
            CancellationToken = source.Token,
        });

        Assert.True(history.Cancelled);
        Assert.Single(history.Epochs);
        Assert.Equal(13, watcher.BatchCount);
        Assert.True(watcher.Ended);
    }

    [Fact]
    public void ACallbackMayStopWithinAnEpoch()
    {
        var watcher = new Watcher { AtBatch = run => { if (run is { Epoch: 2, Batch: 3 }) { run.Stop(); } } };
        History history = new DenseModel<LinearShape>().Fit(Samples.Linear(100), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = 10, Epochs = 5, ValidationSplit = 0.1, Callbacks = { watcher },
        });

        Assert.True(history.StoppedEarly);
        Assert.False(history.Cancelled);
        Assert.Equal(2, history.Epochs.Count);
        Assert.NotNull(history.Epochs[1].ValidationLoss);
        Assert.Equal(12, watcher.BatchCount);
    }

    [Fact]
    public void EvaluateMeasuresAllSamplesAndChangesNothing()
    {
        ArrayDataset data = Samples.Linear(75);
        var model = new DenseModel<LinearShape>(seed: 9);
        float[] before = model.Parameters.ToArray();
        Evaluation result = model.Evaluate(data, Loss.MeanSquaredError, Metric.MeanAbsoluteError);

        (float[] inputs, float[] targets) = Copy(data, 0, 75);
        float[] outputs = new float[75];
        model.PredictBatch(inputs, outputs);
        Assert.Equal(outputs.Zip(targets, (o, t) => (double)(o - t) * (o - t)).Average(), result.Loss, 1e-6);
        Assert.Equal(outputs.Zip(targets, (o, t) => (double)Math.Abs(o - t)).Average(), result.Metrics["mean_absolute_error"], 1e-6);
        Assert.Equal(before, model.Parameters.ToArray());

        Evaluation threaded = model.Evaluate(data, new EvaluateOptions { Loss = Loss.MeanSquaredError, BatchSize = 75, Threads = 2 });
        Assert.Equal(result.Loss, threaded.Loss, 1e-9);
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        var model = new DenseModel<LinearShape>();
        ArrayDataset data = Samples.Linear(10);
        FitOptions Options(double split = 0, IDataset? validation = null, int epochs = 1, int batch = 32) => new()
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), ValidationSplit = split, Validation = validation, Epochs = epochs, BatchSize = batch,
        };

        var error = Assert.Throws<ArgumentException>("data", () => model.Fit(new ArrayDataset(new float[8], new float[2], 4, 1), Options()));
        Assert.Contains("inputs of 4 values; the model takes [3, 2], 6 values", error.Message);
        error = Assert.Throws<ArgumentException>("data", () => model.Fit(new ArrayDataset(new float[6], new float[2], 6, 2), Options()));
        Assert.Contains("targets of 2 values; the model gives 1", error.Message);
        Assert.Throws<ArgumentException>("data", () => model.Fit(new ArrayDataset(new float[0], new float[0], 6, 1), Options()));
        Assert.Throws<ArgumentException>(
            "Validation", () => model.Fit(data, Options(validation: new ArrayDataset(new float[8], new float[2], 4, 1))));
        Assert.Throws<ArgumentException>("options", () => model.Fit(data, Options(0.2, Samples.Linear(2))));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => model.Fit(data, Options(split: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => model.Fit(data, Options(split: double.NaN)));
        error = Assert.Throws<ArgumentException>("options", () => model.Fit(data, Options(split: 0.99)));
        Assert.Contains("leaves 0 for training", error.Message);
        Assert.ThrowsAny<ArgumentException>(() => model.Fit(data, Options(epochs: 0)));
        Assert.ThrowsAny<ArgumentException>(() => model.Fit(data, Options(batch: 0)));
    }

    private static (float[] Inputs, float[] Targets) Copy(IDataset data, int start, int rows)
    {
        float[] inputs = new float[rows * data.InputLength];
        float[] targets = new float[rows * data.TargetLength];
        for (int i = 0; i < rows; i++)
        {
            data.CopyInput(start + i, inputs.AsSpan(i * data.InputLength, data.InputLength));
            data.CopyTarget(start + i, targets.AsSpan(i * data.TargetLength, data.TargetLength));
        }
        return (inputs, targets);
    }

    private sealed class Watcher : Callback
    {
        public Action<TrainingRun>? AtBatch { get; init; }

        public int BatchCount { get; private set; }

        public int Samples { get; private set; }

        public bool Ended { get; private set; }

        public override void OnBatchEnd(TrainingRun run)
        {
            BatchCount++;
            Samples = run.Samples;
            AtBatch?.Invoke(run);
        }

        public override void OnTrainEnd(TrainingRun run) => Ended = true;
    }

    private sealed class RecordingDataset(int count) : IDataset
    {
        public List<int> Read { get; } = [];

        public int Count => count;

        public int InputLength => 6;

        public int TargetLength => 1;

        public void CopyInput(int index, Span<float> destination) => Read.Add(index);

        public void CopyTarget(int index, Span<float> destination)
        {
        }
    }
}
