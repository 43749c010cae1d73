using System;
using System.Collections.Generic;
using System.Threading;
using SeqGen.Data;

namespace SeqGen.Training;

/// <summary>How <see cref="ModelTraining"/>.Fit trains; the defaults are Keras's.</summary>
/// <example>
/// <code>
/// new FitOptions
/// {
///     Loss = Loss.MeanAbsoluteError, Optimizer = new Adam(), BatchSize = 64, Epochs = 100, Validation = validation,
///     Callbacks = { new EarlyStopping(patience: 5, restoreBestWeights: true), new ProgressLine() },
/// }
/// </code>
/// </example>
public sealed class FitOptions
{
    /// <summary>What is made small.</summary>
    public required Loss Loss { get; init; }

    /// <summary>How parameters are changed.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>
    /// Samples of a batch; 32 by default. The last batch of an epoch has what is left. More than a dataset has count as all that it has.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The number of the last epoch: how often the samples are gone through, unless InitialEpoch is set; 1 by default.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Epochs that count as done before the first, from an earlier training; 0 by default.</summary>
    public int InitialEpoch { get; init; }

    /// <summary>
    /// Batches of an epoch; null, the default, for all samples. The next epoch goes on where the last one left off, and from the start
    /// again, in a new order, when the samples end.
    /// </summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>
    /// A weight for each training sample, <c>[samples]</c>, or for each timestep of its output, <c>[samples, timesteps]</c>; empty, the
    /// default, if all are 1. The loss is Σ(loss · weight) / rows. With a ValidationSplit those held back are weighted too.
    /// </summary>
    public ReadOnlyMemory<float> SampleWeights { get; init; }

    /// <summary>
    /// A weight for the rows of each class, from 0, for losses that tell classes apart; 1 for a class that is not there; null, the
    /// default, for none. It multiplies SampleWeights, and does not count in validation.
    /// </summary>
    public IReadOnlyDictionary<int, float>? ClassWeights { get; init; }

    /// <summary>
    /// Samples that the model is measured on after each epoch and not trained on; null for none. Where both are <see cref="Windows"/> they
    /// may not share rows, see <see cref="Windows.CheckDisjoint"/>.
    /// </summary>
    public IDataset? Validation { get; init; }

    /// <summary>Weights of the samples of Validation, as SampleWeights; empty by default.</summary>
    public ReadOnlyMemory<float> ValidationWeights { get; init; }

    /// <summary>Validation follows epochs whose number is a multiple of this; 1 by default.</summary>
    public int ValidationFrequency { get; init; } = 1;

    /// <summary>
    /// Instead of <see cref="Validation"/>, the part of the samples to hold back for it, in [0, 1): the last N - floor(N (1 - split)) of N,
    /// before they are shuffled, as in Keras. 0 by default. The last <see cref="Windows"/> of a series share rows with those before them:
    /// for windows whose validation has seen nothing of the training use <see cref="Windows.Split"/>.
    /// </summary>
    public double ValidationSplit { get; init; }

    /// <summary>Whether each epoch goes through the samples in an order of its own; true by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Chooses the order of samples and the dropout masks; 0 by default. Same seed, same model, same data: same parameters.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>Threads that share a batch, the calling one among them; 1 by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Numbers to watch beside the loss; none by default.</summary>
    public IList<Metric> Metrics { get; init; } = [];

    /// <summary>What is told of the progress, in this order; none by default.</summary>
    public IList<Callback> Callbacks { get; init; } = [];

    /// <summary>
    /// Is told of each epoch; null for nobody. The <c>SeqGen</c> Meter of System.Diagnostics.Metrics has the same numbers.
    /// </summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Ends training after the batch in hand; see <see cref="History.Cancelled"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
