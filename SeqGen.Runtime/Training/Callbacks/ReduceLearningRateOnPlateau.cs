using System;

namespace SeqGen.Training;

/// <summary>Makes the learning rate smaller when a number has stopped improving. Keras: ReduceLROnPlateau.</summary>
/// <remarks>
/// When <c>patience</c> epochs running have not improved, lr ← max(lr · factor, minLearningRate), and for <c>cooldown</c> epochs nothing is
/// counted. The epoch's record has the rate that it was trained with as <c>learning_rate</c>.
/// </remarks>
public sealed class ReduceLearningRateOnPlateau : Callback
{
    private readonly MonitoredNumber _number;
    private double? _best;
    private int _wait;
    private int _cooldownLeft;

    /// <summary>Sets what to watch for.</summary>
    /// <param name="monitor">The number to watch.</param>
    /// <param name="factor">What the learning rate is multiplied by, in [0, 1).</param>
    /// <param name="patience">Epochs without improvement before it is.</param>
    /// <param name="mode">Which way is better.</param>
    /// <param name="minDelta">What an improvement must be more than; its sign does not matter.</param>
    /// <param name="cooldown">Epochs after a reduction that are not counted.</param>
    /// <param name="minLearningRate">What the learning rate does not go below.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public ReduceLearningRateOnPlateau(
        string monitor = "val_loss",
        double factor = 0.1,
        int patience = 10,
        MonitorMode mode = MonitorMode.Auto,
        double minDelta = 1e-4,
        int cooldown = 0,
        double minLearningRate = 0)
    {
        if (factor is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "factor lies in [0, 1).");
        }
        if (!(minLearningRate >= 0) || !double.IsFinite(minLearningRate))
        {
            throw new ArgumentOutOfRangeException(nameof(minLearningRate), minLearningRate, "It is finite and not negative.");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        _number = new MonitoredNumber(monitor, mode, minDelta);
        Factor = factor;
        Patience = patience;
        Cooldown = cooldown;
        MinLearningRate = minLearningRate;
    }

    /// <summary>The number that is watched.</summary>
    public string Monitor => _number.Name;

    /// <summary>What the learning rate is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>Epochs without improvement before it is.</summary>
    public int Patience { get; }

    /// <summary>Epochs after a reduction that are not counted.</summary>
    public int Cooldown { get; }

    /// <summary>What the learning rate does not go below.</summary>
    public double MinLearningRate { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The training has no such number, or the optimizer a schedule of its own.</exception>
    public override void OnTrainBegin(TrainingRun run)
    {
        _number.Begin(run, nameof(ReduceLearningRateOnPlateau));
        LearningRateScheduler.CheckSettable(run, nameof(ReduceLearningRateOnPlateau));
        _best = null;
        _wait = _cooldownLeft = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        epoch.Add("learning_rate", run.LearningRate);
        if (_number.Of(epoch) is not double current)
        {
            return;
        }
        if (_cooldownLeft > 0)
        {
            _cooldownLeft--;
            _wait = 0;
        }
        if (_number.Improves(current, _best))
        {
            _best = current;
            _wait = 0;
        }
        else if (_cooldownLeft == 0 && ++_wait >= Patience && run.LearningRate > MinLearningRate)
        {
            run.LearningRate = Math.Max(run.LearningRate * Factor, MinLearningRate);
            _cooldownLeft = Cooldown;
            _wait = 0;
        }
    }

    /// <inheritdoc/>
    public override void SaveState(CallbackState state)
    {
        state.Set("best", _best);
        state.Set("wait", _wait);
        state.Set("cooldown", _cooldownLeft);
    }

    /// <inheritdoc/>
    public override void RestoreState(CallbackState state)
    {
        _best = state.Get("best");
        _wait = (int)(state.Get("wait") ?? 0);
        _cooldownLeft = (int)(state.Get("cooldown") ?? 0);
    }
}
