using System;

namespace SeqGen;

/// <summary>Makes a partial class a sequence model: the layers are the layer attributes under this one, in the order they stand in.</summary>
/// <param name="timesteps">Timesteps of an input sample, 1 or more.</param>
/// <param name="features">Features at each timestep, 1 or more.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SequenceModelAttribute(int timesteps, int features) : Attribute
{
    /// <summary>Timesteps of an input sample.</summary>
    public int Timesteps { get; } = timesteps;

    /// <summary>Features at each timestep.</summary>
    public int Features { get; } = features;
}
