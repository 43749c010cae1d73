namespace SeqGen;

/// <summary>Normalizes every timestep over its features (Ba et al. 2016; keras.layers.LayerNormalization). Any shape, which it keeps.</summary>
/// <remarks>
/// <code>
/// x̂ = (x - mean) / √(variance + Epsilon),  mean and variance (÷ features) over the features of the timestep
/// y = γ x̂ + β
/// </code>
/// Tensors: gamma γ <c>[features]</c>, which starts at 1, beta β <c>[features]</c>, which starts at 0.
/// </remarks>
public sealed class LayerNormalizationAttribute : NormalizationLayerAttribute;
