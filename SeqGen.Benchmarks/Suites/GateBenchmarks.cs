using BenchmarkDotNet.Attributes;
using SeqGen.Numerics;

namespace SeqGen.Benchmarks.Suites;

/// <summary>The elementwise half of a timestep, a batch of 64: W1's and W3's width, and W7's.</summary>
/// <remarks>
/// The passes work in place. Forward again over its own results stays bounded, and so does backward after it; backward alone would
/// shrink its gradients to denormal numbers, which no training computes with, and so it is timed together with forward.
/// </remarks>
[MemoryDiagnoser]
public class GateBenchmarks
{
    private const int Rows = 64;

    private AlignedBuffer<float> _gates = new(0);
    private AlignedBuffer<float> _previous = new(0);
    private AlignedBuffer<float> _cell = new(0);
    private AlignedBuffer<float> _hidden = new(0);
    private AlignedBuffer<float> _dHidden = new(0);
    private AlignedBuffer<float> _dScratch = new(0);

    [Params(32, 256)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int length = Rows * PaddedRow.Length(Units);
        _gates = Samples.Buffer(4 * length);
        _previous = Samples.Buffer(length);
        _cell = new AlignedBuffer<float>(length);
        _hidden = new AlignedBuffer<float>(length);
        _dHidden = Samples.Buffer(length);
        _dScratch = new AlignedBuffer<float>(length);
    }

    [Benchmark]
    public void LstmForward() =>
        LstmGates.Forward<float, Tanh, Sigmoid>(Rows, Units, _gates.Span, _previous.Span, _cell.Span, _hidden.Span);

    [Benchmark]
    public void LstmForwardBackward()
    {
        LstmForward();
        LstmGates.Backward<float, Tanh, Sigmoid>(Rows, Units, _gates.Span, _previous.Span, _cell.Span, _dHidden.Span, _dScratch.Span);
    }

    [Benchmark]
    public void GruForward() => GruGates.Forward<float, Tanh, Sigmoid>(Rows, Units, _gates.Span, _previous.Span, _hidden.Span);

    [Benchmark]
    public void GruForwardBackward()
    {
        GruForward();
        // Backward leaves only a part of the gradient that it was given.
        _dHidden.Span.CopyTo(_dScratch.Span);
        GruGates.Backward<float, Tanh, Sigmoid>(Rows, Units, _gates.Span, _previous.Span, _dScratch.Span);
    }
}
