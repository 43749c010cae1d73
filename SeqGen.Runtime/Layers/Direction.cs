namespace SeqGen;

/// <summary>Which way a recurrent layer reads a sequence.</summary>
public enum Direction
{
    /// <summary>From the first timestep to the last.</summary>
    Forward,

    /// <summary>
    /// From the last timestep to the first (Keras's go_backwards). With ReturnSequences the outputs come in the order of processing:
    /// the first belongs to the last timestep.
    /// </summary>
    Reverse,

    /// <summary>
    /// Both ways, with parameters of their own (Schuster and Paliwal 1997; keras.layers.Bidirectional). With ReturnSequences the
    /// backward half's outputs are put back into the order of time; without, each half gives the last output it computed.
    /// </summary>
    Bidirectional,
}

/// <summary>How the outputs of the two halves of a bidirectional layer become one.</summary>
public enum Merge
{
    /// <summary>Side by side, forward first: <c>[2 units]</c>.</summary>
    Concat,

    /// <summary>forward + backward.</summary>
    Sum,

    /// <summary>(forward + backward) / 2.</summary>
    Average,

    /// <summary>forward · backward, value by value.</summary>
    Multiply,
}
