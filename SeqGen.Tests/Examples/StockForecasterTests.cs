using System;
using System.Diagnostics;
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

    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen-stocks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Quick_run_without_data_says_that_its_prices_are_synthetic_and_writes_results_and_report()
    {
        Outcome outcome = Run("--quick", "--json", "out.json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("synthetic", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(outcome.Output, @"Loss by epoch  \(\* training, o validation\)"));
        Assert.All(outcome.Output.Split('\n'), line => Assert.True(line.Length <= 120, line));
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllText(InFolder("out.json")));
        Assert.Equal(
            ["lstm", "gru", "lstm-no-dropout", "gru-no-dropout", "last-value"],
            rows.RootElement.EnumerateArray().Select(row => row.GetProperty("model").GetString()!));
        Assert.All(rows.RootElement.EnumerateArray(), row => Assert.Equal(
            ["model", "parameters", "validation_mae", "test_mae", "epochs", "seconds"], row.EnumerateObject().Select(p => p.Name)));
        string page = File.ReadAllText(InFolder("report.html"));
        Assert.Equal(2 * (1 + 4 + 4), Regex.Count(page, "<svg class=\"(wide|narrow)\""));
        Assert.DoesNotMatch("<script|https?://", page);
        Assert.Equal(["out.json", "report.html"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Same_seed_gives_the_same_results_on_one_and_two_threads()
    {
        Assert.Equal(0, Run("--quick", "--json", "one.json").ExitCode);
        Assert.Equal(0, Run("--quick", "--threads", "2", "--json", "two.json").ExitCode);

        Assert.Equal(WithoutSeconds("one.json"), WithoutSeconds("two.json"));
    }

    [SharedDataFact]
    public void Real_file_gives_the_split_of_the_lecture_and_the_known_error_of_the_baseline()
    {
        string file = SharedData.File("stocks/aal_2013-12_2017-08.csv");
        Outcome outcome = Run("--quick", "--data", file, "--name", "AAL", "--json", "out.json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Matches(@"training +648 .* 635\b", outcome.Output);
        Assert.Matches(@"validation +139 .* 126\b", outcome.Output);
        Assert.Matches(@"test +139 .* 126\b", outcome.Output);
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllText(InFolder("out.json")));
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
    public void Wrong_options_get_one_line(string expected, params string[] args) => AssertRefused(expected, Run(args));

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
        File.WriteAllText(InFolder("prices.csv"), csv);

        AssertRefused(expected, Run("--data", "prices.csv"));
    }

    [Fact]
    public void A_name_that_is_not_there_is_answered_with_those_that_are()
    {
        File.WriteAllText(InFolder("prices.csv"), Header + "\n2014-01-02,1,2,1,2,9,MSFT\n2014-01-02,1,2,1,2,9,AAL\n");

        AssertRefused("no stock named 'XYZ'; it has AAL, MSFT", Run("--data", "prices.csv", "--name", "XYZ"));
    }

    private static void AssertRefused(string expected, Outcome outcome)
    {
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private string WithoutSeconds(string json) => Regex.Replace(File.ReadAllText(InFolder(json)), "\"seconds\": .*", "");

    private Outcome Run(params string[] args)
    {
        // The example is built beside the tests, in the same configuration.
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        string program = Path.Combine(
            SharedData.Repository, "examples", "StockForecaster", "bin", configuration, "net10.0", "StockForecaster.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "The example did not end.");
        return new Outcome(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private sealed record Outcome(int ExitCode, string Output, string Errors);
}
