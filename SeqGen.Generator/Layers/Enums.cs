namespace SeqGen.Generator.Layers;

/// <summary>The runtime's enum of the same name, value by value; a test holds them together.</summary>
internal enum Activation
{
    Linear,
    Relu,
    Tanh,
    Sigmoid,
    HardSigmoid,
    Softmax,
    Elu,
    LeakyRelu,
    Selu,
    Softplus,
    Softsign,
    Silu,
    Gelu,
    Exponential,
}

/// <summary>The runtime's enum of the same name.</summary>
internal enum Padding
{
    Valid,
    Same,
    Causal,
}

/// <summary>The runtime's enum of the same name.</summary>
internal enum Direction
{
    Forward,
    Reverse,
    Bidirectional,
}

/// <summary>The runtime's enum of the same name.</summary>
internal enum Merge
{
    Concat,
    Sum,
    Average,
    Multiply,
}

/// <summary>The runtime's enum of the same name.</summary>
internal enum RunningPool
{
    None,
    Cumulative,
    Window,
}
