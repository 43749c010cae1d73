namespace SeqGen;

/// <summary>What a global pooling layer pools when the model goes one timestep at a time.</summary>
/// <remarks>Predict and training pool all timesteps of a sample, whichever is chosen.</remarks>
public enum RunningPool
{
    /// <summary>Nothing: the layer needs all timesteps at once, and its model has no Step.</summary>
    None,

    /// <summary>All timesteps since the stream began.</summary>
    Cumulative,

    /// <summary>The last ones, as many as the layer's input has in a sample; fewer at the beginning of the stream.</summary>
    Window,
}
