using BenchmarkDotNet.Attributes;
using SeqGen.Benchmarks.Workloads;

namespace SeqGen.Benchmarks.Suites;

/// <summary>A timestep of one stream, and of many.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private readonly StreamWorkload _workload = new();

    [Benchmark]
    public void Step() => _workload.Step();

    [Benchmark(OperationsPerInvoke = StreamWorkload.Streams, Baseline = true, Description = "64 streams, Step of each")]
    public void StepEach() => _workload.StepEach();

    [Benchmark(OperationsPerInvoke = StreamWorkload.Streams, Description = "64 streams, StepMany")]
    public void StepMany() => _workload.StepMany();
}
