using System;

namespace SeqGen.Training;

/// <summary>Sets the learning rate before each epoch. Keras: LearningRateScheduler.</summary>
/// <remarks>The epoch's record has the rate as <c>learning_rate</c>. For a rate by batch give the optimizer a LearningRateSchedule.</remarks>
/// <param name="schedule">
/// Is given the epochs done before, from 0 (as Keras's epoch), and the learning rate so far; returns the new one.
/// </param>
public sealed class LearningRateScheduler(Func<int, double, double> schedule) : Callback
{
    private readonly Func<int, double, double> _schedule = schedule ?? throw new ArgumentNullException(nameof(schedule));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The optimizer has a schedule of its own.</exception>
    public override void OnTrainBegin(TrainingRun run) => CheckSettable(run, nameof(LearningRateScheduler));

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingRun run) => run.LearningRate = _schedule(run.Epoch - 1, run.LearningRate);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch) => epoch.Add("learning_rate", run.LearningRate);

    internal static void CheckSettable(TrainingRun run, string callback)
    {
        if (run.Optimizer.Schedule is LearningRateSchedule own)
        {
            throw new ArgumentException(
                $"{callback} sets the learning rate, but the optimizer takes it from a {own.GetType().Name}; give the optimizer a number.",
                nameof(FitOptions.Optimizer));
        }
    }
}
