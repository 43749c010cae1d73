namespace SeqGen;

/// <summary>
/// Depthwise convolution over time, then a dense layer at every timestep (keras.layers.SeparableConv1D): <c>[timesteps, features]</c> to
/// <c>[timesteps', filters]</c>, see <see cref="Padding"/>.
/// </summary>
/// <param name="filters">Features of the output, 1 or more.</param>
/// <param name="kernelSize">Timesteps that an output sees, 1 or more.</param>
/// <remarks>
/// <code>
/// d_(t, c m + i) = Σ_j x_(t strides + j dilation - left, c) D_(j, c, i),  m = DepthMultiplier
/// y_t = a(b + d_t P)
/// </code>
/// Causal padding, which Keras refuses here, works. Tensors: depthwise_kernel D <c>[kernelSize, features, multiplier]</c>,
/// pointwise_kernel P <c>[1, features · multiplier, filters]</c>, bias b <c>[filters]</c>. D and P start Glorot uniform, b 0. The options of
/// the kernel, <see cref="WeightedLayerAttribute.L2"/> and the like, are those of D.
/// </remarks>
public sealed class SeparableConv1DAttribute(int filters, int kernelSize) : ConvolutionLayerAttribute(kernelSize)
{
    /// <summary>Features of the output.</summary>
    public int Filters { get; } = filters;

    /// <summary>Outputs of each feature between the two steps, 1 or more. Default: 1.</summary>
    public int DepthMultiplier { get; set; } = 1;

    /// <summary>How P starts. Default: Glorot uniform.</summary>
    public Initialization PointwiseInitializer { get; set; } = Initialization.GlorotUniform;

    /// <summary>The number that <see cref="PointwiseInitializer"/> takes; NaN for its default.</summary>
    public float PointwiseInitializerValue { get; set; } = float.NaN;

    /// <summary>L1 penalty of P, 0 or more. Default: 0.</summary>
    public float PointwiseL1 { get; set; }

    /// <summary>L2 penalty of P, 0 or more. Default: 0.</summary>
    public float PointwiseL2 { get; set; }
}
