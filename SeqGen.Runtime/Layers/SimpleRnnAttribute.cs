namespace SeqGen;

/// <summary>Fully connected recurrent layer (Elman 1990; keras.layers.SimpleRNN): <c>[timesteps, features]</c> to <c>[units]</c> or <c>[timesteps, units]</c>.</summary>
/// <param name="units">Size of the state, 1 or more.</param>
/// <remarks>
/// <code>
/// h = a(x W + h U + b)
/// </code>
/// a is <see cref="RecurrentLayerAttribute.Activation"/>; h starts at 0. Tensors: kernel W <c>[features, units]</c>, recurrent_kernel U
/// <c>[units, units]</c>, bias b <c>[units]</c>. W starts Glorot uniform, U orthogonal, b 0.
/// </remarks>
public sealed class SimpleRnnAttribute(int units) : RecurrentLayerAttribute(units);
