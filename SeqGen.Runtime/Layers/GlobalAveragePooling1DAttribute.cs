namespace SeqGen;

/// <summary>The mean of every feature over all timesteps (keras.layers.GlobalAveragePooling1D): <c>[timesteps, features]</c> to <c>[features]</c>.</summary>
/// <remarks>
/// Of a sequence with padding (<c>Masking</c>, <c>MaskZero</c>, <c>VariableLength</c>) the mean over the timesteps that are none,
/// Σ mask x / Σ mask; 0 for a sample of nothing but padding, where Keras has no number.
/// </remarks>
public sealed class GlobalAveragePooling1DAttribute : GlobalPoolingLayerAttribute;
