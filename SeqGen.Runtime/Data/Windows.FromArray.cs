using System;

namespace SeqGen.Data;

public sealed partial class Windows
{
    /// <summary>
    /// Windows with targets of their own, counted to the letter as Keras's timeseries_dataset_from_array (since Keras 2.12) does.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Window i starts at row startIndex + i sequenceStride, reads sequenceLength rows samplingRate apart, and is paired with the row of
    /// <paramref name="targets"/> that has the number of its <em>first</em> row: to predict what comes <c>delay</c> rows later, hand over
    /// the targets from row <c>delay</c> on. They are sliced by startIndex as the data is.
    /// </para>
    /// <para>
    /// There are <c>n = min(end - start - (sequenceLength - 1) samplingRate, rows of targets)</c> possible starts, of which every
    /// sequenceStride-th is taken: 1,000 rows with a length of 120 and a rate of 6 give 286 (281 before Keras's fix of January 2023).
    /// </para>
    /// <para>
    /// Departures: Keras gives an empty dataset where n is below 1, and fails only at the batch where the targets of a start are not
    /// there; here both are refused at once. As in Keras an <paramref name="endIndex"/> of the number of rows is refused; leave it out.
    /// </para>
    /// </remarks>
    /// <param name="data"><c>[rows, features]</c>, row-major, in time order; not copied.</param>
    /// <param name="targets"><c>[rows, targetFeatures]</c>, row-major; not copied.</param>
    /// <param name="sequenceLength">Rows of a window.</param>
    /// <param name="features">Values of a row of the data.</param>
    /// <param name="targetFeatures">Values of a row of the targets.</param>
    /// <param name="sequenceStride">Distance of the starts of one window and the next.</param>
    /// <param name="samplingRate">Distance of a window's rows.</param>
    /// <param name="startIndex">The first row that is used; null for the first.</param>
    /// <param name="endIndex">The row behind the last that is used; null for all.</param>
    /// <exception cref="ArgumentException">
    /// A size or index is out of Keras's range, there is no window, a target is missing, or a value is not finite.
    /// </exception>
    public static Windows FromArray(
        ReadOnlyMemory<float> data,
        ReadOnlyMemory<float> targets,
        int sequenceLength,
        int features = 1,
        int targetFeatures = 1,
        int sequenceStride = 1,
        int samplingRate = 1,
        int? startIndex = null,
        int? endIndex = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 1);
        int rows = DataCheck.Rows(data.Length, features, nameof(data));
        int targetRows = DataCheck.Rows(targets.Length, targetFeatures, nameof(targets));
        // Keras refuses steps as long as the data, but a step of 1 is needed for data of one row.
        CheckRange(samplingRate, 1, Math.Max(1, rows - 1), nameof(samplingRate), rows);
        CheckRange(sequenceStride, 1, Math.Max(1, rows - 1), nameof(sequenceStride), rows);
        int start = startIndex ?? 0;
        CheckRange(start, 0, rows - 1, nameof(startIndex), rows);
        int end = endIndex ?? rows;
        if (endIndex is not null)
        {
            CheckRange(end, start + 1, rows - 1, nameof(endIndex), rows);
        }

        long starts = Math.Min(end - start - (sequenceLength - 1L) * samplingRate, targetRows);
        if (starts < 1)
        {
            throw new ArgumentException(
                $"data has {end - start} rows from {start} on; a window spans {(sequenceLength - 1L) * samplingRate + 1}.", nameof(data));
        }
        int count = (int)((starts - 1) / sequenceStride) + 1;
        long lastTarget = start + (count - 1L) * sequenceStride;
        if (lastTarget >= targetRows)
        {
            throw new ArgumentException(
                $"targets has {targetRows} rows; the last of {count} windows needs row {lastTarget}.", nameof(targets));
        }
        DataCheck.Finite(data.Span[(start * features)..(end * features)], features, nameof(data), start);
        int endTarget = (int)lastTarget + 1;
        DataCheck.Finite(
            targets.Span[(start * targetFeatures)..(endTarget * targetFeatures)], targetFeatures, nameof(targets), start);
        var shape = new WindowShape(sequenceLength) { Features = features, SamplingStep = samplingRate, Stride = sequenceStride };
        return new Windows(data, shape, TargetRule.AtStart(targets, targetFeatures), start, end, count);
    }

    private Windows(ReadOnlyMemory<float> series, WindowShape shape, TargetRule targets, int startIndex, int endIndex, int count)
    {
        _series = series;
        _targets = targets;
        (Shape, StartIndex, EndIndex, Count) = (shape, startIndex, endIndex, count);
    }

    private static void CheckRange(int value, int least, int most, string argument, int rows)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(argument, value, $"Expected {least} to {most}, as data has {rows} rows.");
        }
    }
}
