namespace SeqGen;

/// <summary>The same values in another shape (keras.layers.Reshape), read and written row by row.</summary>
public sealed class ReshapeAttribute : LayerAttribute
{
    /// <summary>A sequence, <c>[timesteps, features]</c>.</summary>
    /// <param name="timesteps">Timesteps of the output.</param>
    /// <param name="features">Features of the output; timesteps times features are as many as the input has values.</param>
    public ReshapeAttribute(int timesteps, int features)
    {
        Timesteps = timesteps;
        Features = features;
    }

    /// <summary>A vector, <c>[features]</c>, as Flatten gives it.</summary>
    /// <param name="features">As many as the input has values.</param>
    public ReshapeAttribute(int features) => Features = features;

    /// <summary>Timesteps of the output; 0 for a vector.</summary>
    public int Timesteps { get; }

    /// <summary>Features of the output.</summary>
    public int Features { get; }
}
