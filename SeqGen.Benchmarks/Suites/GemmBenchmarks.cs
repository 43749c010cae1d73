using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using SeqGen.Numerics;

namespace SeqGen.Benchmarks.Suites;

/// <summary>The matrix products of W1, W3 and W7, at the numbers of rows that batched code gives them.</summary>
[MemoryDiagnoser]
public class GemmBenchmarks
{
    // A block of PredictBatch, and the timesteps of a shard that a gradient of parameters is taken over at once.
    private const int ForwardRows = 64, GradientRows = 256;

    private AlignedBuffer<float> _x = new(0);
    private AlignedBuffer<float> _packed = new(0);
    private AlignedBuffer<float> _bias = new(0);
    private AlignedBuffer<float> _z = new(0);
    private AlignedBuffer<float> _gradient = new(0);
    private int _stride;

    public static IEnumerable<GemmShape> Shapes =>
    [
        new("W1 xW", 1, 128),
        new("W1 hU", 32, 128),
        new("W3 xW", 14, 96),
        new("W3 hU", 32, 96),
        new("W7 xW", 64, 1024),
        new("W7 hU", 256, 1024),
    ];

    [ParamsSource(nameof(Shapes))]
    public GemmShape Shape { get; set; } = new("", 0, 0);

    [GlobalSetup]
    public void Setup()
    {
        _stride = Gemm.Padded(Shape.Depth);
        _x = Samples.Buffer(GradientRows * _stride);
        _packed = Samples.Buffer(Shape.Depth * Shape.Columns);
        _bias = Samples.Buffer(Shape.Columns);
        _z = Samples.Buffer(GradientRows * Shape.Columns);
        _gradient = new AlignedBuffer<float>(Shape.Depth * Shape.Columns);
    }

    [Benchmark(Description = "Multiply, 64 rows")]
    public void Multiply() => Gemm.Multiply(
        ForwardRows, Shape.Depth, Shape.Columns, _x.Span, _stride, _packed.Span, _bias.Span, _z.Span, Shape.Columns);

    [Benchmark(Description = "AddGradient, 256 rows")]
    public void AddGradient() => Gemm.AddGradient(
        GradientRows, Shape.Depth, Shape.Columns, _x.Span, _stride, _z.Span, Shape.Columns, _gradient.Span, Shape.Columns);
}
