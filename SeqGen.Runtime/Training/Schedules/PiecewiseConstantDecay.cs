using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>
/// values[0] up to and with the step boundaries[0], then values[1] up to and with boundaries[1], and so on. Keras: PiecewiseConstantDecay.
/// </summary>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly long[] _boundaries;
    private readonly double[] _values;

    /// <summary>Sets the pieces.</summary>
    /// <param name="boundaries">The last step of each piece but the last, ascending.</param>
    /// <param name="values">The learning rates, one more than boundaries.</param>
    /// <exception cref="ArgumentException">There is not one value more, a value is negative or not finite, or boundaries do not ascend.</exception>
    public PiecewiseConstantDecay(IReadOnlyCollection<long> boundaries, IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != boundaries.Count + 1)
        {
            throw new ArgumentException($"There are {values.Count} values; {boundaries.Count} boundaries need one more.", nameof(values));
        }
        _boundaries = [.. boundaries];
        _values = [.. values];
        for (int i = 1; i < _boundaries.Length; i++)
        {
            if (_boundaries[i] <= _boundaries[i - 1])
            {
                throw new ArgumentException(
                    $"boundaries ascend; {_boundaries[i]} stands after {_boundaries[i - 1]}.", nameof(boundaries));
            }
        }
        foreach (double value in _values)
        {
            CheckNotNegative(value, nameof(values));
        }
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        int i = 0;
        while (i < _boundaries.Length && step > _boundaries[i])
        {
            i++;
        }
        return _values[i];
    }
}
