using System;
using System.Collections.Generic;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

/// <summary>Each case gives the monitored number by epoch; epochs are counted from 1.</summary>
public class EarlyStoppingTests
{
    [Theory]
    [InlineData(0, new double[] { 3, 2, 2 }, 3, 2)] // an equal value does not improve
    [InlineData(0, new double[] { 3, 4 }, 2, 1)]
    [InlineData(1, new double[] { 3, 4 }, 2, 1)]
    [InlineData(2, new double[] { 3, 2, 5, 1, 4, 4 }, 6, 4)]
    [InlineData(3, new double[] { 3, 2, 1, 0 }, 0, 4)]
    [InlineData(2, new[] { 3, double.NaN, double.NaN }, 3, 1)]
    [InlineData(2, new[] { double.NaN, 3, 4, 4 }, 4, 2)]
    [InlineData(2, new[] { double.NaN, double.NaN, 1 }, 2, 1)]
    public void Patience(int patience, double[] values, int stopped, int best)
    {
        var stopping = new EarlyStopping("probe", patience: patience, mode: MonitorMode.Minimize, restoreBestWeights: true);
        Run(stopping, values);
        Assert.Equal(stopped, stopping.StoppedEpoch);
        Assert.Equal(best, stopping.BestEpoch);
    }

    [Fact]
    public void NeverStopsAfterTheFirstEpoch()
    {
        // Warm-up leaves nothing to compare with; a first NaN has waited as long as patience allows, but it is the first epoch.
        var stopping = new EarlyStopping("probe", patience: 0, mode: MonitorMode.Minimize);
        Run(stopping, [double.NaN, double.NaN]);
        Assert.Equal(2, stopping.StoppedEpoch);
    }

    [Theory]
    [InlineData(0.5, new[] { 3, 2.5, 2.4 }, 2, 1)] // 2.5 + 0.5 is not below 3
    [InlineData(0.5, new[] { 3, 2.4, 2.0 }, 3, 2)]
    [InlineData(-0.5, new[] { 3, 2.5, 2.4 }, 2, 1)] // the sign does not matter
    public void MinDelta(double minDelta, double[] values, int stopped, int best)
    {
        var stopping = new EarlyStopping("probe", minDelta: minDelta, mode: MonitorMode.Minimize);
        Run(stopping, values);
        Assert.Equal(stopped, stopping.StoppedEpoch);
        Assert.Equal(best, stopping.BestEpoch);
    }

    [Fact]
    public void MetricsSayWhichWayIsBetter()
    {
        var up = new EarlyStopping("probe", patience: 1);
        Run(up, [1, 2, 3, 3, 9], higherIsBetter: true);
        Assert.Equal((4, 3), (up.StoppedEpoch, up.BestEpoch));

        var down = new EarlyStopping("val_probe", patience: 1);
        Run(down, [3, 2, 1, 1, 0], higherIsBetter: false);
        Assert.Equal((4, 3), (down.StoppedEpoch, down.BestEpoch));

        var forced = new EarlyStopping("probe", patience: 1, mode: MonitorMode.Minimize);
        Run(forced, [1, 2, 3], higherIsBetter: true);
        Assert.Equal((2, 1), (forced.StoppedEpoch, forced.BestEpoch));
    }

    [Fact]
    public void ABaselineMustBeBeatenTooForPatienceToStartAnew()
    {
        var stopping = new EarlyStopping("probe", patience: 2, mode: MonitorMode.Minimize, baseline: 1, restoreBestWeights: true);
        // Waits 1, 2, 3 while each is the best yet but not below 1; the first that is not the best ends it.
        Run(stopping, [5, 4, 3, 4, 0]);
        Assert.Equal((4, 3), (stopping.StoppedEpoch, stopping.BestEpoch));

        stopping = new EarlyStopping("probe", patience: 2, mode: MonitorMode.Minimize, baseline: 1);
        Run(stopping, [5, 0.5, 3, 4, 0]);
        Assert.Equal((4, 2), (stopping.StoppedEpoch, stopping.BestEpoch));
    }

    [Fact]
    public void StartFromEpochSkipsTheFirst()
    {
        var stopping = new EarlyStopping("probe", mode: MonitorMode.Minimize, startFromEpoch: 3);
        Run(stopping, [1, 2, 3, 9, 8, 8, 7]);
        Assert.Equal((6, 5), (stopping.StoppedEpoch, stopping.BestEpoch));
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2, 2, 2 }, 2, 2)] // stopped
    [InlineData(new double[] { 3, 1, 2 }, 9, 2)]       // ran to its end
    [InlineData(new[] { double.NaN, double.NaN }, 9, 1)] // nothing ever improved
    public void RestoresTheBestEpochHoweverTrainingEnds(double[] values, int patience, int best)
    {
        var stopping = new EarlyStopping("probe", patience: patience, mode: MonitorMode.Minimize, restoreBestWeights: true);
        (List<float[]> byEpoch, float[] final) = Run(stopping, values);
        Assert.Equal(best, stopping.BestEpoch);
        Assert.Equal(byEpoch[best - 1], final);

        (byEpoch, final) = Run(new EarlyStopping("probe", patience: patience, mode: MonitorMode.Minimize), values);
        Assert.Equal(byEpoch[^1], final);
    }

    [Fact]
    public void OneObjectServesSeveralRuns()
    {
        var stopping = new EarlyStopping("probe", patience: 1, mode: MonitorMode.Minimize);
        Run(stopping, [1, 2]);
        Run(stopping, [5, 4, 3]);
        Assert.Equal((0, 3, 3.0), (stopping.StoppedEpoch, stopping.BestEpoch, stopping.Best));
    }

    [Fact]
    public void ANumberThatIsNotThereIsAnError()
    {
        FitOptions options = new()
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), Metrics = { Metric.MeanAbsoluteError },
            Callbacks = { new EarlyStopping() },
        };
        var error = Assert.Throws<ArgumentException>("Monitor", () => new DenseModel<LinearShape>().Fit(Samples.Linear(9), options));
        Assert.Contains("'val_loss'", error.Message);
        Assert.Contains("loss, mean_absolute_error", error.Message);
        Assert.Contains("FitOptions.Validation", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>("patience", () => new EarlyStopping(patience: -1));
        Assert.Throws<ArgumentOutOfRangeException>("minDelta", () => new EarlyStopping(minDelta: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("baseline", () => new EarlyStopping(baseline: double.NaN));
    }

    private static (List<float[]> ByEpoch, float[] Final) Run(EarlyStopping stopping, double[] values, bool higherIsBetter = false)
    {
        var probe = new Probe(values, higherIsBetter);
        var model = new DenseModel<LinearShape>();
        model.Fit(Samples.Linear(8), new FitOptions
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Sgd(0.1),
            Epochs = values.Length,
            Validation = Samples.Linear(4, seed: 2),
            Metrics = { probe },
            Callbacks = { probe.Watcher, stopping },
        });
        return (probe.Watcher.ByEpoch, model.Parameters.ToArray());
    }

    /// <summary>A metric that gives the number of its epoch, whatever the model does.</summary>
    private sealed class Probe(double[] values, bool higherIsBetter) : MeanMetric
    {
        public Recorder Watcher { get; } = new();

        public override string Name => "probe";

        public override bool HigherIsBetter => higherIsBetter;

        public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features) =>
            values[Watcher.Epoch] * targets.Length;
    }

    private sealed class Recorder : Callback
    {
        public int Epoch { get; private set; }

        public List<float[]> ByEpoch { get; } = [];

        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
        {
            Epoch++;
            ByEpoch.Add(run.Parameters.ToArray());
        }
    }
}
