using System;

namespace SeqGen.Training;

/// <summary>Saves the model after epochs: each, or those that are the best yet. Keras: ModelCheckpoint.</summary>
/// <remarks>
/// Files are as the model's own Save writes them, beside their place and then moved there: a crash leaves the old file or the new one.
/// </remarks>
public sealed class ModelCheckpoint : Callback
{
    private readonly FileNamePattern _pattern;
    private readonly MonitoredNumber _number;
    private readonly double? _initialThreshold;

    /// <summary>Sets when and where to save.</summary>
    /// <param name="path">
    /// The file, with <c>{epoch}</c> or a number of the epoch in braces, and .NET's format if wanted, as
    /// <c>model-{epoch:00}-{val_loss:F3}.safetensors</c>. Folders that are not there are made.
    /// </param>
    /// <param name="monitor">The number that says which epoch is the best.</param>
    /// <param name="saveBestOnly">Whether to save an epoch only if it is better than all before.</param>
    /// <param name="mode">Which way is better.</param>
    /// <param name="initialValueThreshold">What the first epoch saved must be better than; null for nothing.</param>
    /// <exception cref="ArgumentException">The path or an option is wrong.</exception>
    public ModelCheckpoint(
        string path,
        string monitor = "val_loss",
        bool saveBestOnly = false,
        MonitorMode mode = MonitorMode.Auto,
        double? initialValueThreshold = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _pattern = new FileNamePattern(path);
        _number = new MonitoredNumber(monitor, mode, 0);
        _initialThreshold = MonitoredNumber.CheckIsNumber(initialValueThreshold, nameof(initialValueThreshold));
        SaveBestOnly = saveBestOnly;
    }

    /// <summary>The number that says which epoch is the best.</summary>
    public string Monitor => _number.Name;

    /// <summary>Whether an epoch is saved only if it is better than all before.</summary>
    public bool SaveBestOnly { get; }

    /// <summary>The best value so far, or the threshold; null if there is none.</summary>
    public double? Best { get; private set; }

    /// <summary>The file saved last; null if none was.</summary>
    public string? LastPath { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The training has no number that the path or the monitor names.</exception>
    public override void OnTrainBegin(TrainingRun run)
    {
        if (SaveBestOnly)
        {
            _number.Begin(run, nameof(ModelCheckpoint));
        }
        _pattern.Check(run.Names);
        Best = _initialThreshold;
        LastPath = null;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (SaveBestOnly)
        {
            if (_number.Of(epoch) is not double current || !_number.Improves(current, Best))
            {
                return;
            }
            Best = current;
        }
        string path = _pattern.Of(epoch);
        run.SaveModel(path);
        LastPath = path;
    }

    /// <inheritdoc/>
    public override void SaveState(CallbackState state)
    {
        state.Set("best", Best);
        state.SetText("last", LastPath ?? "");
    }

    /// <inheritdoc/>
    public override void RestoreState(CallbackState state)
    {
        Best = state.Get("best");
        LastPath = state.GetText("last") is { Length: > 0 } path ? path : null;
    }
}
