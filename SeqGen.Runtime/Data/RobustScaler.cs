using System;

namespace SeqGen.Data;

/// <summary>
/// Scales each column by what outliers do not move: y = (x - median) / (upper quantile - lower quantile), as scikit-learn's class.
/// </summary>
/// <remarks>
/// Quantiles between two values are interpolated linearly, NumPy's default; the middle half of the values spans 1 by default. A constant
/// column, or one whose quantiles are equal, is only centered.
/// </remarks>
public sealed class RobustScaler : Scaler
{
    /// <summary>A scaler by the range between two quantiles.</summary>
    /// <param name="lower">The lower quantile in percent; 25 by default.</param>
    /// <param name="upper">The upper quantile in percent; 75 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= lower &lt; upper &lt;= 100.</exception>
    public RobustScaler(double lower = 25, double upper = 75)
    {
        if (!(lower >= 0 && lower < 100))
        {
            throw new ArgumentOutOfRangeException(nameof(lower), lower, "Expected a percentage from 0 to below 100.");
        }
        if (!(upper > lower && upper <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(upper), upper, $"Expected a percentage above {lower} and up to 100.");
        }
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The lower quantile in percent.</summary>
    public double Lower { get; }

    /// <summary>The upper quantile in percent.</summary>
    public double Upper { get; }

    /// <summary>Takes each column's median and quantiles from <paramref name="data"/>, the training part.</summary>
    /// <param name="data"><c>[rows, columns]</c>, row-major.</param>
    /// <param name="columns">Values of a row.</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">There are no rows, no whole ones, or a value is not finite.</exception>
    public RobustScaler Fit(ReadOnlySpan<float> data, int columns = 1)
    {
        Measure(data, columns);
        return this;
    }

    private protected override (double Center, double Spread) Measure(ReadOnlySpan<float> data, int column, int columns)
    {
        float[] sorted = new float[data.Length / columns];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = data[i * columns + column];
        }
        Array.Sort(sorted);
        return (Quantile(sorted, 50), Quantile(sorted, Upper) - Quantile(sorted, Lower));
    }

    private static double Quantile(float[] sorted, double percent)
    {
        double place = percent / 100 * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * ((double)sorted[above] - sorted[below]);
    }
}
