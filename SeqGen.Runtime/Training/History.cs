using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Training;

/// <summary>What a call of <see cref="ModelTraining.Fit"/> did, epoch by epoch.</summary>
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

    /// <summary>Wall-clock seconds of the whole call.</summary>
    public double Seconds { get; internal set; }

    /// <summary><see cref="EpochRecord.Loss"/> of each epoch.</summary>
    public IReadOnlyList<double> Loss => Column("loss");

    /// <summary><see cref="EpochRecord.ValidationLoss"/> of each epoch; empty without validation.</summary>
    public IReadOnlyList<double> ValidationLoss => [.. _epochs.Where(e => e.ValidationLoss is not null).Select(e => e.ValidationLoss!.Value)];

    /// <summary>One number of each epoch by its name, as <c>val_mean_absolute_error</c>.</summary>
    /// <exception cref="System.ArgumentException">There is no such number.</exception>
    public IReadOnlyList<double> Column(string name) => [.. _epochs.Select(e => e[name])];

    internal void Add(EpochRecord epoch) => _epochs.Add(epoch);
}
