namespace SeqGen;

/// <summary>What a window over timesteps finds beyond the ends of the sequence.</summary>
public enum Padding
{
    /// <summary>Nothing: a window lies within the sequence, which gets shorter.</summary>
    Valid,

    /// <summary>
    /// Padding on both sides, the odd one on the right, so that the output has ⌈timesteps / strides⌉ timesteps.
    /// </summary>
    Same,

    /// <summary>Padding on the left alone, so that no output sees a timestep after its own.</summary>
    Causal,
}
