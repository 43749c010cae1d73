using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class FitOptionTests
{
    [Fact]
    public void InitialEpochCountsAsDone()
    {
        History history = Fit(Samples.Linear(20), epochs: 5, initialEpoch: 3);
        Assert.Equal([4, 5], history.Epochs.Select(e => e.Epoch));
        Assert.Throws<ArgumentOutOfRangeException>("InitialEpoch", () => Fit(Samples.Linear(20), epochs: 3, initialEpoch: 3));
    }

    [Fact]
    public void TrainingWindowsThatReachIntoTheValidationPartAreRefused()
    {
        float[] series = Samples.Uniform(100, 1);
        var validation = new Windows(series, lookBack: 6, startIndex: 70);
        ArgumentException error = Assert.Throws<ArgumentException>("data", () => Fit(new Windows(series, lookBack: 6, endIndex: 71)));
        Assert.Contains("data reaches into the validation part", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => Fit(new Windows(series, lookBack: 6).Slice(0, 65)));
        Assert.Single(Fit(new Windows(series, lookBack: 6).Slice(0, 64)).Epochs);
        Assert.Single(Fit(new Windows(series, lookBack: 6, endIndex: 70)).Epochs);

        History Fit(IDataset data) => new DenseModel<LinearShape>().Fit(data, new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), Validation = validation,
        });
    }

    [Fact]
    public void ValidationFollowsEveryNthEpoch()
    {
        History history = new DenseModel<LinearShape>().Fit(Samples.Linear(20), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), Epochs = 7, ValidationSplit = 0.2, ValidationFrequency = 3,
        });
        Assert.Equal([3, 6], history.Epochs.Where(e => e.ValidationLoss is not null).Select(e => e.Epoch));
        Assert.Equal(2, history.ValidationLoss.Count);
        Assert.Equal([true, true, false], history.Column("val_loss").Take(3).Select(double.IsNaN));
    }

    [Fact]
    public void StepsPerEpochGoOnWhereTheLastEpochEnded()
    {
        // 20 samples in batches of 6 are 6, 6, 6, 2: five epochs of 3 batches and 3 of 5 see the same batches.
        var three = new DenseModel<LinearShape>();
        var five = new DenseModel<LinearShape>();
        Fit(Samples.Linear(20), epochs: 5, steps: 3, model: three);
        Fit(Samples.Linear(20), epochs: 3, steps: 5, model: five);
        Assert.Equal(three.Parameters.ToArray(), five.Parameters.ToArray());
        var whole = new DenseModel<LinearShape>();
        var four = new DenseModel<LinearShape>();
        Fit(Samples.Linear(20), epochs: 3, model: whole);
        Fit(Samples.Linear(20), epochs: 3, steps: 4, model: four);
        Assert.Equal(whole.Parameters.ToArray(), four.Parameters.ToArray());
    }

    [Fact]
    public void AStreamIsADatasetInItsOrder()
    {
        ArrayDataset data = Samples.Linear(45);
        var expected = new DenseModel<LinearShape>();
        var actual = new DenseModel<LinearShape>();
        FitOptions Options() => new()
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(), Epochs = 3, BatchSize = 10, Shuffle = false, Validation = data,
        };
        History history = expected.Fit(data, Options());
        Assert.Equal(history.Loss, actual.Fit(Stream(data), Options()).Loss);
        Assert.Equal(expected.Parameters.ToArray(), actual.Parameters.ToArray());
    }

    [Fact]
    public void AStreamIsReadAheadButNotFar()
    {
        int read = 0;
        int most = 0;
        IEnumerable<(float[] Input, float[] Target)> Endless()
        {
            while (true)
            {
                Interlocked.Increment(ref read);
                yield return (new float[6], new float[1]);
            }
        }

        var watcher = new Watcher(run =>
        {
            if (run.Batch % 10 == 0)
            {
                Thread.Sleep(20);
            }
            most = Math.Max(most, Volatile.Read(ref read) - (run.Epoch - 1) * 120 - run.SamplesDone);
        });
        new DenseModel<LinearShape>().Fit(Endless(), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = 4, StepsPerEpoch = 30, Epochs = 2, Callbacks = { watcher },
        });
        Assert.InRange(most, 4, 16);
        Assert.Equal(240, read);
        Assert.Equal((30, 120), (watcher.Batches, watcher.Samples));
    }

    [Fact]
    public void ErrorsOfAStreamReachTheCaller()
    {
        IEnumerable<(float[] Input, float[] Target)> Failing()
        {
            yield return (new float[6], new float[1]);
            throw new TimeoutException("gone");
        }

        DenseModel<LinearShape> model = new();
        FitOptions options = new() { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = 1 };
        Assert.Equal("gone", Assert.Throws<TimeoutException>(() => model.Fit(Failing(), options)).Message);
        Assert.Throws<ArgumentException>("samples", () => model.Fit(Array.Empty<(float[], float[])>(), options));
        var error = Assert.Throws<ArgumentException>(
            "samples", () => model.Fit([(new float[6], new float[1]), (new float[5], new float[1])], options));
        Assert.Contains("samples: sample 1 has inputs of 5 values", error.Message);
        error = Assert.Throws<ArgumentException>("samples", () => model.Fit([(new float[6], [float.NaN])], options));
        Assert.Contains("the target of sample 0 has NaN at row 0, column 0", error.Message);
    }

    [Fact]
    public void PredictGivesAllOutputs()
    {
        ArrayDataset data = Samples.Linear(300);
        var model = new DenseModel<LinearShape>(seed: 2);
        float[] expected = new float[300];
        float[] inputs = [.. Stream(data).SelectMany(s => s.Input)];
        model.PredictBatch(inputs, expected);
        Assert.Equal(expected, model.Predict(data));
        Assert.Equal(expected, model.Predict(data, threads: 3));
        Assert.Empty(model.Predict(data.Slice(0, 0)));
        Assert.Throws<ArgumentException>("data", () => model.Predict(new ArrayDataset(new float[4], new float[1], 4, 1)));
    }

    [Fact]
    public void AnEpochAllocatesNothingByBatch()
    {
        List<long> allocated = new(200);
        new DenseModel<LinearShape>().Fit(Samples.Linear(640), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(), BatchSize = 8, SampleWeights = Enumerable.Repeat(1f, 640).ToArray(),
            Metrics = { Metric.Auc(), Metric.RootMeanSquaredError },
            Callbacks = { new Watcher(_ => allocated.Add(GC.GetAllocatedBytesForCurrentThread())) },
        });
        Assert.Equal(allocated[10], allocated[^1]);
    }

    [Fact]
    public void NumbersGoOut()
    {
        Dictionary<string, List<double>> measured = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "SeqGen")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            // Other tests train at the same time.
            if (tags.Length == 1 && tags[0] is { Key: "model", Value: string model }
                && model.StartsWith("DenseModel", StringComparison.Ordinal) && Environment.CurrentManagedThreadId == _thread)
            {
                measured.TryAdd(instrument.Name, []);
                measured[instrument.Name].Add(value);
            }
        }
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.Start();

        var reports = new Reports();
        History history = new DenseModel<LinearShape>().Fit(Samples.Linear(40), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(0.5), BatchSize = 10, Epochs = 2, ValidationSplit = 0.25, Progress = reports,
        });
        Assert.Equal([10, 10, 10, 10, 10, 10], measured["seqgen.training.samples"]);
        Assert.Equal(history.Loss[1], measured["seqgen.training.loss"][^1]);
        Assert.Equal(history.ValidationLoss, measured["seqgen.validation.loss"]);
        Assert.All(measured["seqgen.training.samples_per_second"], s => Assert.True(s > 0));
        Assert.Equal(history.Epochs.Select(e => e.Seconds), measured["seqgen.training.epoch.duration"]);

        Assert.Equal([(1, 2), (2, 2)], reports.All.Select(r => (r.Epoch, r.Epochs)));
        Assert.Equal(0.5, reports.All[0].LearningRate);
        Assert.Equal(history.Loss[0], reports.All[0].Metrics["loss"]);
    }

    [Fact]
    public void CallbacksAndMetricsAreThere()
    {
        void Fit(Callback[]? callbacks, Metric[]? metrics) => new DenseModel<LinearShape>().Fit(Samples.Linear(9), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), Callbacks = callbacks!, Metrics = metrics!,
        });
        Assert.Throws<ArgumentNullException>("Callbacks", () => Fit(null, []));
        Assert.Throws<ArgumentNullException>("Metrics", () => Fit([], null));
        var error = Assert.Throws<ArgumentException>("Callbacks", () => Fit([new TerminateOnNaN(), null!], []));
        Assert.StartsWith("Callbacks[1] is null", error.Message);
        error = Assert.Throws<ArgumentException>("Metrics", () => Fit([], [null!]));
        Assert.StartsWith("Metrics[0] is null", error.Message);
    }

    [Fact]
    public void BadSamplesAreNamed()
    {
        string Message(float[] inputs, float[] targets, Loss loss)
        {
            var data = new UncheckedDataset(inputs, targets, 6, targets.Length / (inputs.Length / 6));
            return Assert.Throws<ArgumentException>("data", () => new DenseModel<SoftmaxShape>().Fit(
                data, new FitOptions { Loss = loss, Optimizer = new Sgd() })).Message;
        }

        float[] inputs = new float[60];
        float[] labels = new float[10];
        inputs[45] = float.PositiveInfinity;
        Assert.Contains(
            "data: the input of sample 7 has Infinity at row 1, column 1 of [3, 2]; expected finite values",
            Message(inputs, labels, Loss.SparseCategoricalCrossentropy));
        labels[4] = 3;
        Assert.Contains(
            "data: sample 4 has a label of 3, but the model has the classes 0 to 2",
            Message(new float[60], labels, Loss.SparseCategoricalCrossentropy));
        Assert.Contains(
            "data has targets of 3 values; class indices for the model's 3 outputs are 1",
            Message(new float[60], new float[30], Loss.SparseCategoricalCrossentropy));
        Assert.Contains("data has targets of 1 values; the model gives 3", Message(new float[60], labels, Loss.CategoricalCrossentropy));

        using var trainer = new Trainer<DenseModel<SoftmaxShape>>(
            new DenseModel<SoftmaxShape>(), new TrainerOptions { Loss = Loss.SparseCategoricalCrossentropy, Optimizer = new Sgd() });
        var error = Assert.Throws<ArgumentException>("targets", () => trainer.Step(new float[60], labels));
        Assert.Contains("targets has in sample 4 a label of 3", error.Message);
    }

    private readonly int _thread = Environment.CurrentManagedThreadId;

    private static IEnumerable<(float[] Input, float[] Target)> Stream(IDataset data)
    {
        for (int i = 0; i < data.Count; i++)
        {
            float[] input = new float[data.InputLength];
            float[] target = new float[data.TargetLength];
            data.CopyInput(i, input);
            data.CopyTarget(i, target);
            yield return (input, target);
        }
    }

    private static History Fit(IDataset data, int epochs, int initialEpoch = 0, int? steps = null, DenseModel<LinearShape>? model = null) =>
        (model ?? new DenseModel<LinearShape>()).Fit(data, new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(), BatchSize = 6, Epochs = epochs, InitialEpoch = initialEpoch,
            StepsPerEpoch = steps,
        });

    private sealed class UncheckedDataset(float[] inputs, float[] targets, int inputLength, int targetLength) : IDataset
    {
        public int Count => inputs.Length / inputLength;

        public int InputLength => inputLength;

        public int TargetLength => targetLength;

        public void CopyInput(int index, Span<float> destination) =>
            inputs.AsSpan(index * inputLength, inputLength).CopyTo(destination);

        public void CopyTarget(int index, Span<float> destination) =>
            targets.AsSpan(index * targetLength, targetLength).CopyTo(destination);
    }

    private sealed class Reports : IProgress<EpochReport>
    {
        public List<EpochReport> All { get; } = [];

        public void Report(EpochReport value) => All.Add(value);
    }

    private sealed class Watcher(Action<TrainingRun> atBatch) : Callback
    {
        public int Batches { get; private set; }

        public int Samples { get; private set; }

        public override void OnBatchEnd(TrainingRun run)
        {
            (Batches, Samples) = (run.Batches, run.Samples);
            atBatch(run);
        }
    }
}
