namespace SeqGen;

/// <summary>Adds normal noise in training (keras.layers.GaussianNoise). Not there at all in inference.</summary>
/// <param name="stddev">Standard deviation of the noise, 0 or more.</param>
/// <remarks>
/// <code>
/// y = x + stddev n,  n normal with mean 0 and variance 1, drawn for every value
/// </code>
/// Any shape, which it keeps. The noise is a function of the seed, the step, the sample's place in the batch and the value's place in the
/// sample, the same on every machine: <see cref="Numerics.NormalNoise"/> says how it is drawn.
/// </remarks>
public sealed class GaussianNoiseAttribute(float stddev) : LayerAttribute
{
    /// <summary>Standard deviation of the noise.</summary>
    public float Stddev { get; } = stddev;
}
