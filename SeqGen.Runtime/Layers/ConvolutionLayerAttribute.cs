namespace SeqGen;

/// <summary>What the convolutions over time have in common.</summary>
public abstract class ConvolutionLayerAttribute : WeightedLayerAttribute
{
    private protected ConvolutionLayerAttribute(int kernelSize) => KernelSize = kernelSize;

    /// <summary>Timesteps that an output sees, 1 or more.</summary>
    public int KernelSize { get; }

    /// <summary>Timesteps from output to output, 1 or more. Default: 1.</summary>
    public int Strides { get; set; } = 1;

    /// <summary>Timesteps from one that an output sees to the next, 1 or more; strides above 1 may come with it. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>What happens at the ends of the sequence. Default: valid, no padding.</summary>
    public Padding Padding { get; set; } = Padding.Valid;

    /// <summary>a. Default: linear.</summary>
    public Activation Activation { get; set; } = Activation.Linear;
}
