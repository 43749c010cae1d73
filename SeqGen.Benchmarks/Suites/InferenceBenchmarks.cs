using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using SeqGen.Benchmarks.Workloads;

namespace SeqGen.Benchmarks.Suites;

/// <summary>Prediction of one sample and of a batch, for each workload.</summary>
[MemoryDiagnoser]
public class InferenceBenchmarks
{
    private Workload? _workload;

    public static IEnumerable<string> Names => Workload.Names;

    [ParamsSource(nameof(Names))]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _workload = Workload.Create(Model);

    [GlobalCleanup]
    public void Cleanup() => _workload!.Dispose();

    [Benchmark]
    public void Predict() => _workload!.Predict();

    [Benchmark(OperationsPerInvoke = Workload.PredictedSamples, Description = "PredictBatch(64), a sample")]
    public void PredictBatch() => _workload!.PredictBatch();
}
