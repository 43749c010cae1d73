namespace SeqGen;

/// <summary>The largest value of every window (keras.layers.MaxPooling1D): <c>[timesteps, features]</c> to <c>[outputs, features]</c>.</summary>
/// <param name="poolSize">Timesteps of a window, 1 or more.</param>
/// <remarks>
/// <code>
/// y[t] = max of x over window t
/// </code>
/// <see cref="PoolingLayerAttribute"/> says where the windows lie. The gradient goes to the first of equal maxima.
/// </remarks>
public sealed class MaxPooling1DAttribute(int poolSize) : PoolingLayerAttribute(poolSize);
