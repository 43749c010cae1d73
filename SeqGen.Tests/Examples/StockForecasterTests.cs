using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Examples;

/// <summary>Runs examples/StockForecaster as a user does.</summary>
public sealed class StockForecasterTests : IDisposable
{
    private const string Header = "Date,Open,High,Low,Close,Volume,Name";

    private readonly ExampleProcess _example = new("StockForecaster");

    public void Dispose() => _example.Dispose();

    [Fact]
    public void Quick_run_without_data_says_that_its_prices_are_synthetic_and_writes_results_and_report()
    {
        ExampleProcess.Outcome outcome = _example.Run("--quick", "--json", "out.json");

        outcome.WentWell();
        Assert.Contains("synthetic", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(outcome.Output, @"Loss by epoch  \(\* training, o validation\)"));
        Assert.All(outcome.Output.Split('\n'), line => Assert.True(line.Length <= 120, line));
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllText(_example.InFolder("out.json")));
        Assert.Equal(
            ["lstm", "gru", "lstm-no-dropout", "gru-no-dropout", "last-value"],
            rows.RootElement.EnumerateArray().Select(row => row.GetProperty("model").GetString()!));
        Assert.All(rows.RootElement.EnumerateArray(), row => Assert.Equal(
            ["model", "parameters", "validation_mae", "test_mae", "epochs", "seconds"], row.EnumerateObject().Select(p => p.Name)));
        string page = File.ReadAllText(_example.InFolder("report.html"));
        Assert.Equal(2 * (1 + 4 + 4), Regex.Count(page, "<svg class=\"(wide|narrow)\""));
        Assert.DoesNotMatch("<script|https?://", page);
        Assert.Equal(["out.json", "report.html"], _example.Files().Order());
    }

    [Fact]
    public void Same_seed_gives_the_same_results_on_one_and_two_threads()
    {
        Assert.Equal(0, _example.Run("--quick", "--json", "one.json").ExitCode);
        Assert.Equal(0, _example.Run("--quick", "--threads", "2", "--json", "two.json").ExitCode);

        Assert.Equal(WithoutSeconds("one.json"), WithoutSeconds("two.json"));
    }

    [SharedDataFact]
    public void Real_file_gives_the_split_of_the_lecture_and_the_known_error_of_the_baseline()
    {
        string file = SharedData.File("stocks/aal_2013-12_2017-08.csv");
        ExampleProcess.Outcome outcome = _example.Run("--quick", "--data", file, "--name", "AAL", "--json", "out.json");

        outcome.WentWell();
        Assert.Matches(@"training +648 .* 635\b", outcome.Output);
        Assert.Matches(@"validation +139 .* 126\b", outcome.Output);
        Assert.Matches(@"test +139 .* 126\b", outcome.Output);
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllText(_example.InFolder("out.json")));
        JsonElement[] models = [.. rows.RootElement.EnumerateArray()];
        Assert.Equal([4385, 3393, 4385, 3393, 0], models.Select(row => row.GetProperty("parameters").GetInt32()));
        Assert.Equal(0.0474, models[^1].GetProperty("validation_mae").GetDouble(), 4);
        Assert.Equal(1.776, models[^1].GetProperty("test_mae").GetDouble(), 3);
    }

    [Theory]
    [InlineData("There is no file 'nowhere.csv'", "--data", "nowhere.csv")]
    [InlineData("--epochs takes a whole number from 1 to", "--epochs", "0")]
    [InlineData("--threads takes a whole number from 1 to", "--threads", "two")]
    [InlineData("'--bogus'", "--bogus")]
    [InlineData("there is no folder", "--report", "nowhere/report.html")]
    [InlineData("give the file with --data", "--name", "AAL")]
    public void Wrong_options_get_one_line(string expected, params string[] args) => _example.Run(args).IsRefused(expected);

    [Theory]
    [InlineData("is empty", "")]
    [InlineData("has no column High; its columns are Date, Price", "Date,Price\n2014-01-02,20\n")]
    [InlineData("line 3, column High: 'abc' is not a number", Header + "\n2014-01-02,1,2,1,2,9,AAL\n2014-01-03,1,abc,1,2,9,AAL\n")]
    [InlineData("line 2, column Date: '2014-13-02' is not a date", Header + "\n2014-13-02,1,2,1,2,9,AAL\n")]
    [InlineData("line 2, column High: there is no value", Header + "\n2014-01-02,1,,1,2,9,AAL\n")]
    [InlineData("line 3, column Date: 2014-01-02 is on line 2 too", Header + "\n2014-01-02,1,2,1,2,9,AAL\n2014-01-02,1,3,1,2,9,AAL\n")]
    [InlineData("has 1 row to learn from; 91 are needed", Header + "\n2014-01-02,1,2,1,2,9,AAL\n")]
    [InlineData("has 2 columns named High; only one can be meant", "Date,High,high\n2014-01-02,20,30\n")]
    [InlineData("pick one with --name: AAL, MSFT", Header + "\n2014-01-02,1,2,1,2,9,MSFT\n2014-01-02,1,2,1,2,9,AAL\n")]
    public void Wrong_files_get_one_line(string expected, string csv)
    {
        File.WriteAllText(_example.InFolder("prices.csv"), csv);

        _example.Run("--data", "prices.csv").IsRefused(expected);
    }

    [Fact]
    public void A_name_that_is_not_there_is_answered_with_those_that_are()
    {
        File.WriteAllText(_example.InFolder("prices.csv"), Header + "\n2014-01-02,1,2,1,2,9,MSFT\n2014-01-02,1,2,1,2,9,AAL\n");

        _example.Run("--data", "prices.csv", "--name", "XYZ").IsRefused("no stock named 'XYZ'; it has AAL, MSFT");
    }

    [Fact]
    public void Prices_that_cannot_be_scaled_get_one_line()
    {
        WritePrices(day => day == 95 ? "3e38" : day % 2 == 0 ? "5" : "5.0000005");

        _example.Run("--quick", "--data", "prices.csv").IsRefused("the high of 2014-04-06, 3E+38, is too far from those of the training days");
        Assert.Equal(["prices.csv"], _example.Files());
    }

    [Fact]
    public void A_baseline_without_error_is_compared_in_words()
    {
        WritePrices(day => day < 80 ? (20 + day % 9).ToString(CultureInfo.InvariantCulture) : "25");

        ExampleProcess.Outcome outcome = _example.Run("--quick", "--data", "prices.csv");

        outcome.WentWell();
        Assert.Contains("No model can be better than the baseline", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"LSTM +\$[0-9.]+ +- ", outcome.Output);
        Assert.DoesNotContain("Infinity", outcome.Output + File.ReadAllText(_example.InFolder("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_below_a_cent_have_four_digits()
    {
        WritePrices(day => string.Create(CultureInfo.InvariantCulture, $"{0.0021 + 0.0004 * Math.Sin(day):F6}"));

        ExampleProcess.Outcome outcome = _example.Run("--quick", "--data", "prices.csv");

        outcome.WentWell();
        Assert.Matches(@"between 0 \(\$0\.0017\) and 1 \(\$0\.0025\)", outcome.Output);
        Assert.Matches(@"misses the test prices by \$[0-9.]*[1-9]", outcome.Output);
        Assert.DoesNotMatch(@"\$0\.?0*(?![0-9.])", outcome.Output);
    }

    [LinuxTheory]
    [InlineData("/dev/full cannot be written: No space left on device", "", "--quick", "--epochs", "1", "--json", "/dev/full")]
    [InlineData("/dev/full cannot be written: No space left on device", "", "--quick", "--epochs", "1", "--report", "/dev/full")]
    [InlineData("Standard output cannot be written: No space left on device", "> /dev/full", "--quick")]
    [InlineData("Standard output cannot be written", "> /dev/full", "--help")]
    [InlineData("Standard output cannot be written", ">&-", "--quick")]
    public void Places_that_cannot_be_written_get_one_line(string expected, string redirection, params string[] args) =>
        _example.RunInto(redirection, args).IsRefused(expected);

    private void WritePrices(Func<int, string> high)
    {
        var first = new DateOnly(2014, 1, 1);
        File.WriteAllLines(
            _example.InFolder("prices.csv"), Enumerable.Range(0, 100).Select(day => $"{first.AddDays(day):yyyy-MM-dd},{high(day)}").Prepend("Date,High"));
    }

    private string WithoutSeconds(string json) => Regex.Replace(File.ReadAllText(_example.InFolder(json)), "\"seconds\": .*", "");
}
