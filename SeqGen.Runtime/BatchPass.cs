using System;
using System.ComponentModel;
using SeqGen.Numerics;

namespace SeqGen;

/// <summary>Sizes of a model's generated batched code.</summary>
/// <param name="PackedLength">Values that Pack writes.</param>
/// <param name="WorkspaceFixed">Workspace values a pass needs whatever its batch.</param>
/// <param name="WorkspacePerRow">Workspace values a pass needs for each row of its batch.</param>
/// <param name="OutputTimesteps">Timesteps of an output sample; 0 where the output is a vector.</param>
/// <param name="OutputFeatures">Values at each output timestep, or of the output vector.</param>
/// <param name="OutputActivation">The activation that ends the model, which a pass can leave out for a loss fused with it.</param>
[RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BatchLayout(
    int PackedLength, int WorkspaceFixed, int WorkspacePerRow, int OutputTimesteps, int OutputFeatures, Activation OutputActivation)
{
    /// <summary>
    /// True if a batch in training must be one pass, because a layer takes statistics over all of it; after a step the trainer calls
    /// <see cref="ISequenceModel{TSelf}.UpdateStatistics"/>.
    /// </summary>
    public bool TakesWholeBatch { get; init; }

    /// <summary>Distance of the states in <see cref="BatchPass{T}.States"/>; 0 for a model of samples, which has none.</summary>
    public int StateStride { get; init; }

    /// <summary>
    /// True if parameters are read again at every timestep, so that many rows should share a reading; else rows are independent work, and
    /// few at a time stay in the caches.
    /// </summary>
    public bool HasRecurrence { get; init; }

    /// <summary>True if samples may have fewer timesteps, which <see cref="BatchPass{T}.Lengths"/> gives.</summary>
    public bool VariableLength { get; init; }

    /// <summary>
    /// Where a pass leaves the mask of its output in the workspace until it goes backward, for <see cref="IndexOf"/>:
    /// <c>[OutputTimesteps][batch]</c>, 0 where a timestep is padding; null if none is.
    /// </summary>
    public int? OutputMask { get; init; }

    /// <summary>The table of which training changes no rows but those that a batch looks up; null if there is none.</summary>
    public LazyTable? LazyTable { get; init; }

    /// <summary>
    /// True if the output is a sequence over the input's timesteps, all of them or those that windows and strides leave; false if it is a
    /// vector, or a sequence made of one, as by <see cref="RepeatVectorAttribute"/>.
    /// </summary>
    public bool RunsAlongInput { get; init; }

    /// <summary>Rows of the table in which a timestep of a sample, a token, is looked up; null if it is no token.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>True if a row stands for tokens outside the vocabulary.</summary>
    public bool TakesOtherTokens { get; init; }

    /// <summary>Workspace values that a pass needs for each row of its batch if it is asked for dL/d inputs, beside the others.</summary>
    public int InputGradientPerRow { get; init; }

    /// <summary>Values that the largest workspace has.</summary>
    internal static int MaxWorkspace => Array.MaxLength / 2;

    /// <summary>Index in the workspace of a tensor whose place is given for each row of the batch.</summary>
    public int IndexOf(int offset, int batch) => WorkspaceFixed + offset * batch;

    /// <summary>Workspace values that a pass over <paramref name="batch"/> rows needs.</summary>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="wantsInputGradient">True if backward is asked for dL/d inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are more than one buffer can hold.</exception>
    public int WorkspaceLength(int batch, bool wantsInputGradient = false)
    {
        long length = WorkspaceValues(batch, wantsInputGradient);
        if (length > MaxWorkspace)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batch), batch, $"A batch of {batch} needs a workspace of {length} values; use smaller batches.");
        }
        return (int)length;
    }

    /// <summary>As <see cref="WorkspaceLength"/>, whether a buffer can hold them or not.</summary>
    internal long WorkspaceValues(int batch, bool wantsInputGradient = false) =>
        WorkspaceFixed + (WorkspacePerRow + (wantsInputGradient ? InputGradientPerRow : 0L)) * batch;
}

/// <summary>An embedding whose gradient a backward pass writes in the rows of the batch's tokens alone.</summary>
/// <param name="Offset">Index of its first value among the parameters.</param>
/// <param name="Rows">Its rows, a token each.</param>
/// <param name="Dimensions">Values of a row.</param>
/// <param name="OutOfVocabulary">The row of a token that has none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[RealtimeSafe]
public readonly record struct LazyTable(int Offset, int Rows, int Dimensions, int OutOfVocabulary)
{
    /// <summary>The row that a token of an input stands for.</summary>
    public int RowOf(float token) => EmbeddingRows.IsToken(token, Rows) ? (int)token : OutOfVocabulary;
}

/// <summary>
/// Where a pass leaves what a layer gives, until it goes backward: <c>[steps][batch][stride]</c>, of which the first values of a row count.
/// </summary>
/// <param name="Name">The layer, as its tensors name it.</param>
/// <param name="Offset">Where the output starts in the workspace, for <see cref="BatchLayout.IndexOf"/>.</param>
/// <param name="Steps">Timesteps; 1 for a vector.</param>
/// <param name="Features">Values of a row.</param>
/// <param name="Stride">Distance of rows.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LayerOutput(string Name, int Offset, int Steps, int Features, int Stride);

/// <summary>One pass of a batch through generated code: how it runs and the memory it works in.</summary>
/// <typeparam name="T"><see cref="float"/>; <see cref="double"/> where gradients are checked.</typeparam>
[RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct BatchPass<T> where T : unmanaged
{
    /// <summary>Rows of the batch.</summary>
    public required int Batch { get; init; }

    /// <summary>The parameters as Pack laid them out.</summary>
    public required ReadOnlySpan<T> Packed { get; init; }

    /// <summary>The parameters as they are, for layers that read few of them.</summary>
    public required ReadOnlySpan<T> Parameters { get; init; }

    /// <summary>Memory for <see cref="BatchLayout.WorkspaceLength"/> values, 64-byte aligned.</summary>
    public required Span<T> Workspace { get; init; }

    /// <summary>Timesteps of each row, for a model of variable length; empty where all have all.</summary>
    public ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>
    /// States of the streams whose next timesteps the batch is, <see cref="BatchLayout.StateStride"/> values a row; they go on with it.
    /// Empty for a model of samples.
    /// </summary>
    public Span<T> States { get; init; }

    /// <summary>True in training: dropout drops, and what backward needs is kept for every timestep.</summary>
    public bool Training { get; init; }

    /// <summary>True to leave out the final activation, for a loss that is fused with it.</summary>
    public bool Logits { get; init; }

    /// <summary>Chooses the dropout masks, together with each row's index.</summary>
    public ulong Seed { get; init; }

    /// <summary>The index of the pass's first row in the whole batch, so that masks do not depend on how a batch is cut.</summary>
    public int FirstRow { get; init; }
}
