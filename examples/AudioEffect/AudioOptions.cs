using System;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace SeqGen.Examples.Audio;

/// <summary>What the command line asks for.</summary>
internal sealed record AudioOptions(string? Input, string Output, EffectModel Model, string? Weights, int Seed, bool Quick)
{
    private const int DefaultSeed = 42;

    /// <summary>The options, and how to read them once they are parsed.</summary>
    internal static (RootCommand Command, Func<ParseResult, AudioOptions> Read) CommandLine()
    {
        string[] names = [.. EffectModel.All.Select(model => model.Name)];
        Option<string?> input = new("--input")
        {
            HelpName = "file",
            Description = "WAV file, 16- or 24-bit PCM or 32-bit float, mono or stereo; without it, a test signal",
        };
        Option<string> output = new("--output") { HelpName = "file", Description = "WAV file to write", DefaultValueFactory = _ => "effect.wav" };
        Option<string> model = new("--model")
        {
            HelpName = "name",
            Description = $"One of {string.Join(", ", names)}",
            DefaultValueFactory = _ => names[0],
        };
        Option<string?> weights = new("--weights")
        {
            HelpName = "file",
            Description = "The model's weights, as safetensors or as RTNeural's JSON; without it, weights of the seed",
        };
        Option<int?> seed = ExampleProgram.WholeNumber("--seed", $"Seed of the weights where no file has them [default: {DefaultSeed}]");
        Option<bool> quick = new("--quick") { Description = "One second of the test signal, to see that it runs" };
        var command = new RootCommand("Sends a WAV file through a recurrent network, sample by sample, as a guitar pedal would.")
        {
            input, output, model, weights, seed, quick,
        };
        return (command, Read);

        AudioOptions Read(ParseResult parsed)
        {
            string name = parsed.GetValue(model)!;
            if (!names.Contains(name))
            {
                throw new InputException($"--model is one of {string.Join(", ", names)}, not '{name}'.");
            }
            var options = new AudioOptions(
                parsed.GetValue(input), parsed.GetValue(output)!, EffectModel.Named(name), parsed.GetValue(weights),
                parsed.GetValue(seed) ?? DefaultSeed, parsed.GetValue(quick));
            options.Check();
            return options;
        }
    }

    private void Check()
    {
        if (Quick && Input is not null)
        {
            throw new InputException("--quick shortens the test signal, whose place --input takes; give one of them.");
        }
        OutputFile.Check(Output);
        string[] read = [.. new[] { Input, Weights }.OfType<string>().Where(path => path.Length > 0).Select(Path.GetFullPath)];
        if (read.Contains(Path.GetFullPath(Output)))
        {
            throw new InputException("--output has to name another file than --input and --weights.");
        }
    }
}
