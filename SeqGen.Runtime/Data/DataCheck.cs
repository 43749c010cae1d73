using System;
using System.Globalization;
using System.Numerics.Tensors;

namespace SeqGen.Data;

/// <summary>Refuses data that nothing can be learned from, and says where it is.</summary>
internal static class DataCheck
{
    /// <summary>Refuses NaN and infinity.</summary>
    /// <param name="data"><c>[rows, columns]</c>.</param>
    /// <param name="columns">Values of a row.</param>
    /// <param name="argument">What the caller calls the data.</param>
    /// <param name="firstRow">The caller's number of the first row in <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">There is such a value.</exception>
    internal static void Finite(ReadOnlySpan<float> data, int columns, string argument, int firstRow = 0)
    {
        // The whole is tested by vectors; only data that is wrong is looked through for the place.
        if (TensorPrimitives.IsFiniteAll(data))
        {
            return;
        }
        for (int i = 0; i < data.Length; i++)
        {
            if (!float.IsFinite(data[i]))
            {
                throw new ArgumentException(
                    $"{argument} has {data[i].ToString(CultureInfo.InvariantCulture)} in row {firstRow + i / columns}, "
                    + $"column {i % columns} (both from 0); expected finite numbers. Fill in or drop missing values first.",
                    argument);
            }
        }
    }

    /// <summary>Refuses data that is empty or is no whole number of rows.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">There are no rows, or no whole ones.</exception>
    [RealtimeSafe]
    internal static int Rows(int length, int columns, string argument)
    {
        if (length == 0 || length % columns != 0)
        {
            throw new ArgumentException(
                $"{argument} has {length} values; expected one or more rows of {columns}.", argument);
        }
        return length / columns;
    }
}
