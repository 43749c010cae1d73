namespace SeqGen;

/// <summary>What the layers that pool all timesteps are told alike.</summary>
public abstract class GlobalPoolingLayerAttribute : LayerAttribute
{
    private protected GlobalPoolingLayerAttribute()
    {
    }

    /// <summary>
    /// What Step pools, where the model goes one timestep at a time. Both forms give what Predict gives when the stream has as many
    /// timesteps as a sample. Default: <see cref="RunningPool.None"/>.
    /// </summary>
    public RunningPool Running { get; set; }
}
