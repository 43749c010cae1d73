using System;
using System.ComponentModel;

namespace SeqGen;

/// <summary>What the generator writes for a class under <see cref="SequenceModelAttribute"/>.</summary>
/// <typeparam name="TSelf">The model class itself.</typeparam>
/// <remarks>
/// Samples are row-major: an input is <c>[Timesteps, Features]</c>, an output <c>[OutputTimesteps, OutputFeatures]</c> or
/// <c>[OutputFeatures]</c>. The members below <see cref="PredictBatch"/> drive the generated batched code; trainers call them, users do not.
/// </remarks>
public interface ISequenceModel<TSelf> where TSelf : class, ISequenceModel<TSelf>
{
    /// <summary>Timesteps of one input sample.</summary>
    [RealtimeSafe]
    static abstract int Timesteps { get; }

    /// <summary>Features at each timestep of an input sample.</summary>
    [RealtimeSafe]
    static abstract int Features { get; }

    /// <summary>Values of one output sample: units, or timesteps x units where the model ends in a sequence.</summary>
    [RealtimeSafe]
    static abstract int OutputLength { get; }

    /// <summary>Parameters of the model, those that are not trained included.</summary>
    [RealtimeSafe]
    static abstract int ParameterCount { get; }

    /// <summary>A table of layers, output shapes and parameter counts, as Keras prints it.</summary>
    static abstract string Summary { get; }

    /// <summary>The tensors that <see cref="Parameters"/> is made of, layers in order.</summary>
    [RealtimeSafe]
    static abstract ReadOnlySpan<ParameterTensor> ParameterTensors { get; }

    /// <summary>All parameters, in the order of <see cref="ParameterTensors"/>, each tensor in Keras's layout.</summary>
    [RealtimeSafe]
    Span<float> Parameters { get; }

    /// <summary>The output for one sample. Allocates nothing; any number of threads may call it at once.</summary>
    /// <param name="input"><c>[Timesteps, Features]</c>, row-major.</param>
    /// <param name="output">Receives <see cref="OutputLength"/> values.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    [RealtimeSafe]
    void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The outputs for any number of samples, bit for bit those of <see cref="Predict"/>.</summary>
    /// <param name="inputs"><c>[samples, Timesteps, Features]</c>, row-major.</param>
    /// <param name="outputs">Receives <c>[samples, OutputLength]</c>.</param>
    /// <exception cref="ArgumentException">A span has another length, or they overlap.</exception>
    [RealtimeSafe]
    void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>The layers that inference runs, with the options that change their numbers, for files: <c>Lstm(32) Dense(1)</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract string Architecture { get; }

    /// <summary>What the batched code needs and gives.</summary>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    static abstract BatchLayout Batched { get; }

    /// <summary>Where a pass leaves the output of each layer, layers in order; empty if it does not say.</summary>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    static virtual ReadOnlySpan<LayerOutput> LayerOutputs => [];

    /// <summary>Copies parameters into the layouts that <see cref="Forward"/> reads. Needed again after each change of a parameter.</summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="packed">Receives <see cref="BatchLayout.PackedLength"/> values.</param>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void Pack(ReadOnlySpan<float> parameters, Span<float> packed);

    /// <summary>Writes the transposes that only <see cref="Backward"/> reads, beside what <see cref="Pack"/> wrote.</summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="packed">Receives <see cref="BatchLayout.PackedLength"/> values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static virtual void PackTransposed(ReadOnlySpan<float> parameters, Span<float> packed)
    {
    }

    /// <summary>Runs a batch forward. What <see cref="Backward"/> needs stays in the workspace.</summary>
    /// <param name="pass">The batch and its memory.</param>
    /// <param name="inputs"><c>[batch, Timesteps, Features]</c>.</param>
    /// <param name="outputs">Receives <c>[batch, OutputLength]</c>.</param>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void Forward(in BatchPass<float> pass, ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Runs a batch backward, once after <see cref="Forward"/> with the same pass, and writes over what layers gave.</summary>
    /// <param name="pass">The batch and its memory.</param>
    /// <param name="dOutputs">dL/d outputs, <c>[batch, OutputLength]</c>; dL/d logits where the pass leaves out the final activation.</param>
    /// <param name="dParameters">
    /// Receives dL/d parameters: overwritten, not added to. Of a <see cref="BatchLayout.LazyTable"/> only the rows of the batch's tokens are written.
    /// </param>
    /// <param name="dInputs">Receives dL/d inputs, 0 for tokens; empty if they are not wanted. They need room of their own in the workspace.</param>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void Backward(in BatchPass<float> pass, ReadOnlySpan<float> dOutputs, Span<float> dParameters, Span<float> dInputs);

    /// <summary>
    /// Moves the moving statistics of batch normalization towards those of a batch, after <see cref="Forward"/> in training with the same
    /// pass. Does nothing where <see cref="BatchLayout.TakesWholeBatch"/> is false.
    /// </summary>
    /// <param name="pass">The batch and its memory.</param>
    /// <param name="parameters">All parameters, of which the moving statistics change.</param>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    static virtual void UpdateStatistics(in BatchPass<float> pass, Span<float> parameters)
    {
    }
}
