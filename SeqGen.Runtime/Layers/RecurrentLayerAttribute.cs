namespace SeqGen;

/// <summary>What the recurrent layers have in common: they take <c>[timesteps, features]</c> and keep a state of <c>[units]</c>.</summary>
public abstract class RecurrentLayerAttribute : WeightedLayerAttribute
{
    private protected RecurrentLayerAttribute(int units) => Units = units;

    /// <summary>Size of the state and of an output, 1 or more.</summary>
    public int Units { get; }

    /// <summary>Activation of the candidate and of what comes out. Default: tanh.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;

    /// <summary>True to give the output of every timestep, <c>[timesteps, units]</c>; false to give the last, <c>[units]</c>. Default: false.</summary>
    public bool ReturnSequences { get; set; }

    /// <summary>
    /// Part of the inputs dropped in training, in [0, 1). One mask a sample, the same at every timestep and for all gates; a mask
    /// for each gate where <see cref="RecurrentDropout"/> is set. Default: 0.
    /// </summary>
    public float Dropout { get; set; }

    /// <summary>
    /// Part of the state dropped in training before it is multiplied by U, in [0, 1). One mask a sample and gate, the same at every
    /// timestep. Default: 0.
    /// </summary>
    public float RecurrentDropout { get; set; }

    /// <summary>Which way the layer reads the sequence. Default: forward.</summary>
    public Direction Direction { get; set; } = Direction.Forward;

    /// <summary>How the outputs of the two halves of a bidirectional layer become one. Default: concatenated.</summary>
    public Merge Merge { get; set; } = Merge.Concat;

    /// <summary>How U starts. Default: orthogonal.</summary>
    public Initialization RecurrentInitializer { get; set; } = Initialization.Orthogonal;

    /// <summary>The number that <see cref="RecurrentInitializer"/> takes; NaN for its default.</summary>
    public float RecurrentInitializerValue { get; set; } = float.NaN;

    /// <summary>L1 penalty of U, 0 or more. Default: 0.</summary>
    public float RecurrentL1 { get; set; }

    /// <summary>L2 penalty of U, 0 or more. Default: 0.</summary>
    public float RecurrentL2 { get; set; }
}
