using System;

namespace SeqGen.Data;

/// <summary>Class numbers as rows with a single 1, as Keras's to_categorical.</summary>
public static class OneHot
{
    /// <summary>Writes a row for each id.</summary>
    /// <param name="ids">Classes, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">Values of a row.</param>
    /// <param name="destination">Receives <c>[ids, classes]</c>, row-major.</param>
    /// <exception cref="ArgumentException">An id is none of the classes (the message gives its place), or a length is wrong.</exception>
    public static void Encode(ReadOnlySpan<int> ids, int classes, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (destination.Length != (long)ids.Length * classes)
        {
            throw new ArgumentException(
                $"destination has {destination.Length} values; {ids.Length} ids of {classes} classes need {(long)ids.Length * classes}.",
                nameof(destination));
        }
        for (int i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)classes)
            {
                throw new ArgumentException($"ids[{i}] is {ids[i]}; expected a class from 0 to {classes - 1}.", nameof(ids));
            }
        }
        destination.Clear();
        for (int i = 0; i < ids.Length; i++)
        {
            destination[i * classes + ids[i]] = 1;
        }
    }

    /// <summary>A row for each id.</summary>
    /// <param name="ids">Classes, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">Values of a row.</param>
    /// <returns><c>[ids, classes]</c>, row-major.</returns>
    /// <exception cref="ArgumentException">There are no ids, or one is none of the classes (the message gives its place).</exception>
    public static float[] Encode(ReadOnlySpan<int> ids, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (ids.IsEmpty)
        {
            throw new ArgumentException("ids is empty; expected at least one class.", nameof(ids));
        }
        float[] rows = new float[checked(ids.Length * classes)];
        Encode(ids, classes, rows);
        return rows;
    }
}
