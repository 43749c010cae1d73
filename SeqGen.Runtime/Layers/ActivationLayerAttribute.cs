namespace SeqGen;

/// <summary>An activation as a layer of its own (keras.layers.Activation). Any shape, which it keeps.</summary>
/// <param name="activation">a.</param>
/// <remarks>
/// <code>
/// y = a(x), at every timestep
/// </code>
/// As the last layer its sigmoid or softmax is fused with a crossentropy, as that of a Dense layer is.
/// </remarks>
public sealed class ActivationLayerAttribute(Activation activation) : LayerAttribute
{
    /// <summary>a.</summary>
    public Activation Activation { get; } = activation;
}
