namespace SeqGen.Training;

/// <summary>The same learning rate for every batch.</summary>
/// <param name="learningRate">lr.</param>
public sealed class ConstantLearningRate(double learningRate) : LearningRateSchedule
{
    private readonly double _rate = CheckNotNegative(learningRate, nameof(learningRate));

    /// <inheritdoc/>
    public override double At(long step) => _rate;
}
