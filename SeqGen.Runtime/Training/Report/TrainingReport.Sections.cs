using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;

namespace SeqGen.Training;

public sealed partial class TrainingReport
{
    /// <summary>Adds the table of a model's layers, shapes and parameters.</summary>
    /// <param name="model">The model.</param>
    public TrainingReport Summary<TModel>(TModel model) where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        Heading("Model");
        _body.Append("<div class=\"scroll\"><pre>").Append(WebUtility.HtmlEncode(TModel.Summary.TrimEnd())).Append("</pre></div>\n");
        return this;
    }

    /// <summary>Adds what training did, and a chart of the loss and of each metric by epoch, for training and validation.</summary>
    /// <param name="history">As <c>Fit</c> gives it.</param>
    /// <exception cref="ArgumentException">No epoch was completed.</exception>
    public TrainingReport Curves(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Epochs.Count == 0)
        {
            throw new ArgumentException("history has no epochs; expected at least one.", nameof(history));
        }
        Heading("Training");
        Paragraph(Course(history));
        string[] names = [.. history.Epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct()];
        return Charts(names.Where(name => !name.StartsWith(MetricNames.Validation, StringComparison.Ordinal)).Select(name =>
            new LineChart(Title(name), ChartAxis.Numbers("epoch", whole: true), ChartAxis.Numbers(""),
            [
                Curve("training", LineStyle.Blue, history, name),
                .. names.Contains(MetricNames.Validation + name)
                    ? new[] { Curve("validation", LineStyle.Orange, history, MetricNames.Validation + name) }
                    : [],
            ])));
    }

    /// <summary>Adds a chart of forecasts over what came, with the mean errors.</summary>
    /// <param name="heading">What is forecast.</param>
    /// <param name="targets">What came, in order of time.</param>
    /// <param name="forecasts">As many forecasts: one column of a model's outputs.</param>
    /// <param name="x">The horizontal axis; null for the samples' numbers.</param>
    /// <param name="places">Where each value stands on it; null for 0, 1, 2 ...</param>
    /// <exception cref="ArgumentException">There are no values, or not as many of each.</exception>
    public TrainingReport Forecast(
        string heading,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> forecasts,
        ChartAxis? x = null,
        IReadOnlyList<double>? places = null)
    {
        if (targets.IsEmpty)
        {
            throw new ArgumentException("targets is empty; expected at least one value.", nameof(targets));
        }
        if (forecasts.Length != targets.Length)
        {
            throw new ArgumentException($"forecasts has {forecasts.Length} values; targets has {targets.Length}.", nameof(forecasts));
        }
        if (places is not null && places.Count != targets.Length)
        {
            throw new ArgumentException($"places has {places.Count} values; targets has {targets.Length}.", nameof(places));
        }
        (double absolute, double squared) = (0, 0);
        for (int i = 0; i < targets.Length; i++)
        {
            double error = (double)forecasts[i] - targets[i];
            absolute += Math.Abs(error);
            squared += error * error;
        }
        double[] at = places is null ? [.. Enumerable.Range(0, targets.Length).Select(i => (double)i)] : [.. places];
        Heading(heading);
        Paragraph($"{Text(targets.Length)} forecasts; mean absolute error {Number(absolute / targets.Length)}, "
            + $"root mean squared error {Number(Math.Sqrt(squared / targets.Length))}.");
        return Chart(new LineChart(
            "Forecast and target", x ?? ChartAxis.Numbers("sample", whole: true), ChartAxis.Numbers("value"),
            [
                new ChartLine("target", LineStyle.Ink, at, Doubles(targets)),
                new ChartLine("forecast", LineStyle.Purple, at, Doubles(forecasts)),
            ]));
    }

    /// <summary>Adds a table of how often each class was taken for which, and each class's precision and recall.</summary>
    /// <param name="matrix">The counts.</param>
    public TrainingReport Confusion(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Heading("Confusion matrix");
        Paragraph($"{Text(matrix.Total)} samples, {Percent(matrix.Accuracy)} of them right. A row is what a sample is, a column what it "
            + "was taken for; the percentages are of the row.");
        _body.Append("<div class=\"scroll\"><table class=\"confusion\">\n<thead><tr><th></th>");
        foreach (string name in matrix.Classes)
        {
            _body.Append($"<th>{WebUtility.HtmlEncode(name)}</th>");
        }
        _body.Append("<th>recall</th></tr></thead>\n<tbody>\n");
        for (int actual = 0; actual < matrix.Classes.Count; actual++)
        {
            ConfusionRow(matrix, actual);
        }
        _body.Append("<tr><th>precision</th>");
        for (int predicted = 0; predicted < matrix.Classes.Count; predicted++)
        {
            _body.Append($"<th>{Percent(matrix.Precision(predicted))}</th>");
        }
        _body.Append("<th></th></tr>\n</tbody></table></div>\n");
        return this;
    }

    private void ConfusionRow(ConfusionMatrix matrix, int actual)
    {
        long all = Enumerable.Range(0, matrix.Classes.Count).Sum(predicted => matrix[actual, predicted]);
        _body.Append($"<tr><th>{WebUtility.HtmlEncode(matrix.Classes[actual])}</th>");
        for (int predicted = 0; predicted < matrix.Classes.Count; predicted++)
        {
            double part = all == 0 ? 0 : (double)matrix[actual, predicted] / all;
            // At most 60 %: the text has to stay readable on it.
            string shade = (60 * part).ToString("0.#", CultureInfo.InvariantCulture);
            _body.Append($"<td style=\"--p: {shade}%\">{Text(matrix[actual, predicted])} <small>{Percent(part)}</small></td>");
        }
        _body.Append($"<th>{Percent(matrix.Recall(actual))}</th></tr>\n");
    }

    private static string Course(History history)
    {
        EpochRecord last = history.Epochs[^1];
        string end = history.Cancelled ? ", then was cancelled" : history.StoppedEarly ? ", then stopped early" : "";
        string text = $"Training ran for {Text(history.Epochs.Count)} {(history.Epochs.Count == 1 ? "epoch" : "epochs")} in "
            + $"{history.Seconds.ToString("F1", CultureInfo.InvariantCulture)} seconds{end}. Last loss {Number(last.Loss)}";
        EpochRecord? best = history.Epochs.Where(epoch => epoch.ValidationLoss is { } loss && double.IsFinite(loss))
            .MinBy(epoch => epoch.ValidationLoss);
        return best is null ? text + "." : text + $"; lowest validation loss {Number(best.ValidationLoss!.Value)}, in epoch {best.Epoch}.";
    }

    // Epochs without the number, as those without validation, are left out: the line goes past them.
    private static ChartLine Curve(string name, LineStyle style, History history, string metric)
    {
        EpochRecord[] epochs = [.. history.Epochs.Where(epoch => epoch.Metrics.ContainsKey(metric))];
        return new ChartLine(
            name, style, [.. epochs.Select(epoch => (double)epoch.Epoch)], [.. epochs.Select(epoch => epoch.Metrics[metric])]);
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            doubles[i] = values[i];
        }
        return doubles;
    }

    // mean_absolute_error reads better as Mean absolute error.
    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    // 34,897 reads better than 3.49E+04.
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 1_000 and < 1e12 ? "N0" : "G4", CultureInfo.InvariantCulture);

    private static string Percent(double part) =>
        double.IsNaN(part) ? "–" : (100 * part).ToString("F1", CultureInfo.InvariantCulture) + "\u00A0%";
}
