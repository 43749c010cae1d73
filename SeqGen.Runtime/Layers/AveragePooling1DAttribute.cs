namespace SeqGen;

/// <summary>The mean of every window (keras.layers.AveragePooling1D): <c>[timesteps, features]</c> to <c>[outputs, features]</c>.</summary>
/// <param name="poolSize">Timesteps of a window, 1 or more.</param>
/// <remarks>
/// <code>
/// y[t] = sum of x over window t / timesteps of the sequence in window t
/// </code>
/// <see cref="PoolingLayerAttribute"/> says where the windows lie. Padding counts neither in the sum nor in the number it is divided by.
/// </remarks>
public sealed class AveragePooling1DAttribute(int poolSize) : PoolingLayerAttribute(poolSize);
