using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>A call of <see cref="ModelTraining"/>.Fit under way, as a <see cref="Callback"/> sees it.</summary>
public abstract class TrainingRun
{
    private protected TrainingRun(FitOptions options) => Options = options;

    /// <summary>What was asked for.</summary>
    public FitOptions Options { get; }

    /// <summary>The optimizer, whose learning rate may be changed.</summary>
    public Optimizer Optimizer => Options.Optimizer;

    /// <summary>The learning rate of the last batch, or of the first one to come; setting it sets the optimizer's.</summary>
    /// <exception cref="InvalidOperationException">It is set, though a schedule decides it.</exception>
    public abstract double LearningRate { get; set; }

    /// <summary>The model's parameters, which may be changed between batches.</summary>
    public abstract Span<float> Parameters { get; }

    /// <summary>Training samples of the epoch, validation not counted; 0 in the first epoch of a stream of unknown length.</summary>
    public abstract int Samples { get; }

    /// <summary>Batches of the epoch; 0 in the first epoch of a stream of unknown length.</summary>
    public abstract int Batches { get; }

    /// <summary>The number of the last epoch.</summary>
    public int Epochs => Options.Epochs;

    /// <summary>The number of the epoch, from 1; before the first, the epochs that count as done.</summary>
    public int Epoch { get; private protected set; }

    /// <summary>Batches that the epoch has done.</summary>
    public int Batch { get; private protected set; }

    /// <summary>Samples that the epoch has done.</summary>
    public int SamplesDone { get; private protected set; }

    /// <summary>The mean loss of the epoch's samples so far.</summary>
    public double Loss { get; private protected set; }

    /// <summary>The names that epoch records have, as <c>loss</c> and <c>val_accuracy</c>.</summary>
    public IReadOnlyList<string> Names { get; private protected set; } = [];

    /// <summary>The epochs so far.</summary>
    public History History { get; } = new();

    /// <summary>Whether a callback has called <see cref="Stop"/>.</summary>
    public bool StopRequested { get; private protected set; }

    /// <summary>
    /// Ends training: after the epoch, or if called in OnBatchEnd, after this batch, with the epoch recorded as far as it went.
    /// </summary>
    public void Stop() => StopRequested = true;

    /// <summary>Saves the model as it is, as its own Save does: written beside its place and moved there.</summary>
    /// <param name="path">Where the file goes; folders that are not there are made.</param>
    /// <exception cref="System.IO.IOException">The file cannot be written; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, or the path is a folder's; what stood there still does.</exception>
    public abstract void SaveModel(string path);
}
