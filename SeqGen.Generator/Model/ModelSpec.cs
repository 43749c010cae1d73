using SeqGen.Generator.Layers;

namespace SeqGen.Generator.Model;

/// <summary>What the user asked for. Equal specs give equal code; nothing here refers to a symbol, a syntax node or a location.</summary>
/// <param name="Type">The class.</param>
/// <param name="Timesteps">Timesteps of a sample, the most it may have where lengths vary.</param>
/// <param name="Features">Features at each timestep, or <see cref="Tokens"/>.</param>
/// <param name="VariableLength">True if a sample may have fewer timesteps.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Errors">What is wrong with the declaration.</param>
internal sealed record ModelSpec(
    TypeHierarchy Type, int Timesteps, int Features, bool VariableLength, EquatableArray<LayerSpec> Layers, EquatableArray<ModelError> Errors)
{
    /// <summary>What stands for the features of a model of tokens.</summary>
    public const int Tokens = int.MaxValue;

    /// <summary>True if a model that cannot go one timestep at a time is an error.</summary>
    public bool Streaming { get; init; }

    /// <summary>True if a recurrent state that has decayed to next to nothing becomes 0.</summary>
    public bool FlushDenormals { get; init; } = true;

    /// <summary>Timesteps of a chunk in the training of streams; null if there is none.</summary>
    public int? TruncatedBptt { get; init; }

    /// <summary>True if a timestep is one whole number.</summary>
    public bool IsTokens => Features == Tokens;
}

/// <summary>Something that is wrong with a model.</summary>
/// <param name="Id">Id of the diagnostic, as <c>SEQGEN101</c>.</param>
/// <param name="Layer">Index of the layer it is about; -1 for the model as a whole.</param>
/// <param name="Arguments">What its message names.</param>
internal sealed record ModelError(string Id, int Layer, EquatableArray<string> Arguments)
{
    public static ModelError Of(string id, int layer, params string[] arguments) => new(id, layer, new EquatableArray<string>(arguments));
}
