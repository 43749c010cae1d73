namespace SeqGen;

/// <summary>Drops values in training and scales the others by 1 / (1 - rate) (Srivastava et al. 2014; keras.layers.Dropout). Not there at all in inference.</summary>
/// <param name="rate">Part of the values dropped, in [0, 1).</param>
/// <remarks>
/// <code>
/// y = x m / (1 - rate),  m = 0 with probability rate, else 1, drawn for every value
/// </code>
/// Any shape, which it keeps.
/// </remarks>
public sealed class DropoutAttribute(float rate) : LayerAttribute
{
    /// <summary>Part of the values dropped.</summary>
    public float Rate { get; } = rate;
}
