namespace SeqGen;

/// <summary>Activation functions, with Keras's formulas (keras.activations).</summary>
public enum Activation
{
    /// <summary>x.</summary>
    Linear,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>Keras 3's: relu6(x + 3) / 6, that is 0 below -3, 1 above 3, x / 6 + 1/2 between.</summary>
    HardSigmoid,

    /// <summary>e^(x - max) / sum e^(x - max) over the units.</summary>
    Softmax,

    /// <summary>x above 0, e^x - 1 below.</summary>
    Elu,

    /// <summary>x above 0, 0.2 x below.</summary>
    LeakyRelu,

    /// <summary>1.0507 x above 0, 1.0507 · 1.6733 (e^x - 1) below.</summary>
    Selu,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>x sigmoid(x), also known as swish.</summary>
    Silu,

    /// <summary>x Φ(x), with the normal distribution's exact Φ.</summary>
    Gelu,

    /// <summary>e^x.</summary>
    Exponential,
}
