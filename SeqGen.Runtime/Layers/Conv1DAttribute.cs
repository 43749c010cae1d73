namespace SeqGen;

/// <summary>Convolution over time (keras.layers.Conv1D): <c>[timesteps, features]</c> to <c>[timesteps', filters]</c>, see <see cref="Padding"/>.</summary>
/// <param name="filters">Features of the output, 1 or more.</param>
/// <param name="kernelSize">Timesteps that an output sees, 1 or more.</param>
/// <remarks>
/// <code>
/// y_t = a(b + Σ_j x_(t strides + j dilation - left) W_j),  j = 0 .. kernelSize - 1
/// </code>
/// The kernel is not flipped; left is the padding before the sequence, whose timesteps are 0. Tensors: kernel W
/// <c>[kernelSize, features / groups, filters]</c>, bias b <c>[filters]</c>. W starts Glorot uniform, b 0.
/// </remarks>
public sealed class Conv1DAttribute(int filters, int kernelSize) : ConvolutionLayerAttribute(kernelSize)
{
    /// <summary>Features of the output.</summary>
    public int Filters { get; } = filters;

    /// <summary>
    /// Groups that features and filters fall into, each group of filters seeing only its group of features; divides both. Default: 1.
    /// </summary>
    public int Groups { get; set; } = 1;
}
