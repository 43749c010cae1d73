using System;

namespace SeqGen.Training;

/// <summary>A number to watch beside the loss, over the rows of all batches.</summary>
/// <remarks>
/// A row is a sample's output vector, or its output at one timestep where the model ends in a sequence; timesteps that are padding do
/// not count. A metric holds no state, so that
/// one object serves any number of runs and threads: it adds to numbers that whoever runs it keeps, and computes its result from them.
/// What several batches or threads have added is added up, so that the result is that of all rows and not a mean of means. Sample and
/// class weights do not count. For a metric that is a mean over rows derive from <see cref="MeanMetric"/>.
/// </remarks>
public abstract class Metric
{
    /// <summary>mean |o - t|, as <c>mean_absolute_error</c>. Keras: MeanAbsoluteError.</summary>
    public static Metric MeanAbsoluteError { get; } = new LossMetric("mean_absolute_error", Loss.MeanAbsoluteError);

    /// <summary>mean (o - t)², as <c>mean_squared_error</c>. Keras: MeanSquaredError.</summary>
    public static Metric MeanSquaredError { get; } = new LossMetric("mean_squared_error", Loss.MeanSquaredError);

    /// <summary>√(mean (o - t)²), as <c>root_mean_squared_error</c>. Keras: RootMeanSquaredError.</summary>
    public static Metric RootMeanSquaredError { get; } = new RootMeanSquaredErrorMetric();

    /// <summary>mean 100 |t - o| / max(|t|, 1e-7), as <c>mean_absolute_percentage_error</c>. Keras: MeanAbsolutePercentageError.</summary>
    public static Metric MeanAbsolutePercentageError { get; } =
        new LossMetric("mean_absolute_percentage_error", Loss.MeanAbsolutePercentageError);

    /// <summary>
    /// 1 - Σ(t - o)² / Σ(t - mean t)², the mean over outputs, as <c>r2_score</c>. An output whose targets are all equal counts as 0, or
    /// makes the score not a number if it meets them exactly. Keras: R2Score.
    /// </summary>
    public static Metric R2Score { get; } = new R2ScoreMetric();

    /// <summary>
    /// The part of rows that are right, as <c>accuracy</c>: <see cref="BinaryAccuracy"/> with one output,
    /// <see cref="SparseCategoricalAccuracy"/> where targets are class indices, else <see cref="CategoricalAccuracy"/>.
    /// </summary>
    public static Metric Accuracy { get; } = new AccuracyMetric("accuracy", sparse: null);

    /// <summary>
    /// The part of rows whose largest output stands where the largest target does, the first of equals, as <c>categorical_accuracy</c>.
    /// Keras: CategoricalAccuracy.
    /// </summary>
    public static Metric CategoricalAccuracy { get; } = new AccuracyMetric("categorical_accuracy", sparse: false);

    /// <summary>
    /// The part of rows whose largest output stands at the index that is the target, as <c>sparse_categorical_accuracy</c>. Keras:
    /// SparseCategoricalAccuracy.
    /// </summary>
    public static Metric SparseCategoricalAccuracy { get; } = new AccuracyMetric("sparse_categorical_accuracy", sparse: true);

    /// <summary>
    /// What the metric is called in a history and by a callback that monitors it; <c>val_</c> is put before it for validation.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>Whether more is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>The part of values for which (o > threshold) equals the target, as <c>binary_accuracy</c>. Keras: BinaryAccuracy.</summary>
    /// <param name="threshold">What an output must be above to count as 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN.</exception>
    public static Metric BinaryAccuracy(double threshold = 0.5) => new BinaryAccuracyMetric(Checked(threshold));

    /// <summary>
    /// True positives / (true and false positives), 0 without any, as <c>precision</c>. With several outputs all their values count.
    /// Keras: Precision.
    /// </summary>
    /// <param name="threshold">What an output must be above to count as positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN.</exception>
    public static Metric Precision(double threshold = 0.5) => new PrecisionMetric(Checked(threshold));

    /// <summary>
    /// True positives / (true positives and false negatives), 0 without any, as <c>recall</c>. With several outputs all their values
    /// count. Keras: Recall.
    /// </summary>
    /// <param name="threshold">What an output must be above to count as positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN.</exception>
    public static Metric Recall(double threshold = 0.5) => new RecallMetric(Checked(threshold));

    /// <summary>2 precision · recall / (precision + recall), as <c>f1_score</c>. Keras: F1Score.</summary>
    /// <remarks>Each quotient has 1e-7 added below the line, as Keras's has.</remarks>
    /// <param name="average">How the classes' scores become one.</param>
    /// <param name="threshold">
    /// What an output must be above to count as positive; null for 0.5 with one output, and for a row's largest output with several.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The average is unknown, or the threshold NaN.</exception>
    public static Metric F1Score(F1Average average = F1Average.Macro, double? threshold = null) =>
        new F1ScoreMetric(average, threshold is double number ? Checked(number) : null);

    /// <summary>The area under a curve of all thresholds, as <c>auc</c>. Outputs are probabilities. Keras: AUC.</summary>
    /// <remarks>
    /// As Keras's, an approximation from thresholds at even distances and one below 0 and above 1, by trapezoids (ROC) or by the
    /// interpolation of Davis and Goadrich 2006 (PR). Outputs outside [0, 1] count as 0 or 1.
    /// </remarks>
    /// <param name="curve">Which curve.</param>
    /// <param name="thresholds">Number of thresholds, 3 or more.</param>
    public static Metric Auc(AucCurve curve = AucCurve.Roc, int thresholds = 200) => new AucMetric(curve, thresholds);

    private static double Checked(double threshold) => double.IsNaN(threshold)
        ? throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "threshold is NaN; expected a number.")
        : threshold;

    /// <summary>Whether targets may be one class index for each row of several outputs.</summary>
    public virtual bool TakesClassIndices => false;

    /// <summary>How many numbers the metric adds to.</summary>
    /// <param name="features">Values of an output row.</param>
    public abstract int StateLength(int features);

    /// <summary>Adds rows to the metric's numbers.</summary>
    /// <param name="outputs"><c>[rows, features]</c>.</param>
    /// <param name="targets"><c>[rows, features]</c>, or <c>[rows]</c> where they are class indices.</param>
    /// <param name="features">Values of an output row.</param>
    /// <param name="state"><see cref="StateLength"/> numbers, 0 at first.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, Span<double> state);

    /// <summary>The metric of all rows added.</summary>
    /// <param name="state">The numbers.</param>
    public abstract double Result(ReadOnlySpan<double> state);
}
