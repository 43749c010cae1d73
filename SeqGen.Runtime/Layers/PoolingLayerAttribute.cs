namespace SeqGen;

/// <summary>What the layers that pool windows of timesteps have in common.</summary>
/// <remarks>
/// Output t takes the timesteps from <c>t · Strides - left</c> on, <c>PoolSize</c> of them, every feature by itself. Valid padding has
/// left = 0 and gives <c>⌊(timesteps - PoolSize) / Strides⌋ + 1</c> timesteps. Same padding gives <c>⌈timesteps / Strides⌉</c> with
/// left = ⌊pad / 2⌋, pad = max((outputs - 1) · Strides + PoolSize - timesteps, 0). What lies beyond the ends does not take part.
/// </remarks>
public abstract class PoolingLayerAttribute : LayerAttribute
{
    private protected PoolingLayerAttribute(int poolSize)
    {
        PoolSize = poolSize;
        Strides = poolSize;
    }

    /// <summary>Timesteps of a window.</summary>
    public int PoolSize { get; }

    /// <summary>Timesteps from window to window, 1 or more. Default: the pool's size.</summary>
    public int Strides { get; set; }

    /// <summary>Valid or same. Default: valid.</summary>
    public Padding Padding { get; set; } = Padding.Valid;
}
