namespace SeqGen.Training;

/// <summary><see cref="Adam"/> with decoupled weight decay of 0.004 (Loshchilov and Hutter 2019). Keras: AdamW.</summary>
/// <remarks>w ← w - wd · lr · w before Adam's update; see <see cref="Optimizer.WeightDecay"/>. PyTorch's default is 0.01.</remarks>
public sealed class AdamW : Adam
{
    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate">lr.</param>
    public AdamW(double learningRate = 0.001) : base(learningRate) => WeightDecay = 0.004;

    /// <summary>Takes the learning rate of each batch from a schedule.</summary>
    /// <param name="schedule">lr by batch.</param>
    public AdamW(LearningRateSchedule schedule) : base(schedule) => WeightDecay = 0.004;
}
