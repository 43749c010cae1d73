using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.ConsoleArguments;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace SeqGen.Benchmarks;

/// <summary>Hands the command line to BenchmarkDotNet.</summary>
internal static class Suite
{
    /// <summary>Runs the benchmarks that the arguments choose.</summary>
    /// <returns>0; 1 if a benchmark failed; null, after one line on standard error, if the arguments mean nothing.</returns>
    internal static int? Run(string[] args)
    {
        // BenchmarkDotNet answers a wrong option with its whole help text and success.
        var log = new AccumulationLogger();
        if (!ConfigParser.Parse(args, log).isSuccess)
        {
            string? error = log.GetLog().Split('\n').Select(line => line.Trim())
                .SkipWhile(line => !line.StartsWith("ERROR", StringComparison.Ordinal)).Skip(1).FirstOrDefault(line => line.Length > 0);
            Console.Error.WriteLine(error ?? $"BenchmarkDotNet cannot read: {string.Join(' ', args)}");
            return null;
        }

        IReadOnlyList<Summary> summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Suite).Assembly).Run(args)];
        bool listed = args.Any(arg => arg is "--list" or "--info");
        if (summaries.Count == 0 && !listed)
        {
            Console.Error.WriteLine("No benchmark has a name that the filter matches; --list flat shows all names.");
            return null;
        }
        return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
