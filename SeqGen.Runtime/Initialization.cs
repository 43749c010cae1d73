namespace SeqGen;

/// <summary>How a parameter tensor starts: Keras's initializers, with the number that some of them take.</summary>
/// <remarks>Fans are those of the whole tensor, gates included: of <c>[in, out]</c> its two dimensions, of <c>[k, in, out]</c> k in and k out.</remarks>
public enum Initialization
{
    /// <summary>Uniform in ±√(6 / (fan_in + fan_out)) (Glorot and Bengio 2010).</summary>
    GlorotUniform,

    /// <summary>Truncated normal, standard deviation √(2 / (fan_in + fan_out)).</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6 / fan_in) (He et al. 2015).</summary>
    HeUniform,

    /// <summary>Truncated normal, standard deviation √(2 / fan_in).</summary>
    HeNormal,

    /// <summary>Uniform in ±√(3 / fan_in) (LeCun et al. 1998).</summary>
    LecunUniform,

    /// <summary>Truncated normal, standard deviation √(1 / fan_in).</summary>
    LecunNormal,

    /// <summary>Orthonormal rows or columns (Saxe et al. 2014), times the number given; default 1.</summary>
    Orthogonal,

    /// <summary>0.</summary>
    Zeros,

    /// <summary>1.</summary>
    Ones,

    /// <summary>The number given; default 0.</summary>
    Constant,

    /// <summary>Uniform in ± the number given; default 0.05.</summary>
    RandomUniform,

    /// <summary>Normal with the number given as standard deviation; default 0.05.</summary>
    RandomNormal,

    /// <summary>Normal, drawn again beyond two standard deviations, the number given; default 0.05.</summary>
    TruncatedNormal,

    /// <summary>The identity matrix times the number given; default 1. A recurrent kernel of several gates gets one for each gate.</summary>
    Identity,
}
