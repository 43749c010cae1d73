using System;

namespace SeqGen;

/// <summary>What the generator writes for a model that can go one timestep at a time.</summary>
/// <typeparam name="TSelf">The model class itself.</typeparam>
/// <typeparam name="TState">Its generated <c>State</c>.</typeparam>
public interface IStreamingModel<TSelf, TState> : ISequenceModel<TSelf>
    where TSelf : class, IStreamingModel<TSelf, TState>
    where TState : struct, IStreamState<TState>
{
    /// <summary>Values of a state.</summary>
    [RealtimeSafe]
    static abstract int StateLength { get; }

    /// <summary>Values of the output of one step.</summary>
    [RealtimeSafe]
    static abstract int StepOutputLength { get; }

    /// <summary>Steps from one output to the next: the product of the strides.</summary>
    [RealtimeSafe]
    static abstract int StepsPerOutput { get; }

    /// <summary>Steps before the one that gives the first output: what windows without padding have to wait for.</summary>
    [RealtimeSafe]
    static abstract int Delay { get; }

    /// <summary>Steps that an output depends on, its own among them; <see cref="int.MaxValue"/> if all there were.</summary>
    [RealtimeSafe]
    static abstract int ReceptiveField { get; }

    /// <summary>Takes one timestep of a stream. Allocates nothing; any number of threads may step states of their own at once.</summary>
    /// <param name="input"><c>[Features]</c>.</param>
    /// <param name="state">The stream's state, which goes on by one step; a new one starts a stream.</param>
    /// <param name="output">Receives <see cref="StepOutputLength"/> values where an output is due.</param>
    /// <returns>True if an output is due and was written.</returns>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    [RealtimeSafe]
    bool Step(ReadOnlySpan<float> input, ref TState state, Span<float> output);

    /// <summary>One step of each of many streams, bit for bit those of <see cref="Step"/>.</summary>
    /// <param name="inputs"><c>[streams, Features]</c>.</param>
    /// <param name="states">The streams' states.</param>
    /// <param name="outputs">Receives <see cref="StepOutputLength"/> values for each stream whose output is due.</param>
    /// <param name="due">Receives what <see cref="Step"/> returns for each stream.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    [RealtimeSafe]
    void StepMany(ReadOnlySpan<float> inputs, Span<TState> states, Span<float> outputs, Span<bool> due);
}
