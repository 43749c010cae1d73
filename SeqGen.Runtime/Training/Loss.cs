using System;

namespace SeqGen.Training;

/// <summary>What training makes small: a number for each row of outputs and targets, with Keras's formulas.</summary>
/// <remarks>
/// <para>
/// A row is a sample's output vector, or its output at one timestep where the model ends in a sequence. The loss of a batch is the mean
/// over its rows, so that a sample of many timesteps counts as their mean.
/// </para>
/// <para>A loss holds no state: one object serves any number of trainers and threads at once. Derive from this class for one of your own.</para>
/// </remarks>
public abstract class Loss
{
    /// <summary>mean |o - t|. Keras: MeanAbsoluteError.</summary>
    public static Loss MeanAbsoluteError { get; } = new MeanAbsoluteErrorLoss();

    /// <summary>mean (o - t)². Keras: MeanSquaredError.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredErrorLoss();

    /// <summary>
    /// mean -(t ln o + (1 - t) ln(1 - o)), the outputs clipped to [1e-7, 1 - 1e-7]. Keras: BinaryCrossentropy. On a model that ends in a
    /// sigmoid it is computed from the logits, without clipping, as Keras does on TensorFlow.
    /// </summary>
    public static Loss BinaryCrossentropy { get; } = new BinaryCrossentropyLoss();

    /// <summary>
    /// -sum t ln(o / sum o), the quotient clipped to [1e-7, 1 - 1e-7]; targets are one-hot or probabilities. Keras:
    /// CategoricalCrossentropy. On a model that ends in a softmax it is computed from the logits, without clipping, as Keras does on TensorFlow.
    /// </summary>
    public static Loss CategoricalCrossentropy { get; } = new CategoricalCrossentropyLoss();

    /// <summary>The final activation that this loss can be computed with from the logits; null if there is none.</summary>
    public virtual Activation? FusedActivation => null;

    /// <summary>mean of e² / 2 where |e| &lt;= delta, delta |e| - delta² / 2 elsewhere, with e = o - t. Keras: Huber.</summary>
    /// <param name="delta">Where the square turns into a line, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not above 0.</exception>
    public static Loss Huber(double delta = 1) => new HuberLoss(delta);

    /// <summary>Computes rows from the model's outputs.</summary>
    /// <param name="outputs"><c>[rows, features]</c>.</param>
    /// <param name="targets"><c>[rows, features]</c>.</param>
    /// <param name="features">Values of a row, over which a loss takes its mean.</param>
    /// <param name="scale">Factor of the gradient: 1 / the rows of the whole batch.</param>
    /// <param name="dOutputs">Receives scale · d(sum of the rows' losses) / d outputs; empty if it is not wanted.</param>
    /// <returns>The sum of the rows' losses, not scaled.</returns>
    public abstract double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs);

    /// <summary>Computes rows from the logits of a model that ends in <see cref="FusedActivation"/>, and applies that activation.</summary>
    /// <param name="logits"><c>[rows, features]</c>; receives the activated outputs, for metrics.</param>
    /// <param name="targets"><c>[rows, features]</c>.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="scale">Factor of the gradient: 1 / the rows of the whole batch.</param>
    /// <param name="dLogits">Receives scale · d(sum of the rows' losses) / d logits; empty if it is not wanted.</param>
    /// <returns>The sum of the rows' losses, not scaled.</returns>
    public virtual double ComputeFromLogits(
        Span<float> logits, ReadOnlySpan<float> targets, int features, float scale, Span<float> dLogits) =>
        throw new NotSupportedException("This loss is not fused with an activation.");
}
