using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>A call of <see cref="ModelTraining.Fit"/> under way, as a <see cref="Callback"/> sees it.</summary>
public abstract class TrainingRun
{
    private protected TrainingRun(FitOptions options) => Options = options;

    /// <summary>What was asked for.</summary>
    public FitOptions Options { get; }

    /// <summary>The optimizer, whose learning rate may be changed.</summary>
    public Optimizer Optimizer => Options.Optimizer;

    /// <summary>The model's parameters, which may be changed between batches.</summary>
    public abstract Span<float> Parameters { get; }

    /// <summary>Training samples of an epoch, validation not counted.</summary>
    public int Samples { get; private protected init; }

    /// <summary>Batches of an epoch.</summary>
    public int Batches { get; private protected init; }

    /// <summary>Epochs asked for.</summary>
    public int Epochs => Options.Epochs;

    /// <summary>The number of the epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private protected set; }

    /// <summary>Batches that the epoch has done.</summary>
    public int Batch { get; private protected set; }

    /// <summary>Samples that the epoch has done.</summary>
    public int SamplesDone { get; private protected set; }

    /// <summary>The mean loss of the epoch's samples so far.</summary>
    public double Loss { get; private protected set; }

    /// <summary>The names that epoch records have, as <c>loss</c> and <c>val_accuracy</c>.</summary>
    public IReadOnlyList<string> Names { get; private protected init; } = [];

    /// <summary>The epochs so far.</summary>
    public History History { get; } = new();

    /// <summary>Whether a callback has called <see cref="Stop"/>.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>Ends training: after the epoch, or if called in OnBatchEnd, after this batch, with the epoch recorded as far as it went.</summary>
    public void Stop() => StopRequested = true;
}
