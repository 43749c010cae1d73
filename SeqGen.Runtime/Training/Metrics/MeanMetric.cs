using System;

namespace SeqGen.Training;

/// <summary>A metric that is a mean over rows.</summary>
public abstract class MeanMetric : Metric
{
    /// <inheritdoc/>
    public sealed override int StateLength(int features) => 2;

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, Span<double> state)
    {
        state[0] += Sum(outputs, targets, features);
        state[1] += outputs.Length / features;
    }

    /// <inheritdoc/>
    public override double Result(ReadOnlySpan<double> state) => state[0] / state[1];

    /// <summary>The sum of the metric over rows.</summary>
    /// <param name="outputs"><c>[rows, features]</c>.</param>
    /// <param name="targets"><c>[rows, features]</c>, or <c>[rows]</c> where they are class indices.</param>
    /// <param name="features">Values of an output row.</param>
    public abstract double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features);
}
