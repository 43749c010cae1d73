using System;
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

    private string WithoutSeconds(string json) => Regex.Replace(File.ReadAllText(_example.InFolder(json)), "\"seconds\": .*", "");
}
