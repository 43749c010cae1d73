using System;

namespace SeqGen.Training;

/// <summary>
/// Cosine decays one after the other (Loshchilov and Hutter 2017): decay i takes firstDecaySteps · tMul^i batches and starts from
/// initial · mMul^i. Keras: CosineDecayRestarts.
/// </summary>
/// <remarks>
/// In decay i, with p its part that is done: initial ((1 - alpha) mMul^i (1 + cos πp) / 2 + alpha).
/// </remarks>
/// <param name="initialLearningRate">initial.</param>
/// <param name="firstDecaySteps">Batches of the first decay, 1 or more.</param>
/// <param name="tMul">How many times longer each decay is than the one before, 1 or more.</param>
/// <param name="mMul">How many times higher each decay starts than the one before.</param>
/// <param name="alpha">The part of initial that remains at the end of a decay.</param>
public sealed class CosineDecayRestarts(
    double initialLearningRate, long firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0) : LearningRateSchedule
{
    private readonly double _initial = CheckNotNegative(initialLearningRate, nameof(initialLearningRate));
    private readonly double _first = CheckSteps(firstDecaySteps, nameof(firstDecaySteps));
    private readonly double _mMul = CheckNotNegative(mMul, nameof(mMul));
    private readonly double _alpha = CheckNotNegative(alpha, nameof(alpha));
    private readonly double _tMul = tMul >= 1 && double.IsFinite(tMul)
        ? tMul
        : throw new ArgumentOutOfRangeException(nameof(tMul), tMul, "tMul is finite and 1 or more.");

    /// <inheritdoc/>
    public override double At(long step)
    {
        double part = step / _first;
        double restarts;
        if (_tMul == 1)
        {
            restarts = Math.Floor(part);
            part -= restarts;
        }
        else
        {
            restarts = Math.Floor(Math.Log(1 - part * (1 - _tMul)) / Math.Log(_tMul));
            double before = (1 - Math.Pow(_tMul, restarts)) / (1 - _tMul);
            part = (part - before) / Math.Pow(_tMul, restarts);
        }
        double cosine = 0.5 * Math.Pow(_mMul, restarts) * (1 + Math.Cos(Math.PI * part));
        return _initial * ((1 - _alpha) * cosine + _alpha);
    }
}
