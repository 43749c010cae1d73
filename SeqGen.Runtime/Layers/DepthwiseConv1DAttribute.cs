namespace SeqGen;

/// <summary>
/// Convolution over time of every feature by itself (keras.layers.DepthwiseConv1D): <c>[timesteps, features]</c> to
/// <c>[timesteps', features · multiplier]</c>, see <see cref="Padding"/>.
/// </summary>
/// <param name="kernelSize">Timesteps that an output sees, 1 or more.</param>
/// <remarks>
/// <code>
/// y_(t, c m + i) = a(b_(c m + i) + Σ_j x_(t strides + j dilation - left, c) W_(j, c, i)),  m = DepthMultiplier
/// </code>
/// Causal padding, which Keras refuses here, works. Tensors: kernel W <c>[kernelSize, features, multiplier]</c>, bias b
/// <c>[features · multiplier]</c>. W starts Glorot uniform, b 0.
/// </remarks>
public sealed class DepthwiseConv1DAttribute(int kernelSize) : ConvolutionLayerAttribute(kernelSize)
{
    /// <summary>Outputs of each feature, 1 or more. Default: 1.</summary>
    public int DepthMultiplier { get; set; } = 1;
}
