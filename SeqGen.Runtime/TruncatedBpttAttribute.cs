using System;

namespace SeqGen;

/// <summary>
/// Trains a model on streams by truncated backpropagation through time (Williams and Peng 1990): the stream is cut into chunks, from one to
/// the next of which the state is carried and beyond whose beginning no gradient goes.
/// </summary>
/// <remarks>
/// The model gets a method CreateStreamTrainer. In training every timestep has an output and a target, as in Step; a recurrent layer
/// without ReturnSequences gives its state at each. The model must be one that can go one timestep at a time, and only recurrent layers
/// may look back.
/// </remarks>
/// <param name="timesteps">Timesteps of a chunk, 1 or more: memory and the reach of gradients are those of so many.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TruncatedBpttAttribute(int timesteps) : Attribute
{
    /// <summary>Timesteps of a chunk.</summary>
    public int Timesteps { get; } = timesteps;
}
