namespace SeqGen;

/// <summary>The mean of every feature over all timesteps (keras.layers.GlobalAveragePooling1D): <c>[timesteps, features]</c> to <c>[features]</c>.</summary>
public sealed class GlobalAveragePooling1DAttribute : GlobalPoolingLayerAttribute;
