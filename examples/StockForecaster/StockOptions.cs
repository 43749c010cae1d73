using System;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace SeqGen.Examples.Stocks;

/// <summary>What the command line asks for.</summary>
internal sealed record StockOptions(
    string? Data, string? Name, int Seed, int Epochs, int Threads, bool Quick, string? Json, string Report)
{
    private const int DefaultSeed = 42;
    private const int FullEpochs = 100;
    private const int QuickEpochs = 3;

    /// <summary>The options, and how to read them once they are parsed.</summary>
    internal static (RootCommand Command, Func<ParseResult, StockOptions> Read) CommandLine()
    {
        Option<string?> data = new("--data")
        {
            HelpName = "file",
            Description = "CSV file with the columns Date and High; without it, a synthetic series",
        };
        Option<string?> name = new("--name") { HelpName = "stock", Description = "The stock to pick by column Name, as AAL" };
        Option<int?> seed = ExampleProgram.WholeNumber("--seed", $"Seed of weights, shuffling and dropout [default: {DefaultSeed}]");
        Option<int?> epochs = ExampleProgram.WholeNumber(
            "--epochs", $"Most epochs to train [default: {FullEpochs}; with --quick {QuickEpochs}]", 1, 100_000);
        Option<int?> threads = ExampleProgram.WholeNumber(
            "--threads", "Threads to train on; the result is the same [default: 1]", 1, 256);
        Option<bool> quick = new("--quick") { Description = "A few epochs and few timed calls, to see that it runs" };
        Option<string?> json = new("--json") { HelpName = "file", Description = "File to write the results to, as JSON" };
        Option<string> report = new("--report")
        {
            HelpName = "file",
            Description = "HTML page to write",
            DefaultValueFactory = _ => "report.html",
        };
        var command = new RootCommand("Forecasts a stock's daily high seven trading days ahead with recurrent networks.")
        {
            data, name, seed, epochs, threads, quick, json, report,
        };
        return (command, Read);

        StockOptions Read(ParseResult parsed)
        {
            bool isQuick = parsed.GetValue(quick);
            var options = new StockOptions(
                parsed.GetValue(data), parsed.GetValue(name), parsed.GetValue(seed) ?? DefaultSeed,
                parsed.GetValue(epochs) ?? (isQuick ? QuickEpochs : FullEpochs), parsed.GetValue(threads) ?? 1,
                isQuick, parsed.GetValue(json), parsed.GetValue(report)!);
            options.Check();
            return options;
        }
    }

    // Everything that can be refused before the training is.
    private void Check()
    {
        if (Name is not null && Data is null)
        {
            throw new InputException("--name picks a stock of a file; give the file with --data.");
        }
        OutputFile.Check(Report);
        if (Json is not null)
        {
            OutputFile.Check(Json);
        }
        string[] files = [.. new[] { Data, Json, Report }.OfType<string>().Where(path => path.Length > 0).Select(Path.GetFullPath)];
        if (files.Distinct().Count() < files.Length)
        {
            throw new InputException("--data, --json and --report have to name different files.");
        }
    }
}
