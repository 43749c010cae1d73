using System;

namespace SeqGen.Training;

/// <summary>A straight line from a first rate to where another schedule starts, then that schedule from its beginning.</summary>
/// <remarks>start + (then(0) - start) step / warmupSteps while step &lt; warmupSteps, then(step - warmupSteps) after.</remarks>
/// <param name="warmupSteps">Batches that the warm-up takes, 1 or more.</param>
/// <param name="then">What follows.</param>
/// <param name="startLearningRate">The rate of the first batch.</param>
public sealed class LinearWarmup(long warmupSteps, LearningRateSchedule then, double startLearningRate = 0) : LearningRateSchedule
{
    private readonly long _steps = CheckSteps(warmupSteps, nameof(warmupSteps));
    private readonly LearningRateSchedule _then = then ?? throw new ArgumentNullException(nameof(then));
    private readonly double _start = CheckNotNegative(startLearningRate, nameof(startLearningRate));

    /// <inheritdoc/>
    public override double At(long step) =>
        step < _steps ? _start + (_then.At(0) - _start) * step / _steps : _then.At(step - _steps);
}
