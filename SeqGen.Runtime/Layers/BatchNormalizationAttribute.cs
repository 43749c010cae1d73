namespace SeqGen;

/// <summary>Normalizes every feature over the batch (Ioffe and Szegedy 2015; keras.layers.BatchNormalization). Any shape, which it keeps.</summary>
/// <remarks>
/// <code>
/// y = x s + (β - mean s),  s = γ / √(variance + Epsilon)
/// </code>
/// In training mean and variance (÷ number of values) are those of the feature over all samples of the batch and all timesteps, and every
/// step moves the moving statistics towards them:
/// <code>
/// moving = Momentum moving + (1 - Momentum) batch
/// </code>
/// Timesteps that are padding (<c>Masking</c>, <c>MaskZero</c>, <c>VariableLength</c>) do not count: mean = Σ mask x / n, variance =
/// Σ mask (x - mean)² / n, n = Σ mask (Keras adds 1e-7 to n; a batch of nothing but padding has mean and variance 0). They are normalized
/// like the others, and stay marked.
/// Inference, validation and a layer with <c>Trainable = false</c> take the moving statistics. So that the batch is the whole one, a trainer
/// does not cut the batches of a model with this layer into shards: they run on one thread. Tensors: gamma γ, beta β, moving_mean,
/// moving_variance, each <c>[features]</c>; γ and the moving variance start at 1, the others at 0.
/// </remarks>
public sealed class BatchNormalizationAttribute : NormalizationLayerAttribute
{
    /// <summary>How much of the moving statistics stays in a step, in [0, 1]. Default: 0.99.</summary>
    public float Momentum { get; set; } = 0.99f;
}
