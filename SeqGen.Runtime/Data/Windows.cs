using System;

namespace SeqGen.Data;

/// <summary>
/// Windows over a series: each sample's input is some rows of it, its target later rows. The series is not copied, so that rows scaled in
/// place after the windows were laid are read scaled.
/// </summary>
/// <remarks>
/// <para>
/// Window w starts at row startIndex + w stride; what it reads and predicts from there, <see cref="WindowShape"/> says. Of R rows,
/// <c>(R - 1 - last) / stride + 1</c> windows (rounded down) have all their rows and targets, where last =
/// <c>(lookBack - 1) step + foresight + 1 + (horizon - 1) targetStep</c> is the way from a window's first row to the last it touches:
/// 648 rows give 635 windows with a lookBack of 7 and a foresight of 6.
/// </para>
/// <para>
/// <see cref="Split(ReadOnlyMemory{float}, WindowShape, double, double)"/> lays windows over a training, a validation and a test part that
/// cannot reach into each other; for windows laid by hand, <see cref="CheckDisjoint"/> makes sure of it.
/// <see cref="FromArray"/> counts as Keras's timeseries_dataset_from_array. Order and batches are the business of
/// <see cref="Training.FitOptions"/>.
/// </para>
/// </remarks>
public sealed partial class Windows : IDataset
{
    private readonly ReadOnlyMemory<float> _series;
    private readonly TargetRule _targets;

    /// <summary>Lays windows over a series.</summary>
    /// <param name="series"><c>[rows, features]</c>, row-major, in time order.</param>
    /// <param name="lookBack">Rows of a window: the model's timesteps.</param>
    /// <param name="foresight">Rows between a window's last row and its first target.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="samplingStep">Distance of a window's rows; 1 reads every row.</param>
    /// <param name="stride">Distance of the first rows of one window and the next.</param>
    /// <param name="targetColumns">Columns of the target rows to predict, from 0; null for column 0.</param>
    /// <param name="horizon">Rows to predict.</param>
    /// <param name="targetStep">Distance of the rows to predict.</param>
    /// <param name="targetsAtEveryTimestep">Whether each row of a window has targets, not its last one alone.</param>
    /// <param name="startIndex">The first row that is used.</param>
    /// <param name="endIndex">The row behind the last that is used; null for all.</param>
    /// <exception cref="ArgumentException">
    /// A size is out of range, a column is absent, the rows are too few for one window, or one of them is not finite.
    /// </exception>
    public Windows(
        ReadOnlyMemory<float> series,
        int lookBack,
        int foresight = 0,
        int features = 1,
        int samplingStep = 1,
        int stride = 1,
        int[]? targetColumns = null,
        int horizon = 1,
        int targetStep = 1,
        bool targetsAtEveryTimestep = false,
        int startIndex = 0,
        int? endIndex = null)
        : this(
            series,
            new WindowShape(lookBack)
            {
                Foresight = foresight,
                Features = features,
                SamplingStep = samplingStep,
                Stride = stride,
                TargetColumns = targetColumns ?? [0],
                Horizon = horizon,
                TargetStep = targetStep,
                TargetsAtEveryTimestep = targetsAtEveryTimestep,
            },
            startIndex,
            endIndex)
    {
    }

    /// <summary>Lays windows of a shape over a series.</summary>
    /// <param name="series"><c>[rows, features]</c>, row-major, in time order.</param>
    /// <param name="shape">What each window reads and predicts.</param>
    /// <param name="startIndex">The first row that is used.</param>
    /// <param name="endIndex">The row behind the last that is used; null for all.</param>
    /// <exception cref="ArgumentException">
    /// A column is absent, a row index out of range, the rows are too few for one window, or one of them is not finite.
    /// </exception>
    public Windows(ReadOnlyMemory<float> series, WindowShape shape, int startIndex = 0, int? endIndex = null)
        : this(series, shape, startIndex, endIndex, "rows")
    {
    }

    // The part is what the error calls the rows.
    private Windows(ReadOnlyMemory<float> series, WindowShape shape, int startIndex, int? endIndex, string part)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int features = shape.Features;
        if (series.Length % features != 0)
        {
            throw new ArgumentException($"series has {series.Length} values, which is no multiple of {features} features.", nameof(series));
        }
        int rows = series.Length / features;
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startIndex, rows);
        int end = endIndex ?? rows;
        ArgumentOutOfRangeException.ThrowIfLessThan(end, startIndex, nameof(endIndex));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, rows, nameof(endIndex));

        int[] columns = shape.CheckedColumns("targetColumns");
        long lastStart = end - startIndex - 1 - shape.LastTouched;
        if (lastStart < 0)
        {
            throw new ArgumentException(
                $"series has {end - startIndex} {part}; a window and its target span {shape.LastTouched + 1}.", nameof(series));
        }
        DataCheck.Finite(series.Span[(startIndex * features)..(end * features)], features, nameof(series), startIndex);
        _series = series;
        _targets = TargetRule.After(series, shape, columns);
        Shape = shape;
        StartIndex = startIndex;
        EndIndex = end;
        Count = (int)(lastStart / shape.Stride) + 1;
    }

    /// <summary>What each window reads and predicts.</summary>
    public WindowShape Shape { get; }

    /// <summary>Rows of a window.</summary>
    public int LookBack => Shape.LookBack;

    /// <summary>Rows between a window's last row and its first target.</summary>
    public int Foresight => Shape.Foresight;

    /// <summary>Values of a row.</summary>
    public int Features => Shape.Features;

    /// <summary>Distance of a window's rows.</summary>
    public int SamplingStep => Shape.SamplingStep;

    /// <summary>Distance of the first rows of one window and the next.</summary>
    public int Stride => Shape.Stride;

    /// <summary>Columns of the target rows that are predicted.</summary>
    public ReadOnlySpan<int> TargetColumns => _targets.Columns;

    /// <summary>The first row of the series that is used.</summary>
    public int StartIndex { get; }

    /// <summary>The row behind the last that is used.</summary>
    public int EndIndex { get; }

    /// <summary>
    /// The rows that are used, <c>[EndIndex - StartIndex, Features]</c>: what a scaler is fitted on where these are the training windows.
    /// </summary>
    public ReadOnlyMemory<float> Rows => _series[(StartIndex * Features)..(EndIndex * Features)];

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int InputLength => LookBack * Features;

    /// <summary>
    /// Values of one target, <c>[horizon, columns]</c>, or <c>[lookBack, horizon, columns]</c> with targets at every timestep; row-major.
    /// </summary>
    public int TargetLength => _targets.Length;

    /// <summary>
    /// The row that is the first target of a window (of its last timestep, where each has targets): of the series, or of the targets where
    /// they were given on their own.
    /// </summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public int TargetRow(int index) => FirstRow(index) + _targets.LastTimestep;

    /// <inheritdoc/>
    public void CopyInput(int index, Span<float> destination)
    {
        int row = FirstRow(index);
        ReadOnlySpan<float> series = _series.Span;
        if (SamplingStep == 1)
        {
            series.Slice(row * Features, InputLength).CopyTo(destination);
            return;
        }
        for (int t = 0; t < LookBack; t++)
        {
            series.Slice((row + t * SamplingStep) * Features, Features).CopyTo(destination[(t * Features)..]);
        }
    }

    /// <inheritdoc/>
    public void CopyTarget(int index, Span<float> destination) => _targets.Copy(FirstRow(index), destination);

    internal int FirstRow(int index) =>
        (uint)index < (uint)Count
            ? StartIndex + index * Stride
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} windows.");
}
