using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

/// <summary>What training makes small: a number for each row of outputs and targets, with Keras's formulas.</summary>
/// <remarks>
/// <para>
/// A row is a sample's output vector, or its output at one timestep where the model ends in a sequence. The loss of a batch is the mean
/// over its rows, so that a sample of many timesteps counts as their mean. With weights it is the sum of loss · weight over the rows,
/// divided by their number, as Keras's sum_over_batch_size.
/// </para>
/// <para>
/// Where the output has a mask, because padding was marked (<c>Masking</c>, <c>MaskZero</c>, <c>VariableLength</c>) and all layers passed
/// it on, rows that are padding count neither in the sum nor in the number, as in Keras, and not in metrics either; the loss of a batch
/// of nothing but padding is 0. Their targets must be there, and be such as the loss takes.
/// </para>
/// <para>
/// A loss holds no state: one object serves any number of trainers and threads at once. Derive from this class for one of your own.
/// </para>
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
    public static Loss BinaryCrossentropy { get; } = new BinaryCrossentropyLoss(0);

    /// <summary>
    /// -sum t ln(o / sum o), the quotient clipped to [1e-7, 1 - 1e-7]; targets are one-hot or probabilities. Keras:
    /// CategoricalCrossentropy. On a model that ends in a softmax it is computed from the logits, without clipping, as Keras does on
    /// TensorFlow.
    /// </summary>
    public static Loss CategoricalCrossentropy { get; } = new CategoricalCrossentropyLoss(0);

    /// <summary>The final activation that this loss can be computed with from the logits; null if there is none.</summary>
    public virtual Activation? FusedActivation => null;

    /// <summary>mean (ln(1 + o) - ln(1 + t))², both at least 1e-7. Keras: MeanSquaredLogarithmicError.</summary>
    public static Loss MeanSquaredLogarithmicError { get; } = new MeanSquaredLogarithmicErrorLoss();

    /// <summary>mean 100 |t - o| / max(|t|, 1e-7). Keras: MeanAbsolutePercentageError.</summary>
    public static Loss MeanAbsolutePercentageError { get; } = new MeanAbsolutePercentageErrorLoss();

    /// <summary>mean ln cosh(o - t). Keras: LogCosh.</summary>
    public static Loss LogCosh { get; } = new LogCoshLoss();

    /// <summary>mean (o - t ln(o + 1e-7)). Keras: Poisson.</summary>
    public static Loss Poisson { get; } = new PoissonLoss();

    /// <summary>mean max(1 - t o, 0), with targets of -1 and 1; a target of 0 counts as -1. Keras: Hinge.</summary>
    public static Loss Hinge { get; } = new HingeLoss();

    /// <summary>sum t ln(t / o), both clipped to [1e-7, 1]. Keras: KLDivergence.</summary>
    public static Loss KlDivergence { get; } = new KlDivergenceLoss();

    /// <summary>
    /// <see cref="CategoricalCrossentropy"/> with one target for each row, the index of its class. Keras: SparseCategoricalCrossentropy.
    /// </summary>
    public static Loss SparseCategoricalCrossentropy { get; } = new SparseCategoricalCrossentropyLoss();

    /// <summary>mean of e² / 2 where |e| &lt;= delta, delta |e| - delta² / 2 elsewhere, with e = o - t. Keras: Huber.</summary>
    /// <param name="delta">Where the square turns into a line, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not above 0.</exception>
    public static Loss Huber(double delta = 1) => new HuberLoss(delta);

    /// <summary>The pinball loss, whose least value is at a quantile: mean max(q e, (q - 1) e) with e = t - o.</summary>
    /// <param name="q">The quantile, in (0, 1): 0.5 gives half the mean absolute error.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is not between 0 and 1.</exception>
    public static Loss Quantile(double q) => new QuantileLoss(q);

    /// <summary><see cref="BinaryCrossentropy"/> of targets t (1 - s) + s / 2.</summary>
    /// <param name="labelSmoothing">s, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not in [0, 1].</exception>
    public static Loss BinaryCrossentropyWith(double labelSmoothing) => new BinaryCrossentropyLoss(labelSmoothing);

    /// <summary><see cref="CategoricalCrossentropy"/> of targets t (1 - s) + s / classes.</summary>
    /// <param name="labelSmoothing">s, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not in [0, 1].</exception>
    public static Loss CategoricalCrossentropyWith(double labelSmoothing) => new CategoricalCrossentropyLoss(labelSmoothing);

    /// <summary>Values of a target row for rows of <paramref name="features"/> outputs: as many, unless they are class indices.</summary>
    /// <exception cref="ArgumentException">The loss is not for as many outputs, as a crossentropy of classes is not for one.</exception>
    public virtual int TargetFeatures(int features) => features;

    /// <summary>Classes that rows of <paramref name="features"/> outputs tell apart; 0 if it is no loss for one of several.</summary>
    public virtual int Classes(int features) => 0;

    /// <summary>The class, from 0, that a target row names; where <see cref="Classes"/> is not 0.</summary>
    public virtual int ClassOf(ReadOnlySpan<float> target) =>
        target.Length == 1 ? (int)MathF.Round(target[0]) : TensorPrimitives.IndexOfMax(target);

    /// <summary>What is wrong with a target row, as "a label of 7, but the model has classes 0 to 2"; null if nothing is.</summary>
    /// <param name="target">One row.</param>
    /// <param name="features">Values of an output row.</param>
    public virtual string? CheckTarget(ReadOnlySpan<float> target, int features) => null;

    /// <summary>Computes rows from the model's outputs.</summary>
    /// <param name="outputs"><c>[rows, features]</c>.</param>
    /// <param name="targets"><c>[rows, TargetFeatures(features)]</c>.</param>
    /// <param name="features">Values of a row, over which a loss takes its mean.</param>
    /// <param name="scale">Factor of the gradient: 1 / the rows of the whole batch.</param>
    /// <param name="dOutputs">Receives scale · d(sum of the rows' losses) / d outputs; empty if it is not wanted.</param>
    /// <returns>The sum of the rows' losses, not scaled.</returns>
    public abstract double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs);

    /// <summary>Computes rows from the logits of a model that ends in <see cref="FusedActivation"/>, and applies that activation.</summary>
    /// <param name="logits"><c>[rows, features]</c>; receives the activated outputs, for metrics.</param>
    /// <param name="targets"><c>[rows, TargetFeatures(features)]</c>.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="scale">Factor of the gradient: 1 / the rows of the whole batch.</param>
    /// <param name="dLogits">Receives scale · d(sum of the rows' losses) / d logits; empty if it is not wanted.</param>
    /// <returns>The sum of the rows' losses, not scaled.</returns>
    public virtual double ComputeFromLogits(
        Span<float> logits, ReadOnlySpan<float> targets, int features, float scale, Span<float> dLogits) =>
        throw new NotSupportedException("This loss is not fused with an activation.");

    /// <summary>Refuses to tell fewer than two classes apart, whose softmax is 1 whatever the model does.</summary>
    private protected static void CheckClasses(int features)
    {
        if (features < 2)
        {
            throw new ArgumentException(
                $"A categorical crossentropy tells 2 or more classes apart, one an output; the model has {features} output. Give it an "
                + "output for each class, or for two classes a sigmoid and BinaryCrossentropy.",
                nameof(Loss));
        }
    }

    private protected static string? CheckProbabilities(ReadOnlySpan<float> target)
    {
        foreach (float t in target)
        {
            if (t is not (>= 0 and <= 1))
            {
                return FormattableString.Invariant($"a target of {t}, but this crossentropy takes targets from 0 to 1");
            }
        }
        return null;
    }

    private protected static double CheckSmoothing(double value) =>
        value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException("labelSmoothing", value, "labelSmoothing lies in [0, 1].");
}
