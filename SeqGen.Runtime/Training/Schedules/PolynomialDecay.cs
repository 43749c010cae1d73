using System;

namespace SeqGen.Training;

/// <summary>(initial - end)(1 - step / decaySteps)^power + end, and end from decaySteps on. Keras: PolynomialDecay.</summary>
/// <remarks>With <c>cycle</c>, decaySteps is multiplied by the least whole number that makes it no less than the step.</remarks>
/// <param name="initialLearningRate">initial.</param>
/// <param name="decaySteps">Batches that the decay takes, 1 or more.</param>
/// <param name="endLearningRate">end.</param>
/// <param name="power">1 for a straight line.</param>
/// <param name="cycle">Whether the rate rises again after decaySteps.</param>
public sealed class PolynomialDecay(
    double initialLearningRate, long decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false)
    : LearningRateSchedule
{
    private readonly double _initial = CheckNotNegative(initialLearningRate, nameof(initialLearningRate));
    private readonly double _steps = CheckSteps(decaySteps, nameof(decaySteps));
    private readonly double _end = CheckNotNegative(endLearningRate, nameof(endLearningRate));
    private readonly double _power = CheckNotNegative(power, nameof(power));

    /// <inheritdoc/>
    public override double At(long step)
    {
        double steps = cycle && step > 0 ? _steps * Math.Ceiling(step / _steps) : _steps;
        return (_initial - _end) * Math.Pow(1 - Math.Min(step, steps) / steps, _power) + _end;
    }
}
