namespace SeqGen;

/// <summary>What the layers that normalize have in common: a scale γ and a shift β for every feature.</summary>
public abstract class NormalizationLayerAttribute : LayerAttribute
{
    private protected NormalizationLayerAttribute()
    {
    }

    /// <summary>Added to the variance, above 0. Default: 0.001.</summary>
    public float Epsilon { get; set; } = 1e-3f;

    /// <summary>Whether there is a β. Default: true.</summary>
    public bool Center { get; set; } = true;

    /// <summary>Whether there is a γ. Default: true.</summary>
    public bool Scale { get; set; } = true;

    /// <summary>How γ starts. Default: ones.</summary>
    public Initialization GammaInitializer { get; set; } = Initialization.Ones;

    /// <summary>The number that <see cref="GammaInitializer"/> takes; NaN for its default.</summary>
    public float GammaInitializerValue { get; set; } = float.NaN;

    /// <summary>How β starts. Default: zeros.</summary>
    public Initialization BetaInitializer { get; set; } = Initialization.Zeros;

    /// <summary>The number that <see cref="BetaInitializer"/> takes; NaN for its default.</summary>
    public float BetaInitializerValue { get; set; } = float.NaN;

    /// <summary>L1 penalty of γ, 0 or more. Default: 0.</summary>
    public float GammaL1 { get; set; }

    /// <summary>L2 penalty of γ, 0 or more. Default: 0.</summary>
    public float GammaL2 { get; set; }

    /// <summary>L1 penalty of β, 0 or more. Default: 0.</summary>
    public float BetaL1 { get; set; }

    /// <summary>L2 penalty of β, 0 or more. Default: 0.</summary>
    public float BetaL2 { get; set; }
}
