namespace SeqGen;

/// <summary>What the layers with a kernel W and a bias b have in common.</summary>
/// <remarks>
/// L1 and L2 add <c>L1 · Σ|w| + L2 · Σw²</c> over a tensor to the loss that training reports and descends (keras.regularizers.L1L2).
/// </remarks>
public abstract class WeightedLayerAttribute : LayerAttribute
{
    private protected WeightedLayerAttribute()
    {
    }

    /// <summary>Whether biases are added. Default: true.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>How W starts. Default: Glorot uniform.</summary>
    public Initialization KernelInitializer { get; set; } = Initialization.GlorotUniform;

    /// <summary>The number that <see cref="KernelInitializer"/> takes, as <see cref="Initialization"/> says for each; NaN for its default.</summary>
    public float KernelInitializerValue { get; set; } = float.NaN;

    /// <summary>How b starts. Default: zeros.</summary>
    public Initialization BiasInitializer { get; set; } = Initialization.Zeros;

    /// <summary>The number that <see cref="BiasInitializer"/> takes; NaN for its default.</summary>
    public float BiasInitializerValue { get; set; } = float.NaN;

    /// <summary>L1 penalty of W, 0 or more. Default: 0.</summary>
    public float L1 { get; set; }

    /// <summary>L2 penalty of W, 0 or more. Default: 0.</summary>
    public float L2 { get; set; }

    /// <summary>L1 penalty of b, 0 or more. Default: 0.</summary>
    public float BiasL1 { get; set; }

    /// <summary>L2 penalty of b, 0 or more. Default: 0.</summary>
    public float BiasL2 { get; set; }
}
