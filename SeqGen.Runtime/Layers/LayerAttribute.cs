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

    /// <summary>
    /// False to keep the layer's parameters as they are in training: no gradient is computed for them, and none at all below the
    /// lowest layer that is trained. Default: true.
    /// </summary>
    public bool Trainable { get; set; } = true;
}
