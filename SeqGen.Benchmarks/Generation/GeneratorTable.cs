using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SeqGen.Benchmarks.Measurement;
using SeqGen.Generator;

namespace SeqGen.Benchmarks.Generation;

/// <summary>Times the generator on a model of five layers: what a build pays once, and an editor after each key.</summary>
/// <remarks>Only the generator's run is timed, not the parsing of the edited file. The run binds the attributes it asks for.</remarks>
internal static class GeneratorTable
{
    private const double Seconds = 1;
    private const int Fewest = 20;
    private const int WarmUpRuns = 300;

    /// <summary>Writes one line for each case.</summary>
    internal static void Write(TextWriter output)
    {
        var sources = new ModelSources();
        output.WriteLine("case\tmedian_ms\tp99_ms\truns\tallocated_kb\toutput");

        // Once, since a process has only one first run: it compiles the generator, and of Roslyn what a build has precompiled.
        GeneratorDriver driver = NewDriver(sources);
        Row(output, "first", [Run(ref driver, sources.Fresh())], driver);

        Repeat(output, "cold", edit =>
        {
            GeneratorDriver fresh = NewDriver(sources);
            return (Run(ref fresh, sources.Fresh()), fresh);
        });
        Repeat(output, "edit-elsewhere", edit => (Run(ref driver, sources.WithOtherEdited(edit)), driver));
        Repeat(output, "edit-model", edit => (Run(ref driver, sources.WithModelEdited(edit)), driver));
    }

    // Steps are tracked for the last column; an editor does not, and is a little faster.
    private static GeneratorDriver NewDriver(ModelSources sources) => CSharpGeneratorDriver.Create(
        [new SequenceModelGenerator().AsSourceGenerator()],
        parseOptions: sources.Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static Sample Run(ref GeneratorDriver driver, Compilation compilation)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(compilation);
        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return new Sample(nanoseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static void Repeat(TextWriter output, string name, Func<int, (Sample Sample, GeneratorDriver Driver)> run)
    {
        // Untimed runs first, until the methods in use are compiled as well as they will be.
        int edit = 1;
        long start = Stopwatch.GetTimestamp();
        while (edit <= WarmUpRuns || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds)
        {
            run(edit++);
        }

        List<Sample> samples = [];
        GeneratorDriver driver;
        start = Stopwatch.GetTimestamp();
        do
        {
            (Sample sample, driver) = run(edit++);
            samples.Add(sample);
        }
        while (samples.Count < Fewest || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds);
        Row(output, name, samples, driver);
    }

    private static void Row(TextWriter output, string name, List<Sample> samples, GeneratorDriver driver)
    {
        long allocated = samples.Sum(sample => sample.Allocated) / samples.Count;
        Timing timing = Timing.Of([.. samples.Select(sample => sample.Nanoseconds)], allocated);
        string times = string.Create(CultureInfo.InvariantCulture, $"{timing.Median / 1e6:f3}\t{timing.P99 / 1e6:f3}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}\t{times}\t{samples.Count}\t{allocated / 1024.0:f0}\t{Outcome(driver)}"));
        output.Flush();
    }

    /// <summary>What became of the files in the last run: new, modified, or cached, that is, not written again.</summary>
    private static string Outcome(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null)
        {
            throw new InvalidOperationException("The generator failed.", result.Exception);
        }
        IEnumerable<IncrementalStepRunReason> reasons = result.TrackedOutputSteps.Values
            .SelectMany(steps => steps).SelectMany(step => step.Outputs).Select(made => made.Reason).Distinct();
        return string.Join('+', reasons).ToLowerInvariant();
    }

    private readonly record struct Sample(double Nanoseconds, long Allocated);
}
