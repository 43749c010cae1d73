namespace SeqGen;

/// <summary>Marks timesteps as padding (keras.layers.Masking): <c>[timesteps, features]</c>, which it keeps.</summary>
/// <param name="maskValue">A timestep is padding if all its features have this value.</param>
/// <remarks>
/// <code>
/// m(t) = 1 if any feature of x(t) differs from maskValue, else 0;  y(t) = m(t) x(t)
/// </code>
/// Recurrent layers keep their state over padding, so that sequences may be padded at either end; a row of nothing but padding gives
/// the initial state, 0. Dense and dropout layers pass the mask on.
/// </remarks>
public sealed class MaskingAttribute(float maskValue = 0) : LayerAttribute
{
    /// <summary>What padding is made of.</summary>
    public float MaskValue { get; } = maskValue;
}
