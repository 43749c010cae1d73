using System;

namespace SeqGen.Training;

/// <summary>
/// lr ((1 - alpha)(1 + cos(π step / decaySteps)) / 2 + alpha), and lr · alpha from decaySteps on (Loshchilov and Hutter 2017). Keras:
/// CosineDecay.
/// </summary>
/// <remarks>
/// lr is the initial rate, or with a warmupTarget that: then the rate first goes in a straight line from initial to the target in
/// warmupSteps, and the decay begins after them.
/// </remarks>
/// <param name="initialLearningRate">Where the rate starts.</param>
/// <param name="decaySteps">Batches that the decay takes, 1 or more.</param>
/// <param name="alpha">The part of lr that remains at the end.</param>
/// <param name="warmupTarget">Where the warm-up ends; null for no warm-up.</param>
/// <param name="warmupSteps">Batches that the warm-up takes.</param>
public sealed class CosineDecay(
    double initialLearningRate, long decaySteps, double alpha = 0, double? warmupTarget = null, long warmupSteps = 0)
    : LearningRateSchedule
{
    private readonly double _initial = CheckNotNegative(initialLearningRate, nameof(initialLearningRate));
    private readonly double _steps = CheckSteps(decaySteps, nameof(decaySteps));
    private readonly double _alpha = CheckNotNegative(alpha, nameof(alpha));
    private readonly double? _target = warmupTarget is double value ? CheckNotNegative(value, nameof(warmupTarget)) : null;
    private readonly long _warmup = warmupSteps >= 0
        ? warmupSteps
        : throw new ArgumentOutOfRangeException(nameof(warmupSteps), warmupSteps, "warmupSteps is not negative.");

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (_target is not double target)
        {
            return Decay(step, _initial);
        }
        return step < _warmup ? (target - _initial) * step / _warmup + _initial : Decay(step - _warmup, target);
    }

    private double Decay(long step, double from)
    {
        double cosine = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, _steps) / _steps));
        return from * ((1 - _alpha) * cosine + _alpha);
    }
}
