namespace SeqGen;

/// <summary>Turns tokens into vectors (keras.layers.Embedding): <c>[timesteps]</c> whole numbers to <c>[timesteps, dimensions]</c>. The first layer of a token model.</summary>
/// <param name="vocabulary">Number of tokens, which are 0 to vocabulary - 1; at most 16,777,216.</param>
/// <param name="dimensions">Length of a vector, 1 or more.</param>
/// <remarks>
/// <code>
/// y(t) = E[x(t)]
/// </code>
/// One tensor, embeddings E <c>[vocabulary, dimensions]</c>, which starts uniform in ±0.05.
/// </remarks>
public sealed class EmbeddingAttribute(int vocabulary, int dimensions) : LayerAttribute
{
    /// <summary>Number of tokens.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Length of a vector.</summary>
    public int Dimensions { get; } = dimensions;

    /// <summary>True if token 0 is padding, which the layers after this one pass over. Row 0 stays a row like the others. Default: false.</summary>
    public bool MaskZero { get; set; }

    /// <summary>The row for tokens outside the vocabulary; -1 to refuse them with an error that names the position. Default: -1.</summary>
    public int OutOfVocabulary { get; set; } = -1;

    /// <summary>
    /// True to change only the rows of a batch's tokens in a training step, which is much faster for a large vocabulary. Default: false.
    /// </summary>
    /// <remarks>
    /// These are not Keras's numbers: a row that is not in the batch keeps its value and what the optimizer remembers of it (Adam's means,
    /// a momentum), and gets no weight decay and no gradient of a penalty. PyTorch: SparseAdam. Norms for clipping and gradients
    /// themselves are the same either way; with gradient accumulation the rows are those of all batches of an update. Padding behind a
    /// sample of variable length is token 0.
    /// </remarks>
    public bool LazyUpdate { get; set; }

    /// <summary>How E starts. Default: uniform in ±0.05.</summary>
    public Initialization EmbeddingsInitializer { get; set; } = Initialization.RandomUniform;

    /// <summary>The number that <see cref="EmbeddingsInitializer"/> takes; NaN for its default.</summary>
    public float EmbeddingsInitializerValue { get; set; } = float.NaN;

    /// <summary>L1 penalty of E, 0 or more. Default: 0.</summary>
    public float EmbeddingsL1 { get; set; }

    /// <summary>L2 penalty of E, 0 or more. Default: 0.</summary>
    public float EmbeddingsL2 { get; set; }
}
