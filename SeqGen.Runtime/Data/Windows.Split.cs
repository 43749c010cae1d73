using System;

namespace SeqGen.Data;

public sealed partial class Windows
{
    /// <summary>
    /// Cuts a series into a training, a validation and a test part, in time order, and lays windows over each. No window reads or predicts
    /// a row of another part.
    /// </summary>
    /// <remarks>
    /// The series is not copied, so that it can be scaled in place by what its training part shows:
    /// <code>
    /// SeriesParts parts = Windows.Split(series, new WindowShape(lookBack: 56) { Horizon = 14 }, training: 0.7, validation: 0.15);
    /// new MinMaxScaler().Fit(parts.Training.Rows.Span).Transform(series, series);
    /// </code>
    /// </remarks>
    /// <param name="series"><c>[rows, features]</c>, row-major, in time order.</param>
    /// <param name="shape">What each window reads and predicts.</param>
    /// <param name="training">The part of the rows to train on, in (0, 1).</param>
    /// <param name="validation">The part to validate on. What is left is for testing; borders are rounded down.</param>
    /// <exception cref="ArgumentException">
    /// The parts are out of range or leave too few rows for one window, a column is absent, or a row is not finite.
    /// </exception>
    public static SeriesParts Split(ReadOnlyMemory<float> series, WindowShape shape, double training, double validation)
    {
        ArgumentNullException.ThrowIfNull(shape);
        CheckFraction(training, 1, nameof(training));
        // What is 1 up to rounding is 1, as 0.7 + 0.3 is.
        CheckFraction(validation, 1 - training + 1e-9, nameof(validation));
        int rows = series.Length / shape.Features;
        return SplitAt(series, shape, Border(training), Border(training + validation));

        int Border(double fraction) => Math.Min(rows, (int)Math.Floor(rows * fraction + 1e-6));
    }

    /// <summary>
    /// Cuts a series at rows: training up to <paramref name="validationStart"/>, validation from there, testing from
    /// <paramref name="testStart"/>. No window reads or predicts a row of another part.
    /// </summary>
    /// <param name="series"><c>[rows, features]</c>, row-major, in time order.</param>
    /// <param name="shape">What each window reads and predicts.</param>
    /// <param name="validationStart">The first row to validate on.</param>
    /// <param name="testStart">The first row to test on; null for no test part.</param>
    /// <exception cref="ArgumentException">
    /// The rows are out of order or too few for one window in each part, a column is absent, or a row is not finite.
    /// </exception>
    public static SeriesParts SplitAt(ReadOnlyMemory<float> series, WindowShape shape, int validationStart, int? testStart = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int rows = DataCheck.Rows(series.Length, shape.Features, nameof(series));
        int test = testStart ?? rows;
        ArgumentOutOfRangeException.ThrowIfNegative(validationStart);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, validationStart, nameof(testStart));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(test, rows, nameof(testStart));
        return new SeriesParts(
            new Windows(series, shape, 0, validationStart, "training rows"),
            new Windows(series, shape, validationStart, test, "validation rows"),
            test == rows ? null : new Windows(series, shape, test, rows, "test rows"));
    }

    /// <summary>
    /// Refuses training windows that reach into the validation part: that read or predict a row which the validation windows read or
    /// predict. A model would be praised for what it has seen.
    /// </summary>
    /// <remarks>
    /// Rows are the same if they are the same memory, so windows over one array are told apart, over slices of it too; rows copied before
    /// (to scale each part on its own) are not recognized. Slices of windows are looked through; of other datasets nothing is known.
    /// </remarks>
    /// <param name="training">The samples to train on.</param>
    /// <param name="validation">The samples to measure on: for validation, or for the test.</param>
    /// <exception cref="ArgumentException">They share rows.</exception>
    public static void CheckDisjoint(IDataset training, IDataset validation) =>
        RefuseOverlap(training, validation, nameof(training));

    // The argument is what the caller calls the training part.
    internal static void RefuseOverlap(IDataset training, IDataset validation, string argument)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        if (!TryTouched(training, out Touched trained) || !TryTouched(validation, out Touched held))
        {
            return;
        }
        if (trained.Inputs.Span.Overlaps(held.Inputs.Span) || trained.Inputs.Span.Overlaps(held.Targets.Span)
            || trained.Targets.Span.Overlaps(held.Inputs.Span) || trained.Targets.Span.Overlaps(held.Targets.Span))
        {
            throw new ArgumentException(
                $"{argument} reaches into the validation part: its windows read {trained.Text}, the validation windows {held.Text}, and they "
                + "share some of these. Expected parts without a common row; Windows.Split makes them.",
                argument);
        }
    }

    private static bool TryTouched(IDataset data, out Touched touched)
    {
        int start = 0;
        int count = data.Count;
        while (data is Subset subset)
        {
            start += subset.Start;
            data = subset.Source;
        }
        touched = default;
        if (data is not Windows windows || count == 0)
        {
            return false;
        }
        touched = windows.TouchedBy(start, count);
        return true;
    }

    // The memory from the first row that any of the windows uses to the last.
    private Touched TouchedBy(int firstWindow, int windows)
    {
        int first = FirstRow(firstWindow);
        int last = FirstRow(firstWindow + windows - 1);
        int lastRead = last + (int)Shape.LastRead;
        (int firstTarget, int lastTarget) = (first + _targets.First, last + _targets.Last);
        return new Touched(
            _series[(first * Features)..((lastRead + 1) * Features)],
            _targets.Rows[(firstTarget * _targets.Features)..((lastTarget + 1) * _targets.Features)],
            $"rows {first} to {lastRead} and predict rows {firstTarget} to {lastTarget}");
    }

    private static void CheckFraction(double value, double most, string argument)
    {
        if (!(value > 0 && value <= most))
        {
            throw new ArgumentOutOfRangeException(argument, value, $"Expected a part above 0 and up to {Math.Max(0, most):0.###}.");
        }
    }

    private readonly record struct Touched(ReadOnlyMemory<float> Inputs, ReadOnlyMemory<float> Targets, string Text);
}
