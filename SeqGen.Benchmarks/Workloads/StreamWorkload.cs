using SeqGen.Numerics;

namespace SeqGen.Benchmarks.Workloads;

/// <summary>A timestep of streams that carry their states on: one, or many that share a model.</summary>
internal sealed class StreamWorkload
{
    /// <summary>The name it is asked for by.</summary>
    internal const string Name = "W8";

    /// <summary>Streams that <see cref="StepEach"/> and <see cref="StepMany"/> go on with.</summary>
    internal const int Streams = 64;

    private readonly W8 _model = new(42);
    private readonly W8.State[] _states = new W8.State[Streams];
    private readonly float[] _inputs = new float[Streams];
    private readonly float[] _outputs = new float[Streams];
    private W8.State _state;

    internal StreamWorkload()
    {
        var random = new SeededRandom(42);
        foreach (ref float input in System.MemoryExtensions.AsSpan(_inputs))
        {
            input = (float)random.NextNormal();
        }
    }

    internal static long ForwardFlops { get; } = Flops.Lstm(1, 1, 32) + Flops.Dense(32, 1);

    /// <summary>One step of one stream.</summary>
    internal void Step() => _model.Step(new(in _inputs[0]), ref _state, new(ref _outputs[0]));

    /// <summary>One step of each stream, one after the other.</summary>
    internal void StepEach()
    {
        for (int i = 0; i < Streams; i++)
        {
            _model.Step(new(in _inputs[i]), ref _states[i], new(ref _outputs[i]));
        }
    }

    /// <summary>One step of each stream at once.</summary>
    internal void StepMany() => _model.StepMany(_inputs, _states, _outputs);
}
