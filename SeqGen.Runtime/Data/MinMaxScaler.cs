using System;

namespace SeqGen.Data;

/// <summary>Scales each column to a range: y = (x - min) / (max - min) · (Maximum - Minimum) + Minimum, as scikit-learn's class.</summary>
/// <remarks>Values outside the range fitted on leave the range; a constant column becomes <see cref="Minimum"/>.</remarks>
public sealed class MinMaxScaler : Scaler
{
    /// <summary>A scaler to <paramref name="minimum"/>..<paramref name="maximum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not above the minimum, or one of them is not finite.</exception>
    public MinMaxScaler(float minimum = 0, float maximum = 1)
    {
        if (!float.IsFinite(minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "Expected a finite number.");
        }
        if (!(maximum > minimum && float.IsFinite(maximum)))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"Expected a finite number above the minimum, {minimum}.");
        }
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>What a column's smallest value becomes.</summary>
    public float Minimum { get; }

    /// <summary>What a column's largest value becomes.</summary>
    public float Maximum { get; }

    private protected override double Offset => Minimum;

    /// <summary>Takes each column's smallest and largest value from <paramref name="data"/>, the training part.</summary>
    /// <param name="data"><c>[rows, columns]</c>, row-major.</param>
    /// <param name="columns">Values of a row.</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">There are no rows, no whole ones, or a value is not finite.</exception>
    public MinMaxScaler Fit(ReadOnlySpan<float> data, int columns = 1)
    {
        Measure(data, columns);
        return this;
    }

    private protected override (double Center, double Spread) Measure(ReadOnlySpan<float> data, int column, int columns)
    {
        float least = data[column];
        float most = least;
        for (int i = column; i < data.Length; i += columns)
        {
            least = Math.Min(least, data[i]);
            most = Math.Max(most, data[i]);
        }
        return (least, ((double)most - least) / ((double)Maximum - Minimum));
    }
}
