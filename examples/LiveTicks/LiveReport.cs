using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace SeqGen.Examples.Live;

/// <summary>What the terminal shows of a run.</summary>
internal static class LiveReport
{
    internal static void Write(LiveForecasts forecasts, TickFeed feed, TimeSpan time)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("Microseconds").NoWrap().PadLeft(0));
        foreach (string header in (string[])["p50", "p99", "p99.9", "Max"])
        {
            table.AddColumn(new TableColumn(header).RightAligned().NoWrap().PadLeft(0));
        }
        AddRow(table, "Step", forecasts.StepTime);
        AddRow(table, "Tick to output", forecasts.TickToOutput);
        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(
            "A step is one call of Step; its time includes reading the clock, which alone takes " + $"{ClockCost() / 1000.0:F3} µs (p50).");
        Terminal.Out.WriteLine("Tick to output runs from when the tick was due to when its forecast stood, waiting included; both threads spin and want a core each.");
        Terminal.Out.WriteLine(
            $"Steps: {forecasts.StepTime.Count:N0} in {time.TotalSeconds:F1} s. Ticks that waited for room in the channel: {feed.Held:N0}.");
        Terminal.Out.WriteLine(
            $"Bytes allocated by both threads: {forecasts.Allocated + feed.Allocated:N0}. Garbage collections: {forecasts.Collections}.");
        double share = 1 - forecasts.SquaredError / forecasts.SquaredErrorOfLastPrice;
        Terminal.Out.WriteLine($"Variance of the next return that was forecast: {share.ToString("P1", CultureInfo.InvariantCulture)}.");
    }

    private static void AddRow(Table table, string name, LatencyHistogram times) => table.AddRow(
        [new Text(name), .. new[] { 0.5, 0.99, 0.999 }.Select(times.Percentile).Append(times.Max).Select(time => new Text($"{time / 1000.0:N3}"))]);

    private static long ClockCost()
    {
        var times = new LatencyHistogram();
        for (int i = 0; i < 100_000; i++)
        {
            times.Record(Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        }
        return times.Percentile(0.5);
    }
}
