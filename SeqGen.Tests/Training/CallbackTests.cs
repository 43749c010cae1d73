using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public sealed class CallbackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Keras's algorithm by hand: the rate that each epoch was trained with.
    [Theory]
    [InlineData(2, 0, 0, new[] { 5, 4, 4, 4, 4, 4.0 }, new[] { 1, 1, 1, 1, 0.5, 0.5 })]
    [InlineData(2, 2, 0, new double[] { 5, 5, 5, 5, 5, 5, 5 }, new[] { 1, 1, 1, 0.5, 0.5, 0.5, 0.25 })]
    [InlineData(1, 0, 0.4, new double[] { 5, 5, 5, 5 }, new[] { 1, 1, 0.5, 0.4 })]
    [InlineData(1, 0, 0, new[] { 5, 4.99995, 4.99, 4.98 }, new[] { 1, 1, 0.5, 0.5 })] // an improvement is more than 1e-4
    [InlineData(1, 0, 0, new[] { 5, double.NaN, 4 }, new[] { 1, 1, 0.5 })]
    public void ReduceLearningRateOnPlateauFollowsKeras(int patience, int cooldown, double least, double[] values, double[] rates)
    {
        var callback = new ReduceLearningRateOnPlateau(
            "probe", factor: 0.5, patience: patience, mode: MonitorMode.Minimize, cooldown: cooldown, minLearningRate: least);
        Assert.Equal(rates, Fit(values, callback).Column("learning_rate"));
    }

    [Fact]
    public void LearningRateSchedulerSetsEachEpochsRate()
    {
        List<int> epochs = [];
        var callback = new LearningRateScheduler((epoch, rate) =>
        {
            epochs.Add(epoch);
            return epoch < 2 ? rate : rate / 2;
        });
        Assert.Equal([1, 1, 0.5, 0.25], Fit([1, 1, 1, 1], callback).Column("learning_rate"));
        Assert.Equal([0, 1, 2, 3], epochs);
    }

    [Fact]
    public void CheckpointsAreNamedAfterTheirEpoch()
    {
        string pattern = Path.Combine(_folder, "models", "m-{epoch:00}-{probe:F2}-{val_loss}.safetensors");
        var all = new ModelCheckpoint(pattern);
        Fit([3, 1.256, 2], all);
        Assert.Equal(
            ["m-01-3.00-NA.safetensors", "m-02-1.26-", "m-03-2.00-NA.safetensors"],
            Directory.GetFiles(Path.Combine(_folder, "models")).Select(f => Path.GetFileName(f)).Order()
                .Select(f => f.StartsWith("m-02", StringComparison.Ordinal) ? f[..10] : f));
        var model = new DenseModel<LinearShape>();
        SequenceModel.Load(model, all.LastPath!);
    }

    [Fact]
    public void CheckpointsOfTheBestOnly()
    {
        string path = Path.Combine(_folder, "best-{epoch}.safetensors");
        var best = new ModelCheckpoint(path, "probe", saveBestOnly: true, MonitorMode.Minimize, initialValueThreshold: 2.5);
        Fit([3, 2, double.NaN, 2, 1, 4], best);
        Assert.Equal(["best-2.safetensors", "best-5.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal(1, best.Best);

        Assert.Throws<ArgumentException>("path", () => new ModelCheckpoint("a{b"));
        var error = Assert.Throws<ArgumentException>("path", () => new ModelCheckpoint("a-{epoch:Q9}.st"));
        Assert.Contains("the format 'Q9', which .NET does not know for 'epoch'", error.Message);
        Assert.Throws<ArgumentException>("path", () => new ModelCheckpoint("{loss:D2}")); // of whole numbers alone
        Assert.Throws<ArgumentOutOfRangeException>(
            "initialValueThreshold", () => new ModelCheckpoint("a", initialValueThreshold: double.NaN));
        error = Assert.Throws<ArgumentException>("path", () => Fit([1], new ModelCheckpoint("{val_auc}")));
        Assert.Contains("names '{val_auc}', which this training does not have", error.Message);
        Assert.Throws<ArgumentException>("Monitor", () => Fit([1], new ModelCheckpoint("a", "auc", saveBestOnly: true)));
    }

    [Fact]
    public void CsvHasALineAnEpoch()
    {
        string path = Path.Combine(_folder, "logs", "log.csv");
        Fit([1.5, 2], new CsvLogger(path));
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("epoch,loss,probe,val_loss,val_probe", lines[0]);
        Assert.Matches("^1,[0-9.E-]+,1.5,NA,NA$", lines[1]);
        Assert.Matches("^2,[0-9.E-]+,2,[0-9.E-]+,2$", lines[2]);
        Fit([7], new CsvLogger(path, append: true));
        Assert.Equal([.. lines, "1,"], [.. File.ReadAllLines(path)[..3], File.ReadAllLines(path)[3][..2]]);
        Fit([8], new CsvLogger(path, ';'));
        Assert.Equal(2, File.ReadAllLines(path).Length);
        Assert.StartsWith("epoch;loss", File.ReadAllLines(path)[0]);
    }

    [Fact]
    public void ALossThatIsNotFiniteThrows()
    {
        var model = new DenseModel<LinearShape>();
        var error = Assert.Throws<NonFiniteLossException>(() => model.Fit(Samples.Linear(64), Diverging()));
        Assert.True(error.Found.Epoch >= 1 && error.Found.Batch >= 1 && !double.IsFinite(error.Found.Loss));
        Assert.Contains($"in batch {error.Found.Batch} of epoch {error.Found.Epoch}", error.Message);

    }

    [Theory]
    [InlineData("gru0/recurrent_kernel", "gru0")]
    [InlineData("simplernn1/bias", "simplernn1")]
    [InlineData("dense2/kernel", "dense2")]
    public void TheFirstLayerThatIsNotFiniteIsNamed(string tensor, string layer)
    {
        var broken = new ThreeLayers();
        foreach (ParameterTensor one in ThreeLayers.ParameterTensors)
        {
            if (one.Name == tensor)
            {
                broken.Parameters[one.Offset] = float.NaN;
            }
        }
        var data = new ArrayDataset(Samples.Uniform(64 * 8, 1), Samples.Uniform(64, 2), 8, 1);
        var error = Assert.Throws<NonFiniteLossException>(() => broken.Fit(data, Diverging()));
        Assert.Equal((1, 1, layer), (error.Found.Epoch, error.Found.Batch, error.Found.Layer));
        Assert.Contains($"'{layer}'", error.Message);
    }

    [Fact]
    public void OrIsRecordedWithTerminateOnNaN()
    {
        var model = new DenseModel<LinearShape>();
        History history = model.Fit(Samples.Linear(64), Diverging(
            new TerminateOnNaN(), new EarlyStopping("loss", patience: 99, restoreBestWeights: true)));
        Assert.True(history.StoppedEarly);
        Assert.NotNull(history.NonFiniteLoss);
        Assert.Equal(history.NonFiniteLoss.Epoch, history.Epochs.Count);
        Assert.All(model.Parameters.ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    private static FitOptions Diverging(params Callback[] callbacks) => new()
    {
        Loss = Loss.MeanSquaredError, Optimizer = new Sgd(1e4), BatchSize = 16, Epochs = 100, Callbacks = [.. callbacks],
    };

    // Each epoch's probe has the value given; validation follows every second epoch.
    private static History Fit(double[] values, params Callback[] callbacks)
    {
        var probe = new Probe(values);
        return new DenseModel<LinearShape>().Fit(Samples.Linear(8), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(1), Epochs = values.Length, Validation = Samples.Linear(4, seed: 2),
            ValidationFrequency = 2, Metrics = { probe }, Callbacks = [probe.Counter, .. callbacks],
        });
    }

    private sealed class Probe(double[] values) : MeanMetric
    {
        public EpochCounter Counter { get; } = new();

        public override string Name => "probe";

        public override bool HigherIsBetter => false;

        public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features) =>
            values[Counter.Epoch] * targets.Length;
    }

    private sealed class EpochCounter : Callback
    {
        public int Epoch { get; private set; }

        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch) => Epoch++;
    }
}

[SequenceModel(4, 2), Gru(5, ReturnSequences = true), SimpleRnn(3), Dense(1)]
internal sealed partial class ThreeLayers;
