namespace SeqGen.Training;

/// <summary>Is told of the progress of <see cref="ModelTraining"/>.Fit, on the thread that called it, and may end it.</summary>
/// <remarks>
/// An exception thrown here ends the training and reaches the caller of Fit, once all callbacks that have begun had their OnTrainEnd; of
/// several the first does.
/// </remarks>
public abstract class Callback
{
    /// <summary>Before the first epoch. An object may serve several calls of Fit one after the other: here it forgets the last.</summary>
    /// <param name="run">The training.</param>
    public virtual void OnTrainBegin(TrainingRun run)
    {
    }

    /// <summary>Before an epoch's first batch.</summary>
    /// <param name="run">The training.</param>
    public virtual void OnEpochBegin(TrainingRun run)
    {
    }

    /// <summary>After a batch changed the parameters.</summary>
    /// <param name="run">The training.</param>
    public virtual void OnBatchEnd(TrainingRun run)
    {
    }

    /// <summary>After an epoch and its validation.</summary>
    /// <param name="run">The training.</param>
    /// <param name="epoch">What the epoch gave.</param>
    public virtual void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
    }

    /// <summary>
    /// After the last epoch, also where training was stopped or cancelled or ends by an exception; not where this callback's OnTrainBegin
    /// threw one.
    /// </summary>
    /// <param name="run">The training.</param>
    public virtual void OnTrainEnd(TrainingRun run)
    {
    }

    /// <summary>
    /// After an epoch, where <see cref="BackupAndRestore"/> is among the callbacks: notes what this one must know to go on in a later
    /// process as if nothing had happened.
    /// </summary>
    /// <param name="state">Where to note it.</param>
    public virtual void SaveState(CallbackState state)
    {
    }

    /// <summary>After OnTrainBegin, where a training goes on from a backup: takes back what <see cref="SaveState"/> noted.</summary>
    /// <param name="state">What was noted.</param>
    public virtual void RestoreState(CallbackState state)
    {
    }
}
