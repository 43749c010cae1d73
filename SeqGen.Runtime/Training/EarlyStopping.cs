using System;
using System.Linq;

namespace SeqGen.Training;

/// <summary>Ends training when a number has stopped improving. Keras 3: EarlyStopping.</summary>
/// <remarks>
/// An epoch improves if its number is better than the best so far by more than <c>minDelta</c>; the first one does, one that is not a number
/// never does. Training ends when <c>patience</c> epochs running have not improved, though never after the first epoch.
/// </remarks>
public sealed class EarlyStopping : Callback
{
    private readonly MonitorMode _mode;
    private bool _maximize;
    private int _wait;
    private float[]? _bestWeights;

    /// <summary>Sets what to watch for.</summary>
    /// <param name="monitor">The number to watch, as <c>loss</c>, <c>val_loss</c>, <c>val_accuracy</c>.</param>
    /// <param name="minDelta">What an improvement must be more than; its sign does not matter.</param>
    /// <param name="patience">Epochs without improvement after which training ends.</param>
    /// <param name="mode">Which way is better.</param>
    /// <param name="baseline">A value that must be beaten too before an improvement starts the patience anew; null for none.</param>
    /// <param name="restoreBestWeights">
    /// Whether to put back the parameters of the best epoch when training ends, for whatever reason it ends; the baseline has no say in which is best.
    /// </param>
    /// <param name="startFromEpoch">Epochs at the start that are not looked at.</param>
    /// <exception cref="ArgumentException">A number is negative or not one.</exception>
    public EarlyStopping(
        string monitor = "val_loss",
        double minDelta = 0,
        int patience = 0,
        MonitorMode mode = MonitorMode.Auto,
        double? baseline = null,
        bool restoreBestWeights = false,
        int startFromEpoch = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(monitor);
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(startFromEpoch);
        if (!double.IsFinite(minDelta))
        {
            throw new ArgumentOutOfRangeException(nameof(minDelta), minDelta, "minDelta is a finite number.");
        }
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "mode is Auto, Minimize or Maximize.");
        }
        Monitor = monitor;
        MinDelta = Math.Abs(minDelta);
        Patience = patience;
        Baseline = baseline;
        RestoreBestWeights = restoreBestWeights;
        StartFromEpoch = startFromEpoch;
        _mode = mode;
    }

    /// <summary>The number that is watched.</summary>
    public string Monitor { get; }

    /// <summary>What an improvement must be more than.</summary>
    public double MinDelta { get; }

    /// <summary>Epochs without improvement after which training ends.</summary>
    public int Patience { get; }

    /// <summary>What must be beaten too; null for nothing.</summary>
    public double? Baseline { get; }

    /// <summary>Whether the best epoch's parameters are put back at the end.</summary>
    public bool RestoreBestWeights { get; }

    /// <summary>Epochs at the start that are not looked at.</summary>
    public int StartFromEpoch { get; }

    /// <summary>The best value; null before the first.</summary>
    public double? Best { get; private set; }

    /// <summary>The number, from 1, of the epoch that gave <see cref="Best"/>; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The number, from 1, of the epoch after which this callback ended training; 0 if it did not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The training has no such number.</exception>
    public override void OnTrainBegin(TrainingRun run)
    {
        if (!run.Names.Contains(Monitor))
        {
            throw new ArgumentException(
                $"EarlyStopping monitors '{Monitor}', which this training does not have. It has {string.Join(", ", run.Names)}"
                + (Monitor.StartsWith("val_", StringComparison.Ordinal) && run.Names.All(n => !n.StartsWith("val_", StringComparison.Ordinal))
                    ? "; give FitOptions.Validation or ValidationSplit."
                    : "."),
                nameof(Monitor));
        }
        _maximize = _mode == MonitorMode.Maximize || (_mode == MonitorMode.Auto && IsBetterHigher(run));
        _wait = 0;
        _bestWeights = null;
        Best = null;
        BestEpoch = 0;
        StoppedEpoch = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (epoch.Epoch <= StartFromEpoch)
        {
            return;
        }
        if (RestoreBestWeights && _bestWeights is null)
        {
            // Until one epoch improves, the first one looked at is the best there is.
            Keep(run, epoch);
        }

        double current = epoch[Monitor];
        _wait++;
        if (Improves(current, Best))
        {
            Best = current;
            Keep(run, epoch);
            if (Baseline is null || Improves(current, Baseline))
            {
                _wait = 0;
            }
        }
        else if (_wait >= Patience && epoch.Epoch > 1)
        {
            StoppedEpoch = epoch.Epoch;
            run.Stop();
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingRun run)
    {
        _bestWeights?.CopyTo(run.Parameters);
        _bestWeights = null;
    }

    private bool IsBetterHigher(TrainingRun run)
    {
        string name = Monitor.StartsWith("val_", StringComparison.Ordinal) ? Monitor[4..] : Monitor;
        return run.Options.Metrics.Any(m => m.Name == name && m.HigherIsBetter);
    }

    private bool Improves(double current, double? reference) =>
        !double.IsNaN(current)
        && (reference is not double value || (_maximize ? current - MinDelta > value : current + MinDelta < value));

    private void Keep(TrainingRun run, EpochRecord epoch)
    {
        BestEpoch = epoch.Epoch;
        if (RestoreBestWeights)
        {
            _bestWeights ??= new float[run.Parameters.Length];
            run.Parameters.CopyTo(_bestWeights);
        }
    }
}
