namespace SeqGen;

/// <summary>The same vector at every timestep (keras.layers.RepeatVector): <c>[features]</c> to <c>[n, features]</c>.</summary>
/// <param name="n">Timesteps of the output, 1 or more.</param>
public sealed class RepeatVectorAttribute(int n) : LayerAttribute
{
    /// <summary>Timesteps of the output.</summary>
    public int N { get; } = n;
}
