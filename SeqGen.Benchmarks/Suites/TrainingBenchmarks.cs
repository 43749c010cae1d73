using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using SeqGen.Benchmarks.Workloads;

namespace SeqGen.Benchmarks.Suites;

/// <summary>A whole training step, for each workload, on one thread and on two.</summary>
[MemoryDiagnoser]
public class TrainingBenchmarks
{
    private Workload? _workload;

    public static IEnumerable<string> Names => Workload.Names;

    [ParamsSource(nameof(Names))]
    public string Model { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _workload = Workload.Create(Model, Threads);

    [GlobalCleanup]
    public void Cleanup() => _workload!.Dispose();

    [Benchmark]
    public void Step() => _workload!.Train();
}
