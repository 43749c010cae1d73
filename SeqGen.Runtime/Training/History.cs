using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Training;

/// <summary>What a call of <see cref="ModelTraining"/>.Fit did, epoch by epoch.</summary>
public sealed class History
{
    private readonly List<EpochRecord> _epochs = [];

    internal History()
    {
    }

    /// <summary>The epochs that were completed, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>
    /// True if <see cref="FitOptions.CancellationToken"/> ended training. The epoch it fell into has no record, the model keeps what its
    /// batches taught it, and callbacks still had their OnTrainEnd, so that EarlyStopping restores the best weights if asked to.
    /// </summary>
    public bool Cancelled { get; internal set; }

    /// <summary>True if a callback ended training before the last epoch asked for.</summary>
    public bool StoppedEarly { get; internal set; }

    /// <summary>
    /// The loss that was not finite and ended training, where a <see cref="TerminateOnNaN"/> is among the callbacks; else null.
    /// </summary>
    public NonFiniteLoss? NonFiniteLoss { get; internal set; }

    /// <summary>Wall-clock seconds of the whole call.</summary>
    public double Seconds { get; internal set; }

    /// <summary><see cref="EpochRecord.Loss"/> of each epoch.</summary>
    public IReadOnlyList<double> Loss => Column("loss");

    /// <summary><see cref="EpochRecord.ValidationLoss"/> of each epoch; empty without validation.</summary>
    public IReadOnlyList<double> ValidationLoss => [.. _epochs.Select(e => e.ValidationLoss).OfType<double>()];

    /// <summary>One number of each epoch by its name, as <c>val_mean_absolute_error</c>; not a number where an epoch was not validated.</summary>
    /// <exception cref="System.ArgumentException">No epoch has such a number.</exception>
    public IReadOnlyList<double> Column(string name)
    {
        if (_epochs.Count > 0 && !_epochs.Any(e => e.Metrics.ContainsKey(name)))
        {
            _ = _epochs[0][name]; // says which there are
        }
        return [.. _epochs.Select(e => e.Metrics.TryGetValue(name, out double value) ? value : double.NaN)];
    }

    internal void Add(EpochRecord epoch) => _epochs.Add(epoch);
}
