using System;

namespace SeqGen.Training;

/// <summary>Ends training when a number has stopped improving. Keras 3: EarlyStopping.</summary>
/// <remarks>
/// An epoch improves if its number is better than the best so far by more than <c>minDelta</c>; the first one does, one that is not a
/// number never does. Training ends when <c>patience</c> epochs running have not improved, though never after the first epoch.
/// </remarks>
public sealed class EarlyStopping : Callback
{
    private readonly MonitoredNumber _number;
    private int _wait;
    private float[]? _bestWeights;

    /// <summary>Sets what to watch for.</summary>
    /// <param name="monitor">The number to watch, as <c>loss</c>, <c>val_loss</c>, <c>val_accuracy</c>.</param>
    /// <param name="minDelta">What an improvement must be more than; its sign does not matter.</param>
    /// <param name="patience">Epochs without improvement after which training ends.</param>
    /// <param name="mode">Which way is better.</param>
    /// <param name="baseline">A value that must be beaten too before an improvement starts the patience anew; null for none.</param>
    /// <param name="restoreBestWeights">
    /// Whether to put back the parameters of the best epoch when training ends, for whatever reason it ends; the baseline has no say in
    /// which is best.
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
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(startFromEpoch);
        _number = new MonitoredNumber(monitor, mode, minDelta);
        Patience = patience;
        Baseline = MonitoredNumber.CheckIsNumber(baseline, nameof(baseline));
        RestoreBestWeights = restoreBestWeights;
        StartFromEpoch = startFromEpoch;
    }

    /// <summary>The number that is watched.</summary>
    public string Monitor => _number.Name;

    /// <summary>What an improvement must be more than.</summary>
    public double MinDelta => _number.MinDelta;

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
        _number.Begin(run, nameof(EarlyStopping));
        _wait = 0;
        _bestWeights = null;
        Best = null;
        BestEpoch = 0;
        StoppedEpoch = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (epoch.Epoch <= StartFromEpoch || _number.Of(epoch) is not double current)
        {
            return;
        }
        if (RestoreBestWeights && _bestWeights is null)
        {
            // Until one epoch improves, the first one looked at is the best there is.
            Keep(run, epoch);
        }

        _wait++;
        if (_number.Improves(current, Best))
        {
            Best = current;
            Keep(run, epoch);
            if (Baseline is null || _number.Improves(current, Baseline))
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

    /// <inheritdoc/>
    public override void SaveState(CallbackState state)
    {
        state.Set("wait", _wait);
        state.Set("best", Best);
        state.Set("best_epoch", BestEpoch);
        state.Set("stopped_epoch", StoppedEpoch);
        state.SetValues("best_weights", _bestWeights);
    }

    /// <inheritdoc/>
    public override void RestoreState(CallbackState state)
    {
        _wait = (int)(state.Get("wait") ?? 0);
        Best = state.Get("best");
        BestEpoch = (int)(state.Get("best_epoch") ?? 0);
        StoppedEpoch = (int)(state.Get("stopped_epoch") ?? 0);
        _bestWeights = state.GetValues("best_weights");
    }

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
