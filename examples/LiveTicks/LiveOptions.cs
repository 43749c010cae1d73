using System;
using System.CommandLine;

namespace SeqGen.Examples.Live;

/// <summary>What the command line asks for.</summary>
internal sealed record LiveOptions(int Steps, int Rate, int Seed, bool Quick, string? Model, string? Save)
{
    internal const int DefaultRate = 500_000;
    private const int DefaultSeed = 42;
    private const int FullSteps = 10_000_000;
    private const int QuickSteps = 200_000;

    /// <summary>The options, and how to read them once they are parsed.</summary>
    internal static (RootCommand Command, Func<ParseResult, LiveOptions> Read) CommandLine()
    {
        Option<int?> seconds = ExampleProgram.WholeNumber("--seconds", "Seconds to run, in place of a number of steps", 1, 3_600);
        Option<int?> steps = ExampleProgram.WholeNumber(
            "--steps", $"Ticks to send, a step of the model each [default: {FullSteps}; with --quick {QuickSteps}]", 1);
        Option<int?> rate = ExampleProgram.WholeNumber("--rate", $"Ticks to send in a second [default: {DefaultRate}]", 1, 10_000_000);
        Option<int?> seed = ExampleProgram.WholeNumber("--seed", $"Seed of prices, weights and shuffling [default: {DefaultSeed}]");
        Option<bool> quick = new("--quick") { Description = "Little training and few steps, to see that it runs" };
        Option<string?> model = new("--model") { HelpName = "file", Description = "A file that --save wrote, in place of training" };
        Option<string?> save = new("--save") { HelpName = "file", Description = "File to write the trained model to, as safetensors" };
        var command = new RootCommand($"Forecasts {Market.Instruments} instruments tick by tick and measures how long that takes.")
        {
            seconds, steps, rate, seed, quick, model, save,
        };
        return (command, Read);

        LiveOptions Read(ParseResult parsed)
        {
            bool isQuick = parsed.GetValue(quick);
            int ticksPerSecond = parsed.GetValue(rate) ?? DefaultRate;
            var options = new LiveOptions(
                Count(parsed.GetValue(seconds), parsed.GetValue(steps), ticksPerSecond, isQuick), ticksPerSecond,
                parsed.GetValue(seed) ?? DefaultSeed, isQuick, parsed.GetValue(model), parsed.GetValue(save));
            options.Check();
            return options;
        }
    }

    private static int Count(int? seconds, int? steps, int rate, bool isQuick)
    {
        if (seconds is not null && steps is not null)
        {
            throw new InputException("--seconds and --steps both say how long to run; give one of them.");
        }
        long count = seconds is int length ? (long)length * rate : steps ?? (isQuick ? QuickSteps : FullSteps);
        return count <= int.MaxValue
            ? (int)count
            : throw new InputException($"--seconds {seconds} at --rate {rate} are {count} steps; at most {int.MaxValue} are supported.");
    }

    // Everything that can be refused before the training is.
    private void Check()
    {
        if (Model is not null)
        {
            InputFile.Check(Model, "a model");
        }
        if (Model is not null && Save is not null)
        {
            throw new InputException("--model takes a trained model, so that there is none for --save to write; give one of them.");
        }
        if (Save is not null)
        {
            OutputFile.Check(Save);
        }
    }
}
