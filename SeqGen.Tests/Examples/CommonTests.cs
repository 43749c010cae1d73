using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SeqGen.Examples;
using SeqGen.Tests.Support;
using Spectre.Console;
using Xunit;

namespace SeqGen.Tests.Examples;

public sealed class CommonTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void MissingValuesBecomeWhatIsAskedFor()
    {
        File.WriteAllText(_path, "day,t\n1,2.5\n2,\n3,-9999\n4\n5,3\n");
        Assert.Equal([2.5f, 2.5f, 2.5f, 2.5f, 3], Read(MissingValue.Previous));
        Assert.Equal([2.5f, float.NaN, float.NaN, float.NaN, 3], Read(MissingValue.NaN));
        Assert.Contains("line 3, column t: there is no value", Assert.Throws<InputException>(() => Read(MissingValue.Refuse)).Message);

        File.WriteAllText(_path, "t\nNA\n1\n");
        Assert.Contains("line 2, column t: there is no value, and none before it",
            Assert.Throws<InputException>(() => Read(MissingValue.Previous)).Message);
        File.WriteAllText(_path, "t\nx\n");
        Assert.Contains("'x' is not a number", Assert.Throws<InputException>(() => Read(MissingValue.NaN)).Message);
    }

    [Fact]
    public void TheLossChartFitsItsTerminal()
    {
        string[] lines = Draw(new LossChart("Loss", [4, 3, 2, 1], [5, double.NaN, 3, 3]) { Width = 20, Height = 5 }, 60);
        Assert.Equal(
        [
            "Loss  (* training, o validation)",
            "        5 |o",
            "          |*",
            "          |      *      o     o",
            "          |             *",
            "        1 |                   *",
            "          +--------------------",
            "           1                  4",
        ],
            lines.Select(line => line.TrimEnd()));
        Assert.All(Draw(new LossChart("Loss", [4, 3], []), 40), line => Assert.True(line.Length <= 40, line));
        Assert.Equal(["Loss: no finite loss"], Draw(new LossChart("Loss", [double.NaN], []), 40));
    }

    [Fact]
    public void The_histogram_gives_percentiles_and_the_exact_maximum()
    {
        var times = new LatencyHistogram();
        Assert.Equal((0, 0), (times.Percentile(0.99), times.Max));
        long[] recorded = [.. Enumerable.Range(0, 10_000).Select(i => (long)Math.Pow(1.002, i)), 0, 127, 128, 129, long.MaxValue];
        Array.ForEach(recorded, times.Record);
        times.Record(-5);
        Array.Sort(recorded);
        Assert.Equal((recorded.Length + 1, long.MaxValue), (times.Count, times.Max));
        foreach (double share in new[] { 0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999 })
        {
            // One more, 0, came first.
            long exact = recorded[Math.Max(0, (int)Math.Ceiling(share * (recorded.Length + 1)) - 2)];
            Assert.InRange(times.Percentile(share), exact, exact + exact / 64);
        }
        times.Clear();
        Assert.Equal((0, 0, 0), (times.Count, times.Percentile(1), times.Max));
        times.Record(1_000_003);
        Assert.Equal(1_000_003, times.Percentile(0.5));
        Allocations.None(100, () => times.Record(12_345));
    }

    [Fact]
    public async Task NumbersAreEnglishWhateverTheMachinesLanguage()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        TextWriter console = Console.Out;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        string text = "";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(0, await ExampleProgram.RunAsync(new RootCommand(), [], (_, _) => text = $"{1234.5:N1}"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            Console.SetOut(console);
        }
        Assert.Equal("1,234.5", text);
    }

    private static string[] Draw(LossChart chart, int width)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Write(chart);
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private float[] Read(MissingValue missing)
    {
        using var table = new CsvTable(_path) { MissingMarkers = ["-9999", "NA"] };
        List<float> values = [];
        while (table.Read())
        {
            values.Add(table.Number("t", missing));
        }
        return [.. values];
    }
}
