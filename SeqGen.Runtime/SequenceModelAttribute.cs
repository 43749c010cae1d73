using System;

namespace SeqGen;

/// <summary>Makes a partial class a sequence model: the layers are the layer attributes under this one, in the order they stand in.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SequenceModelAttribute : Attribute
{
    /// <summary>A model of samples <c>[timesteps, features]</c>.</summary>
    /// <param name="timesteps">Timesteps of an input sample, 1 or more.</param>
    /// <param name="features">Features at each timestep, 1 or more.</param>
    public SequenceModelAttribute(int timesteps, int features)
    {
        Timesteps = timesteps;
        Features = features;
    }

    /// <summary>A model of samples of tokens, <c>[timesteps]</c> whole numbers; its first layer is an <see cref="EmbeddingAttribute"/>.</summary>
    /// <param name="timesteps">Tokens of an input sample, 1 or more.</param>
    public SequenceModelAttribute(int timesteps) => Timesteps = timesteps;

    /// <summary>Timesteps of an input sample; the most that one may have where <see cref="VariableLength"/> is set.</summary>
    public int Timesteps { get; }

    /// <summary>Features at each timestep; 0 for a model of tokens.</summary>
    public int Features { get; }

    /// <summary>
    /// True if a sample may have fewer timesteps. Layers pass over the rest as over padding at the end, so that the layers up to the
    /// last recurrent or pooling one must know masks. In training <see cref="Data.IDataset.Timesteps"/> gives each sample's. A model that
    /// ends in a sequence has outputs at padded timesteps too, which count neither in the loss nor in metrics. Default: false.
    /// </summary>
    public bool VariableLength { get; set; }

    /// <summary>
    /// True to make a model that cannot go one timestep at a time a compile-time error. Step and State are there wherever they can be,
    /// whether this is set or not. Default: false.
    /// </summary>
    public bool Streaming { get; set; }

    /// <summary>
    /// True to take values of a recurrent layer's state (c of an LSTM, h of the others) below 1e-30 in size for 0, in predictions, streams
    /// and training alike. A state that decays while nothing comes in would become denormal, on which processors are several times slower.
    /// Default: true.
    /// </summary>
    public bool FlushDenormals { get; set; } = true;
}
