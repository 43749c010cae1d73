namespace SeqGen;

/// <summary>Turns a sequence into one vector, timestep after timestep (keras.layers.Flatten): <c>[timesteps, features]</c> to <c>[timesteps · features]</c>.</summary>
public sealed class FlattenAttribute : LayerAttribute;
