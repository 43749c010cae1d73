namespace SeqGen;

/// <summary>The largest value of every feature over all timesteps (keras.layers.GlobalMaxPooling1D): <c>[timesteps, features]</c> to <c>[features]</c>.</summary>
/// <remarks>The gradient goes to the first of equal maxima.</remarks>
public sealed class GlobalMaxPooling1DAttribute : GlobalPoolingLayerAttribute;
