using System;

namespace SeqGen.Data;

/// <summary>Scales each column of a table by a line of its own: y = (x - center) / spread + offset.</summary>
/// <remarks>
/// Fit a scaler on the training part only; what it then knows of the rest is nothing, as it will be in use. It is saved with the model and
/// comes back from the model's file, to the last bit:
/// <code>
/// model.Save("aal.safetensors", scaler.ToMetadata());
/// Scaler scaler = Scaler.Load("aal.safetensors");
/// </code>
/// </remarks>
public abstract partial class Scaler
{
    private double[] _centers = [];
    private double[] _spreads = [];

    private protected Scaler()
    {
    }

    /// <summary>Columns of the table that the scaler was fitted on; 0 before that.</summary>
    [RealtimeSafe]
    public int Columns => _centers.Length;

    /// <summary>Added after the division.</summary>
    [RealtimeSafe]
    private protected virtual double Offset => 0;

    /// <summary>Scales rows.</summary>
    /// <param name="source"><c>[rows, Columns]</c>, row-major.</param>
    /// <param name="destination">Receives as many values; may be <paramref name="source"/> itself, but not lie partly in it.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap without being the same.</exception>
    /// <exception cref="InvalidOperationException">The scaler is not fitted.</exception>
    [RealtimeSafe]
    public void Transform(ReadOnlySpan<float> source, Span<float> destination)
    {
        CheckRows(source, destination);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = Transform(source[i], i % Columns);
        }
    }

    /// <summary>Scales one value of a column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">The scaler is not fitted.</exception>
    [RealtimeSafe]
    public float Transform(float value, int column = 0)
    {
        CheckColumn(column);
        return (float)((value - _centers[column]) / _spreads[column] + Offset);
    }

    /// <summary>Undoes <see cref="Transform(ReadOnlySpan{float}, Span{float})"/>, up to rounding.</summary>
    /// <param name="source"><c>[rows, Columns]</c>, row-major.</param>
    /// <param name="destination">Receives as many values; may be <paramref name="source"/> itself, but not lie partly in it.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap without being the same.</exception>
    /// <exception cref="InvalidOperationException">The scaler is not fitted.</exception>
    [RealtimeSafe]
    public void InverseTransform(ReadOnlySpan<float> source, Span<float> destination)
    {
        CheckRows(source, destination);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = InverseTransform(source[i], i % Columns);
        }
    }

    /// <summary>Undoes <see cref="Transform(float, int)"/>, up to rounding: a forecast of one column in the column's own unit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">The scaler is not fitted.</exception>
    [RealtimeSafe]
    public float InverseTransform(float value, int column = 0)
    {
        CheckColumn(column);
        return (float)((value - Offset) * _spreads[column] + _centers[column]);
    }

    /// <summary>Undoes the scaling of values that are all of one column.</summary>
    /// <param name="source">Scaled values.</param>
    /// <param name="destination">Receives as many values; may be <paramref name="source"/> itself, but not lie partly in it.</param>
    /// <param name="column">The column they are of.</param>
    /// <exception cref="ArgumentException">A length or the column is wrong, or the spans overlap without being the same.</exception>
    /// <exception cref="InvalidOperationException">The scaler is not fitted.</exception>
    [RealtimeSafe]
    public void InverseTransformColumn(ReadOnlySpan<float> source, Span<float> destination, int column = 0)
    {
        CheckColumn(column);
        CheckDestination(source, destination);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = InverseTransform(source[i], column);
        }
    }

    /// <summary>Center and spread of one column.</summary>
    private protected abstract (double Center, double Spread) Measure(ReadOnlySpan<float> data, int column, int columns);

    private protected void Measure(ReadOnlySpan<float> data, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        DataCheck.Rows(data.Length, columns, nameof(data));
        DataCheck.Finite(data, columns, nameof(data));
        double[] centers = new double[columns];
        double[] spreads = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            (centers[column], double spread) = Measure(data, column, columns);
            // A constant column becomes the offset everywhere, as in scikit-learn, instead of 0 / 0.
            spreads[column] = spread == 0 ? 1 : spread;
        }
        (_centers, _spreads) = (centers, spreads);
    }

    [RealtimeSafe]
    private void CheckRows(ReadOnlySpan<float> source, Span<float> destination)
    {
        CheckFitted();
        if (source.Length % Columns != 0)
        {
            throw new ArgumentException(
                $"source has {source.Length} values, which is no multiple of the {Columns} columns fitted on.", nameof(source));
        }
        CheckDestination(source, destination);
    }

    [RealtimeSafe]
    private static void CheckDestination(ReadOnlySpan<float> source, Span<float> destination)
    {
        if (destination.Length != source.Length)
        {
            throw new ArgumentException(
                $"destination has {destination.Length} values; source has {source.Length}.", nameof(destination));
        }
        if (source.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException(
                $"destination overlaps source, {Math.Abs(offset)} values off; expected the same memory or one apart from it.",
                nameof(destination));
        }
    }

    [RealtimeSafe]
    private void CheckColumn(int column)
    {
        CheckFitted();
        if ((uint)column >= (uint)Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(column), column, $"The scaler was fitted on {Columns} columns.");
        }
    }

    [RealtimeSafe]
    private void CheckFitted()
    {
        if (Columns == 0)
        {
            throw new InvalidOperationException("The scaler is not fitted; call Fit first.");
        }
    }
}
