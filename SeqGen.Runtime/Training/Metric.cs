using System;

namespace SeqGen.Training;

/// <summary>A number to watch: a mean over the rows of all batches, beside the loss.</summary>
/// <remarks>
/// A row is a sample's output vector, or its output at one timestep where the model ends in a sequence. A metric holds no state, so that one
/// object serves any number of runs and threads: it gives sums, and whoever runs it adds them up and divides by the number of rows.
/// </remarks>
public abstract class Metric
{
    /// <summary>mean |o - t|, as <c>mean_absolute_error</c>. Keras: MeanAbsoluteError.</summary>
    public static Metric MeanAbsoluteError { get; } = new MeanAbsoluteErrorMetric();

    /// <summary>
    /// The part of rows that are right, as <c>accuracy</c>. With one output: (o &gt; 0.5) equals the target; with more: the largest output
    /// stands where the largest target does, the first of equals. Keras: BinaryAccuracy and CategoricalAccuracy.
    /// </summary>
    public static Metric Accuracy { get; } = new AccuracyMetric();

    /// <summary>What the metric is called in a history and by a callback that monitors it; <c>val_</c> is put before it for validation.</summary>
    public abstract string Name { get; }

    /// <summary>Whether more is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>The sum of the metric over rows.</summary>
    /// <param name="outputs"><c>[rows, features]</c>.</param>
    /// <param name="targets"><c>[rows, features]</c>.</param>
    /// <param name="features">Values of a row.</param>
    public abstract double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features);
}
