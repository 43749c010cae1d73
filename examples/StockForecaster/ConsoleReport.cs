using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace SeqGen.Examples.Stocks;

/// <summary>What the terminal shows before and after the training.</summary>
internal static class ConsoleReport
{
    /// <summary>The series, its parts and the problem.</summary>
    internal static void Data(ForecastTask task, bool synthetic)
    {
        PriceSeries series = task.Series;
        Terminal.Out.WriteLine(synthetic
            ? "Data: synthetic prices, made up by the example itself; --data reads a CSV file instead."
            : $"Data: {series.Name} from {series.Source}.");
        Table table = Columns(new Table(), "Part", "Days", "First", "Last", "Lowest", "Highest", "Windows");
        for (int i = 0; i < task.Parts.Count; i++)
        {
            ForecastTask.Part part = task.Parts[i];
            AddRow(table, part.Name, $"{part.Days}", $"{part.First(series):yyyy-MM-dd}", $"{part.Last(series):yyyy-MM-dd}",
                Verdict.Dollars(part.Highs(series).Min(), 2), Verdict.Dollars(part.Highs(series).Max(), 2), $"{task.WindowsIn(i)}");
        }
        Terminal.Out.Write(table);
        Terminal.Out.WriteLine($"A window is the highs of {ForecastTask.LookBack} trading days; its target is the high "
            + $"{ForecastTask.Foresight + 1} trading days after the last of them.");
        Terminal.Out.WriteLine($"Prices are scaled so that those of the training part lie between 0 ({Verdict.Dollars(task.LowestHigh, 2)}) "
            + $"and 1 ({Verdict.Dollars(task.HighestHigh, 2)}).");
    }

    /// <summary>The results table, the cost of predictions and the verdict.</summary>
    internal static void Results(IReadOnlyList<ModelResult> models, ModelResult baseline)
    {
        Table table = Columns(
            new Table(), "Model", "Test\nMAE", "Against\nlast value", "Validation\nMAE", "Parameters", "Epochs", "Seconds");
        foreach (ModelResult result in models.Append(baseline))
        {
            AddRow(table, result.Title, Verdict.Dollars(result.TestMae), Verdict.Relative(result, baseline), $"{result.ValidationMae:F4}",
                $"{result.Parameters:N0}", $"{result.Epochs}", $"{result.Seconds:F2}");
        }
        Terminal.Out.WriteLine();
        Terminal.Out.Write(table);
        Terminal.Out.WriteLine("MAE is the mean absolute error: on the test part in dollars, on the validation part of the scaled prices.");
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(Verdict.Of(models, baseline));
        TestErrors(models, baseline);
        Costs(models);
    }

    private static void TestErrors(IReadOnlyList<ModelResult> models, ModelResult baseline)
    {
        BarChart chart = new BarChart().Width(70).Label("Test MAE in dollars").LeftAlignLabel();
        foreach (ModelResult result in models.Append(baseline).Where(result => double.IsFinite(result.TestMae)))
        {
            // The chart writes its values itself, with all their digits.
            double shown = double.Parse(Verdict.Dollars(result.TestMae)[1..], CultureInfo.InvariantCulture);
            chart.AddItem(result.Title, shown, result == baseline ? Color.Grey : Color.Blue);
        }
        Terminal.Out.WriteLine();
        Terminal.Out.Write(chart);
    }

    private static void Costs(IReadOnlyList<ModelResult> models)
    {
        Table table = Columns(new Table(), "Predict", "Median\nµs a call", "Calls", "Bytes allocated\nby all of them");
        foreach (ModelResult model in models)
        {
            if (model.Cost is { } cost)
            {
                AddRow(table, model.Title, $"{cost.Microseconds:F3}", $"{cost.Calls:N0}", $"{cost.AllocatedBytes:N0}");
            }
        }
        Terminal.Out.WriteLine();
        Terminal.Out.Write(table);
    }

    // Narrow padding keeps the widest table within 80 columns.
    private static Table Columns(Table table, string first, params ReadOnlySpan<string> numbers)
    {
        table.Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap().PadLeft(0));
        foreach (string header in numbers)
        {
            table.AddColumn(new TableColumn(header).RightAligned().NoWrap().PadLeft(0));
        }
        return table;
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);
}
