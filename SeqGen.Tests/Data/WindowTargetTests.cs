using System;
using System.Linq;
using SeqGen.Data;
using Xunit;

namespace SeqGen.Tests.Data;

/// <summary>Several targets ahead, targets at every timestep, and parts of a series.</summary>
public class WindowTargetTests
{
    // Row r of the series is (r, 100 + r).
    private static readonly float[] Series = [.. Enumerable.Range(0, 60).SelectMany(r => new float[] { r, 100 + r })];

    [Fact]
    public void EveryShapeHasItsRowsAndTargets()
    {
        foreach (bool every in new[] { false, true })
        {
            for (int bits = 0; bits < 64; bits++)
            {
                var shape = new WindowShape(lookBack: 3)
                {
                    Features = 2,
                    Foresight = bits & 1,
                    Horizon = 1 + (bits >> 1 & 1) * 3,
                    TargetStep = 1 + (bits >> 2 & 1),
                    SamplingStep = 1 + (bits >> 3 & 1) * 2,
                    Stride = 1 + (bits >> 4 & 1) * 4,
                    TargetColumns = (bits >> 5 & 1) == 0 ? [1] : [1, 0],
                    TargetsAtEveryTimestep = every,
                };
                CheckShape(shape, start: 5, end: 48);
            }
        }
    }

    private static void CheckShape(WindowShape shape, int start, int end)
    {
        var windows = new Windows(Series, shape, start, end);
        int touched = 2 * shape.SamplingStep + shape.Foresight + 1 + (shape.Horizon - 1) * shape.TargetStep;
        int[] starts = [.. Enumerable.Range(0, 60).Where(s => s >= start && (s - start) % shape.Stride == 0 && s + touched < end)];
        Assert.Equal(starts.Length, windows.Count);
        float[] input = new float[windows.InputLength];
        float[] target = new float[windows.TargetLength];
        for (int w = 0; w < starts.Length; w++)
        {
            windows.CopyInput(w, input);
            windows.CopyTarget(w, target);
            int[] rows = [.. Enumerable.Range(0, 3).Select(t => starts[w] + t * shape.SamplingStep)];
            Assert.Equal(rows.SelectMany(r => new float[] { r, 100 + r }), input);
            int[] from = shape.TargetsAtEveryTimestep ? rows : [rows[^1]];
            Assert.Equal(
                from.SelectMany(r => Enumerable.Range(0, shape.Horizon).Select(h => r + shape.Foresight + 1 + h * shape.TargetStep))
                    .SelectMany(r => shape.TargetColumns.Select(c => (float)(r + 100 * c))),
                target);
            Assert.Equal(rows[^1] + shape.Foresight + 1, windows.TargetRow(w));
        }
    }

    [Theory]
    [InlineData(1000, 120, 6, 1, 286)] // 281 before Keras's fix
    [InlineData(1000, 120, 1, 1, 881)]
    [InlineData(1000, 120, 6, 100, 3)]
    [InlineData(10, 3, 1, 1, 8)]
    [InlineData(10, 3, 2, 2, 3)]
    [InlineData(5, 5, 1, 1, 1)]
    public void FromArrayCountsAsKeras(int rows, int length, int rate, int stride, int expected)
    {
        float[] data = [.. Enumerable.Range(0, rows).Select(r => (float)r)];
        Windows windows = Windows.FromArray(data, data, length, sequenceStride: stride, samplingRate: rate);
        Assert.Equal(expected, windows.Count);

        float[] input = new float[length];
        float[] target = new float[1];
        windows.CopyInput(expected - 1, input);
        windows.CopyTarget(expected - 1, target);
        int start = (expected - 1) * stride;
        Assert.Equal(Enumerable.Range(0, length).Select(t => (float)(start + t * rate)), input);
        Assert.Equal([start], target);
    }

    [Fact]
    public void FromArrayPairsEachWindowWithTheTargetOfItsFirstRow()
    {
        // Keras's guide: data[:-10], targets[10:], windows of 10, so that the target is the next value.
        float[] data = [.. Enumerable.Range(0, 100).Select(r => (float)r)];
        Windows windows = Windows.FromArray(data.AsMemory(0, 90), data.AsMemory(10), sequenceLength: 10);
        float[] target = new float[1];
        windows.CopyTarget(80, target);
        Assert.Equal(81, windows.Count);
        Assert.Equal([90], target);

        // Capped by the targets; both are sliced by the start index.
        Assert.Equal(7, Windows.FromArray(data, data.AsMemory(0, 7), sequenceLength: 10).Count);
        Windows part = Windows.FromArray(data, data, sequenceLength: 3, startIndex: 20, endIndex: 30);
        part.CopyTarget(0, target);
        Assert.Equal(8, part.Count);
        Assert.Equal([20], target);
        Windows wide = Windows.FromArray(Series, Series, 3, features: 2, targetFeatures: 3);
        Assert.Equal((40, 3, 6), (wide.Count, wide.TargetLength, wide.InputLength));
    }

    [Fact]
    public void FromArrayRefusesWhatKerasRefuses()
    {
        float[] data = new float[10];
        Assert.Throws<ArgumentOutOfRangeException>("endIndex", () => Windows.FromArray(data, data, 2, endIndex: 10));
        Assert.Throws<ArgumentOutOfRangeException>("endIndex", () => Windows.FromArray(data, data, 2, startIndex: 4, endIndex: 4));
        Assert.Throws<ArgumentOutOfRangeException>("startIndex", () => Windows.FromArray(data, data, 2, startIndex: 10));
        Assert.Throws<ArgumentOutOfRangeException>("samplingRate", () => Windows.FromArray(data, data, 1, samplingRate: 10));
        Assert.Throws<ArgumentOutOfRangeException>("sequenceStride", () => Windows.FromArray(data, data, 1, sequenceStride: 10));
        Assert.Throws<ArgumentException>("data", () => Windows.FromArray(data, data, 11));
        Assert.Throws<ArgumentException>("data", () => Windows.FromArray(new float[0], data, 1));
        Assert.Throws<ArgumentException>("targets", () => Windows.FromArray(data, new float[0], 1));
        Assert.Contains(
            "needs row 7",
            Assert.Throws<ArgumentException>("targets", () => Windows.FromArray(data, new float[5], 3, startIndex: 3)).Message);
    }

    [Fact]
    public void NamesTheRowAndColumnThatIsNotFinite()
    {
        float[] series = new float[60];
        series[2 * 7 + 1] = float.NaN;
        var shape = new WindowShape(2) { Features = 2 };
        Assert.Contains("NaN in row 7, column 1", Assert.Throws<ArgumentException>("series", () => new Windows(series, shape)).Message);
        Assert.Contains("NaN in row 7, column 1", Assert.Throws<ArgumentException>("series", () => new Windows(series, shape, 5)).Message);
        Assert.Equal(20, new Windows(series, shape, 8).Count); // what is not used may be missing
        Assert.Contains(
            "NaN in row 3, column 0",
            Assert.Throws<ArgumentException>("targets", () => new ArrayDataset(new float[8], new[] { 0, 0, 0, float.NaN }, 2, 1)).Message);
    }

    [Fact]
    public void PartsShareNoRow()
    {
        SeriesParts parts = Windows.Split(new float[926], new WindowShape(7) { Foresight = 6 }, training: 0.7, validation: 0.15);
        Assert.Equal((648, 139, 139), (parts.Training.Rows.Length, parts.Validation.Rows.Length, parts.Test.Rows.Length));
        Assert.Equal((635, 126, 126), (parts.Training.Count, parts.Validation.Count, parts.Test.Count));
        Windows.CheckDisjoint(parts.Training, parts.Validation);
        Windows.CheckDisjoint(parts.Training, parts.Test);
        Windows.CheckDisjoint(parts.Validation, parts.Test);

        SeriesParts two = Windows.Split(new float[100], new WindowShape(3), 0.7, 0.3);
        Assert.Equal((70, 30), (two.Training.Rows.Length, two.Validation.Rows.Length));
        Assert.Throws<InvalidOperationException>(() => two.Test);
        Assert.Contains(
            "3 validation rows; a window and its target span 4",
            Assert.Throws<ArgumentException>("series", () => Windows.SplitAt(new float[100], new WindowShape(3), 50, 53)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("training", () => Windows.Split(new float[9], new WindowShape(1), 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>("validation", () => Windows.Split(new float[9], new WindowShape(1), 0.6, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>("testStart", () => Windows.SplitAt(new float[9], new WindowShape(1), 5, 4));
    }

    [Fact]
    public void ASeriesScaledInPlaceIsReadScaled()
    {
        float[] series = [.. Enumerable.Range(0, 40).Select(r => (float)r)];
        SeriesParts parts = Windows.Split(series, new WindowShape(2), 0.5, 0.25);
        new MinMaxScaler().Fit(parts.Training.Rows.Span).Transform(series, series);
        float[] target = new float[1];
        parts.Training.CopyTarget(parts.Training.Count - 1, target);
        Assert.Equal([1], target);
    }

    [Fact]
    public void TrainingThatReachesIntoTheValidationPartIsRefused()
    {
        float[] series = new float[200];
        Windows Lay(int start, int end) => new(series, lookBack: 5, foresight: 3, startIndex: start, endIndex: end);
        Windows validation = Lay(100, 200);

        Windows.CheckDisjoint(Lay(0, 100), validation);
        Windows.CheckDisjoint(Lay(0, 101).Slice(0, 92), validation); // the window that reaches over the border is left out
        Assert.Contains("rows 0 to 96 and predict rows 8 to 100", Refused(Lay(0, 101).Slice(0, 93), validation));
        Refused(Lay(0, 101), validation);
        Refused(Lay(0, 200), validation);
        // The same memory in other slices, and the leak of Keras's own example: targets handed over with a delay.
        Windows.CheckDisjoint(new Windows(series.AsMemory(0, 100), 5), new Windows(series.AsMemory(100), 5));
        Refused(new Windows(series.AsMemory(0, 101), 5), new Windows(series.AsMemory(100), 5));
        Memory<float> data = series.AsMemory(0, 192);
        Memory<float> targets = series.AsMemory(8);
        Refused(Windows.FromArray(data, targets, 5, endIndex: 100), Windows.FromArray(data, targets, 5, startIndex: 100));
        // Of other data nothing is known.
        Windows.CheckDisjoint(new ArrayDataset(series, series, 1, 1), validation);
        Windows.CheckDisjoint(new Windows(new float[200], 5), validation);
    }

    private static string Refused(IDataset training, IDataset validation) =>
        Assert.Throws<ArgumentException>("training", () => Windows.CheckDisjoint(training, validation)).Message;
}
