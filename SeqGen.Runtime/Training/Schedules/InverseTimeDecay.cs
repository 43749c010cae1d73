using System;

namespace SeqGen.Training;

/// <summary>initial / (1 + rate · step / decaySteps). Keras: InverseTimeDecay.</summary>
/// <param name="initialLearningRate">initial.</param>
/// <param name="decaySteps">Batches that count as one, 1 or more.</param>
/// <param name="decayRate">rate.</param>
/// <param name="staircase">Whether the quotient is rounded down, so that the rate falls in steps.</param>
public sealed class InverseTimeDecay(double initialLearningRate, long decaySteps, double decayRate, bool staircase = false)
    : LearningRateSchedule
{
    private readonly double _initial = CheckNotNegative(initialLearningRate, nameof(initialLearningRate));
    private readonly double _steps = CheckSteps(decaySteps, nameof(decaySteps));
    private readonly double _rate = CheckNotNegative(decayRate, nameof(decayRate));

    /// <inheritdoc/>
    public override double At(long step)
    {
        double part = step / _steps;
        return _initial / (1 + _rate * (staircase ? Math.Floor(part) : part));
    }
}
