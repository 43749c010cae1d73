namespace SeqGen;

/// <summary>Drops whole features of a sequence in training (Tompson et al. 2014; keras.layers.SpatialDropout1D). Not there at all in inference.</summary>
/// <param name="rate">Part of the features dropped, in [0, 1).</param>
/// <remarks>
/// <code>
/// y[t] = x[t] m / (1 - rate),  m = 0 with probability rate, else 1, drawn for every sample and feature, the same at every timestep
/// </code>
/// <c>[timesteps, features]</c>, which it keeps.
/// </remarks>
public sealed class SpatialDropout1DAttribute(float rate) : LayerAttribute
{
    /// <summary>Part of the features dropped.</summary>
    public float Rate { get; } = rate;
}
