namespace SeqGen;

/// <summary>Fully connected layer (keras.layers.Dense): <c>[features]</c> to <c>[units]</c>, and on a sequence the same at every timestep.</summary>
/// <param name="units">Size of the output, 1 or more.</param>
/// <remarks>
/// <code>
/// y = a(x W + b)
/// </code>
/// Tensors: kernel W <c>[features, units]</c>, bias b <c>[units]</c>. W starts Glorot uniform, b 0.
/// </remarks>
public sealed class DenseAttribute(int units) : WeightedLayerAttribute
{
    /// <summary>Size of the output.</summary>
    public int Units { get; } = units;

    /// <summary>a. Default: linear.</summary>
    public Activation Activation { get; set; } = Activation.Linear;
}
