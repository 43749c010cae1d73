namespace SeqGen.Training;

/// <summary>
/// Ends training, as a callback does, after a batch whose loss is not finite; <see cref="History.NonFiniteLoss"/> says where. Without it
/// Fit throws a <see cref="NonFiniteLossException"/>. Keras: TerminateOnNaN.
/// </summary>
/// <remarks>The batch changes no parameters, and callbacks have their OnTrainEnd: EarlyStopping still restores the best weights.</remarks>
public sealed class TerminateOnNaN : Callback
{
    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingRun run)
    {
        if (run.History.NonFiniteLoss is not null)
        {
            run.Stop();
        }
    }
}
