using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SeqGen.Numerics;

namespace SeqGen.Benchmarks.Suites;

/// <summary>Time for each element of an array that fits the first cache, beside what TensorPrimitives takes.</summary>
[MemoryDiagnoser]
public class ActivationBenchmarks
{
    private const int Rows = 64, Units = 64;

    private readonly AlignedBuffer<float> _x = Samples.Buffer(Rows * Units);
    private readonly AlignedBuffer<float> _y = new(Rows * Units);

    [Benchmark(OperationsPerInvoke = Rows * Units)]
    public void TanhOfElement() => ActivationPass.Forward<float, Tanh>(Rows, Units, _x.Span, _y.Span);

    [Benchmark(OperationsPerInvoke = Rows * Units)]
    public void SigmoidOfElement() => ActivationPass.Forward<float, Sigmoid>(Rows, Units, _x.Span, _y.Span);

    [Benchmark(OperationsPerInvoke = Rows * Units)]
    public void TensorPrimitivesTanhOfElement() => TensorPrimitives.Tanh(_x.Span, _y.Span);

    [Benchmark(OperationsPerInvoke = Rows * Units)]
    public void TensorPrimitivesSigmoidOfElement() => TensorPrimitives.Sigmoid(_x.Span, _y.Span);
}
