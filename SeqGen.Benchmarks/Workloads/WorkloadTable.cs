using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using SeqGen.Benchmarks.Measurement;

namespace SeqGen.Benchmarks.Workloads;

/// <summary>The fast mode: one tab-separated line for each workload and mode, in seconds instead of BenchmarkDotNet's minutes.</summary>
internal sealed class WorkloadTable(FmaPeak peak, TextWriter output)
{
    private readonly Sampler _sampler = new();

    /// <summary>All names, in order.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. Workload.Names, StreamWorkload.Name];

    /// <summary>Measures workloads and writes their lines as they come.</summary>
    /// <param name="names">Which, in this order.</param>
    /// <param name="threads">Threads of training. Prediction runs on the calling thread.</param>
    /// <param name="output">Receives header and lines.</param>
    /// <param name="notes">Receives what the percentages are of.</param>
    internal static void Write(IEnumerable<string> names, int threads, TextWriter output, TextWriter notes)
    {
        FmaPeak peak = FmaPeak.Measure();
        notes.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"FMA peak of one core, {peak.Width}: {peak.GigaflopsPerSecond:f1} GFLOP/s"));
        output.WriteLine("workload\tmode\tmedian_ns\tp99_ns\tsamples_per_s\tgflop_per_s\tpercent_of_peak\tallocated_bytes");

        var table = new WorkloadTable(peak, output);
        foreach (string name in names)
        {
            table.Write(name, threads);
        }
    }

    private void Write(string name, int threads)
    {
        if (string.Equals(name, StreamWorkload.Name, StringComparison.OrdinalIgnoreCase))
        {
            var stream = new StreamWorkload();
            Row(StreamWorkload.Name, "step", 1, StreamWorkload.ForwardFlops, 1, stream.Step);
            Row(StreamWorkload.Name, "step-64x1", StreamWorkload.Streams, StreamWorkload.ForwardFlops, 1, stream.StepEach);
            Row(StreamWorkload.Name, "step-64", StreamWorkload.Streams, StreamWorkload.ForwardFlops, 1, stream.StepMany);
            return;
        }
        using Workload workload = Workload.Create(name, threads);
        Row(workload.Name, "infer-b1", 1, workload.ForwardFlops, 1, workload.Predict);
        Row(workload.Name, "infer-b64", Workload.PredictedSamples, workload.ForwardFlops, 1, workload.PredictBatch);
        Row(workload.Name, "train", workload.TrainedSamples, Flops.Training(workload.ForwardFlops), threads, workload.Train);
    }

    private void Row(string name, string mode, int samples, long flops, int cores, Action call)
    {
        Timing timing = _sampler.Measure(call);
        double rate = samples * 1e9 / timing.Median;
        double gigaflops = rate * flops / 1e9;
        double percent = 100 * gigaflops / (peak.GigaflopsPerSecond * cores);
        string speed = string.Create(CultureInfo.InvariantCulture, $"{rate:f0}\t{gigaflops:f1}\t{percent:f1}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}\t{mode}\t{timing.Median:f0}\t{timing.P99:f0}\t{speed}\t{timing.Allocated}"));
        output.Flush();
    }
}
