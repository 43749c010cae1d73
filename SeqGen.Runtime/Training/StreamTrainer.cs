using System;

namespace SeqGen.Training;

/// <summary>Trains a model on streams by truncated backpropagation through time; a model under <see cref="TruncatedBpttAttribute"/> makes it.</summary>
/// <remarks>
/// Streams go on in chunks. Each chunk runs forward from the states that the one before left, backward to its own beginning, and updates
/// the parameters once; memory is that of a chunk, however long the stream. Nothing is allocated after construction. A trainer is for one
/// thread at a time, and nothing else may use the model while a chunk runs.
/// </remarks>
/// <typeparam name="TState">The model's State.</typeparam>
public abstract class StreamTrainer<TState> : IDisposable where TState : struct, IStreamState<TState>
{
    private protected StreamTrainer()
    {
    }

    /// <summary>Timesteps of a chunk.</summary>
    public abstract int ChunkLength { get; }

    /// <summary>
    /// A state for each stream, as the last chunk left it: for Step to go on from, to be saved, or set to begin another stream. Values of
    /// timesteps that <see cref="TrainStep"/> has gathered but not trained on are not in it.
    /// </summary>
    public abstract Span<TState> States { get; }

    /// <summary>Chunks trained on.</summary>
    public abstract long Chunks { get; }

    /// <summary>dL/d parameters of the last chunk, as <see cref="Trainer{TModel}.Gradients"/>.</summary>
    public abstract ReadOnlySpan<float> Gradients { get; }

    /// <summary><see cref="TrainerOptions.Metrics"/> over the last chunk.</summary>
    public abstract ReadOnlySpan<double> Metrics { get; }

    /// <summary>Takes one timestep of every stream; trains when a chunk is full.</summary>
    /// <param name="inputs"><c>[streams, Features]</c>.</param>
    /// <param name="targets"><c>[streams, StepOutputLength]</c>; for class indices <c>[streams]</c>.</param>
    /// <param name="loss">The chunk's mean loss where one was full, penalties included; else NaN.</param>
    /// <returns>True if a chunk was full. It was trained on, unless its loss is not finite: then the chunk is dropped and changes nothing.</returns>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, targets are not the loss's, or a token is outside the vocabulary; nothing is taken.
    /// </exception>
    public abstract bool TrainStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, out float loss);

    /// <summary>Trains on the next chunk of every stream. A loss that is not finite changes nothing, states included.</summary>
    /// <param name="inputs"><c>[streams, ChunkLength, Features]</c>.</param>
    /// <param name="targets"><c>[streams, ChunkLength, StepOutputLength]</c>; for class indices <c>[streams, ChunkLength]</c>.</param>
    /// <param name="weights">Factors of the timesteps' losses, <c>[streams]</c> or <c>[streams, ChunkLength]</c>; empty if all are 1.</param>
    /// <returns>The chunk's mean loss, before the update, penalties included.</returns>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, targets are not the loss's, or a token is outside the vocabulary; nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException"><see cref="TrainStep"/> has gathered part of a chunk.</exception>
    public abstract float TrainChunk(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default);

    /// <summary>Begins new streams: all states are the start of one, and timesteps gathered are dropped.</summary>
    public abstract void Reset();

    /// <summary>Puts the running means of the parameters into the model, where <see cref="Optimizer.UseEma"/> keeps them.</summary>
    /// <exception cref="InvalidOperationException">The optimizer does not keep them.</exception>
    public abstract void ApplyAverages();

    /// <summary>
    /// Writes down the training, for <see cref="Load"/>: parameters, the optimizer's memory, its learning rate unless a schedule gives it,
    /// the states of the streams and the timesteps that <see cref="TrainStep"/> has gathered.
    /// </summary>
    /// <param name="path">Where the file goes, a safetensors file; one that stands there is replaced, by a whole one or not at all.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="System.IO.IOException">The file cannot be written; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">The place must not be written to.</exception>
    public abstract void Save(string path);

    /// <summary>
    /// Goes on with a training that <see cref="Save"/> wrote, with the numbers of one that was not interrupted: the trainer is made with the
    /// same options, for as many streams and a model of the same class.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="System.IO.InvalidDataException">The file is damaged or of another training; nothing is changed.</exception>
    /// <exception cref="System.IO.IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public abstract void Load(string path);

    /// <summary>Stops the threads. The model stays as it is.</summary>
    public abstract void Dispose();

    /// <summary>For generated code.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static StreamTrainer<TState> Create<TChunks>(TChunks model, TrainerOptions options, int streams) where TChunks : class, ISequenceModel<TChunks> =>
        new ChunkTrainer<TChunks, TState>(model, options, streams);
}
