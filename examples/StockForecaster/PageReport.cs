using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Training;

namespace SeqGen.Examples.Stocks;

/// <summary>The page that shows the series, the training and the forecasts.</summary>
internal static class PageReport
{
    private static readonly LineStyle[] PartStyles = [LineStyle.Blue, LineStyle.Orange, LineStyle.Green];

    /// <summary>Writes the page.</summary>
    internal static void Save(string path, ForecastTask task, IReadOnlyList<ModelResult> models, ModelResult baseline, bool synthetic)
    {
        string stock = synthetic ? "A synthetic stock" : task.Series.Name;
        var page = new TrainingReport($"{stock}: the daily high {ForecastTask.Foresight + 1} trading days ahead");
        page.Paragraph($"Four recurrent networks read the highs of {ForecastTask.LookBack} trading days and forecast the high "
            + $"{ForecastTask.Foresight + 1} trading days after the last of them. A baseline repeats the last value it has seen.");
        page.Paragraph(Verdict.Of(models, baseline));
        Results(page, models, baseline);
        Series(page, task, synthetic);
        Training(page, models);
        Forecasts(page, task, models, baseline);
        Costs(page, models);
        OutputFile.Write(path, page.ToString());
    }

    private static void Results(TrainingReport page, IReadOnlyList<ModelResult> models, ModelResult baseline)
    {
        page.Heading("Results");
        page.Table(
            ["Model", "Test MAE", "Against last value", "Validation MAE", "Parameters", "Epochs", "Seconds"],
            models.Append(baseline).Select(result => (IReadOnlyList<string>)
            [
                result.Title, Verdict.Dollars(result.TestMae), Verdict.Relative(result, baseline), $"{result.ValidationMae:F4}",
                $"{result.Parameters:N0}", $"{result.Epochs}", $"{result.Seconds:F2}",
            ]));
        page.Paragraph("MAE is the mean absolute error: over the test part in dollars, over the validation part on the scaled prices.");
    }

    private static void Series(TrainingReport page, ForecastTask task, bool synthetic)
    {
        page.Heading("The series and its split");
        page.Paragraph(synthetic
            ? "The prices are synthetic: a random walk with drift and a yearly season, made by the example itself."
            : $"The daily high of {task.Series.Name}, {task.Series.Dates.Count:N0} trading days.");
        page.Paragraph($"The models learn from the training part ({task.Parts[0].Days} days, {task.Training.Count} windows). "
            + $"The validation part ({task.Parts[1].Days} days, {task.Validation.Count} windows) says when to stop, "
            + $"the test part ({task.Parts[2].Days} days, {task.Test.Count} windows) how good they are. No window reaches over a border. "
            + $"Prices are scaled by the training part alone: {Verdict.Dollars(task.LowestHigh, 2)} becomes 0 and {Verdict.Dollars(task.HighestHigh, 2)} becomes 1.");
        page.Chart(new LineChart("Daily high", ChartAxis.Dates("Date"), ChartAxis.Numbers("Dollars", "$"), [.. task.Parts.Select(PartLine)])
        {
            Bands = [.. task.Parts.Select((part, i) =>
                new ChartBand(part.First(task.Series).DayNumber, part.Last(task.Series).DayNumber, PartStyles[i]))],
        });

        ChartLine PartLine(ForecastTask.Part part, int i) => new(
            part.Name, PartStyles[i], Days(task.Series.Dates.Skip(part.Start).Take(part.Days)), Values(part.Highs(task.Series)));
    }

    private static void Training(TrainingReport page, IReadOnlyList<ModelResult> models)
    {
        page.Heading("Training and validation error by epoch");
        page.Paragraph("Mean absolute error on the scaled prices. Training stops when the validation error has not fallen for "
            + $"{Experiment.Patience} epochs, and keeps the weights of its lowest point. The training error is the mean over an epoch in "
            + "which the model was still changing, and with dropout at work where the model has any, so it can lie above the "
            + "validation error.");
        IEnumerable<double> errors = models.SelectMany(model => model.Losses.Concat(model.ValidationLosses));
        double highest = errors.Where(double.IsFinite).DefaultIfEmpty(1).Max();
        page.Charts(models.Select(model =>
        {
            double[] epochs = [.. Enumerable.Range(1, model.Epochs).Select(epoch => (double)epoch)];
            return new LineChart(model.Title, ChartAxis.Numbers("Epoch", whole: true), ChartAxis.Numbers("MAE, scaled"),
            [
                new ChartLine("training", LineStyle.Blue, epochs, model.Losses),
                new ChartLine("validation", LineStyle.Orange, epochs, model.ValidationLosses),
            ])
            { LowestY = 0, HighestY = highest };
        }));
    }

    private static void Forecasts(TrainingReport page, ForecastTask task, IReadOnlyList<ModelResult> models, ModelResult baseline)
    {
        page.Heading("Forecasts of the test part");
        page.Paragraph("Each forecast stands at the day it is for. Where a forecast looks like the prices moved to the right, the model "
            + $"says little more than the baseline, which is the prices moved by {ForecastTask.Foresight + 1} days.");
        double[] days = Days(task.TestDates);
        IEnumerable<float> forecasts = models.Append(baseline).SelectMany(result => result.TestForecasts);
        double[] all = Values(forecasts.Concat(task.TestTargets).Where(float.IsFinite));
        page.Charts(models.Select(model => new LineChart(model.Title, ChartAxis.Dates("Date"), ChartAxis.Numbers("Dollars", "$"),
        [
            new ChartLine("last value", LineStyle.Reference, days, Values(baseline.TestForecasts)),
            new ChartLine("prices", LineStyle.Ink, days, Values(task.TestTargets)),
            new ChartLine("forecast", LineStyle.Purple, days, Values(model.TestForecasts)),
        ])
        { LowestY = all.Min(), HighestY = all.Max() }));
    }

    private static void Costs(TrainingReport page, IReadOnlyList<ModelResult> models)
    {
        page.Heading("The cost of a prediction");
        page.Table(
            ["Model", "Microseconds a call", "Calls", "Bytes allocated by all of them"],
            models.Where(model => model.Cost is not null).Select(model => (IReadOnlyList<string>)
            [
                model.Title, $"{model.Cost!.Value.Microseconds:F3}", $"{model.Cost.Value.Calls:N0}",
                $"{model.Cost.Value.AllocatedBytes:N0}",
            ]));
        page.Paragraph("One call of Predict forecasts from one window, on one thread; the time is the median over batches of calls.");
    }

    private static double[] Days(IEnumerable<DateOnly> dates) => [.. dates.Select(date => (double)date.DayNumber)];

    private static double[] Values(IEnumerable<float> values) => [.. values.Select(value => (double)value)];
}
