using System;

namespace SeqGen.Data;

/// <summary>Scales each column to mean 0 and variance 1: y = (x - mean) / deviation, as scikit-learn's class.</summary>
/// <remarks>The deviation is the biased one, divided by the number of rows; a constant column becomes 0.</remarks>
public sealed class StandardScaler : Scaler
{
    /// <summary>Takes each column's mean and deviation from <paramref name="data"/>, the training part.</summary>
    /// <param name="data"><c>[rows, columns]</c>, row-major.</param>
    /// <param name="columns">Values of a row.</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">There are no rows, no whole ones, or a value is not finite.</exception>
    public StandardScaler Fit(ReadOnlySpan<float> data, int columns = 1)
    {
        Measure(data, columns);
        return this;
    }

    private protected override (double Center, double Spread) Measure(ReadOnlySpan<float> data, int column, int columns)
    {
        // Sums of differences, so that a constant column has a variance of exactly 0 and a large mean costs no digits.
        int rows = data.Length / columns;
        double first = data[column];
        double sum = 0;
        for (int i = column; i < data.Length; i += columns)
        {
            sum += data[i] - first;
        }
        double mean = first + sum / rows;
        double squares = 0;
        for (int i = column; i < data.Length; i += columns)
        {
            squares += (data[i] - mean) * (data[i] - mean);
        }
        return (mean, Math.Sqrt(squares / rows));
    }
}
