using System;

namespace SeqGen.Training;

/// <summary>A learning rate for each batch, with Keras's formulas (keras/src/optimizers/schedules).</summary>
/// <remarks>It holds no state, so that one object serves any number of optimizers. Derive from this class for one of your own.</remarks>
/// <example><code>new Adam(new CosineDecay(0.001, decaySteps: 10_000))</code></example>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate of a batch.</summary>
    /// <param name="step">Batches trained on before, from 0.</param>
    public abstract double At(long step);

    private protected static double CheckNotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and not negative.");

    private protected static long CheckSteps(long value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is 1 or more.");
}
