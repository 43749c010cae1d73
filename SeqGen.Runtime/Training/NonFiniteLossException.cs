using System;

namespace SeqGen.Training;

/// <summary>Training ended because a loss was not a finite number.</summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    internal NonFiniteLossException(NonFiniteLoss found)
        : base(FormattableString.Invariant($"The loss is {found.Loss} in batch {found.Batch} of epoch {found.Epoch}. ")
            + (found.Layer is null
                ? "What every layer gives is finite: the outputs are too large for the loss. "
                : $"The first layer whose output is not finite is '{found.Layer}'. ")
            + "Try a smaller learning rate, GlobalClipNorm, or scaled inputs.") => Found = found;

    /// <summary>Where it was.</summary>
    public NonFiniteLoss Found { get; }
}
