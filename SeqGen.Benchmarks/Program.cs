using System;
using System.CommandLine;
using System.Linq;
using SeqGen.Benchmarks;
using SeqGen.Benchmarks.Generation;
using SeqGen.Benchmarks.Workloads;

const int BadUsage = 2;

var names = new Argument<string[]>("workload")
{
    Description = $"Which to run: {string.Join(", ", WorkloadTable.Names)}. Default: all.",
    Arity = ArgumentArity.ZeroOrMore,
};
names.Validators.Add(result =>
{
    foreach (string name in result.Tokens.Select(token => token.Value))
    {
        if (!WorkloadTable.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            result.AddError(name.StartsWith('-')
                ? $"There is no option '{name}'."
                : $"There is no workload '{name}'; there are {string.Join(", ", WorkloadTable.Names)}.");
        }
    }
});
var threads = new Option<int>("--threads") { Description = "Threads of training. Default: 1.", DefaultValueFactory = _ => 1 };
threads.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int count) && count < 1)
    {
        result.AddError($"--threads is {count}; it must be 1 or more.");
    }
});

var workloads = new Command("workloads", "Times whole models, in seconds: one tab-separated line for each workload and mode.")
{
    names,
    threads,
};
workloads.SetAction(parsed => WorkloadTable.Write(
    parsed.GetValue(names) is { Length: > 0 } chosen ? chosen : WorkloadTable.Names, parsed.GetValue(threads), Console.Out, Console.Error));
var generator = new Command("generator", "Times the source generator: cold, and after edits.");
generator.SetAction(_ => GeneratorTable.Write(Console.Out));
var root = new RootCommand("SeqGen's benchmarks. Options such as --filter '*Gemm*' or --list flat go to BenchmarkDotNet instead.")
{
    workloads,
    generator,
};

if (args is [['-', ..] first, ..] && first is not ("-h" or "--help" or "-?" or "--version"))
{
    return Suite.Run(args) ?? BadUsage;
}
ParseResult result = root.Parse(args.Length == 0 ? ["--help"] : args);
if (result.Errors.Count > 0)
{
    // For a word that means nothing the first error can be that a command is missing.
    Console.Error.WriteLine(result.UnmatchedTokens is [string unknown, ..]
        ? $"Unrecognized command or argument '{unknown}'."
        : result.Errors[0].Message);
    return BadUsage;
}
return result.Invoke();
