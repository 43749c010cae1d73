using System;

namespace SeqGen;

/// <summary>A layer of a sequence model. Layers act in the order in which their attributes stand on the class.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute()
    {
    }

    /// <summary>Name of the layer's tensors in files and tables; the kind and the index, as <c>lstm0</c>, where it is not set.</summary>
    public string? Name { get; set; }
}

/// <summary>What the recurrent layers have in common: they take <c>[timesteps, features]</c> and keep a state of <c>[units]</c>.</summary>
public abstract class RecurrentLayerAttribute : LayerAttribute
{
    private protected RecurrentLayerAttribute(int units) => Units = units;

    /// <summary>Size of the state and of an output, 1 or more.</summary>
    public int Units { get; }

    /// <summary>Activation of the candidate and of what comes out. Default: tanh.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;

    /// <summary>Whether biases are added. Default: true.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>True to give the output of every timestep, <c>[timesteps, units]</c>; false to give the last, <c>[units]</c>. Default: false.</summary>
    public bool ReturnSequences { get; set; }

    /// <summary>
    /// Part of the inputs dropped in training, in [0, 1). One mask a sample, the same at every timestep and for all gates; a mask
    /// for each gate where <see cref="RecurrentDropout"/> is set. Default: 0.
    /// </summary>
    public float Dropout { get; set; }

    /// <summary>Part of the state dropped in training before it is multiplied by U, in [0, 1). One mask a sample and gate, the same at every timestep. Default: 0.</summary>
    public float RecurrentDropout { get; set; }
}
