using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>How <see cref="ModelTraining"/> measures a model.</summary>
public sealed class EvaluateOptions
{
    /// <summary>The loss to compute.</summary>
    public required Loss Loss { get; init; }

    /// <summary>Samples of a batch; 32 by default. More than the dataset has count as all that it has.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Threads that share a batch, the calling one among them; 1 by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// A weight for each sample or each timestep, as <see cref="FitOptions.SampleWeights"/>; empty, the default, if all are 1.
    /// </summary>
    public ReadOnlyMemory<float> SampleWeights { get; init; }

    /// <summary>Numbers to compute beside the loss; none by default.</summary>
    public IList<Metric> Metrics { get; init; } = [];
}
