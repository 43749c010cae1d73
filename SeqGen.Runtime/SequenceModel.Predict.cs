using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeqGen.Numerics;

namespace SeqGen;

public static partial class SequenceModel
{
    // Below this many samples packing the parameters costs more than the batched kernels save.
    private const int FewSamples = 4;
    private const int BlockRows = 64;

    // Values of the second cache (1 MB): where nothing recurs, a block of samples is to stay in it from layer to layer.
    private const int CachedValues = 262144;

    /// <summary>Refuses a span of the wrong length.</summary>
    /// <param name="actual">Its length.</param>
    /// <param name="expected">The length it should have.</param>
    /// <param name="argument">What the caller calls it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckLength(int actual, int expected, string argument)
    {
        if (actual != expected)
        {
            ThrowLength(actual, expected, argument);
        }
    }

    /// <summary>Refuses outputs of many streams that would be written over inputs before these are read.</summary>
    /// <param name="inputs">The inputs, one stream's after the other's.</param>
    /// <param name="outputs">The outputs: the same memory, or memory apart from it.</param>
    /// <exception cref="ArgumentException">They overlap otherwise.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    public static void CheckPlace(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs)
    {
        if (inputs.Overlaps(outputs, out int offset) && (offset != 0 || inputs.Length != outputs.Length))
        {
            throw new ArgumentException("outputs overlaps inputs; expected the same memory or memory of its own.", nameof(outputs));
        }
    }

    /// <summary>The outputs for any number of samples, bit for bit those of <see cref="ISequenceModel{TSelf}.Predict"/>.</summary>
    /// <remarks>
    /// Allocates nothing after a thread's first call for the largest model it uses; any number of threads may call it at once.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="inputs"><c>[samples, Timesteps, Features]</c>, row-major.</param>
    /// <param name="outputs">Receives <c>[samples, OutputLength]</c>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or they overlap.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PredictBatch<TModel>(TModel model, ReadOnlySpan<float> inputs, Span<float> outputs)
        where TModel : class, ISequenceModel<TModel>
    {
        int samples = CheckBatch<TModel, float>(inputs, outputs);
        if (samples >= FewSamples)
        {
            PredictBlocks<TModel, float>(model.Parameters, inputs, [], outputs, samples);
            return;
        }
        int inputLength = TModel.Timesteps * TModel.Features, outputLength = TModel.OutputLength;
        for (int i = 0; i < samples; i++)
        {
            model.Predict(inputs.Slice(i * inputLength, inputLength), outputs.Slice(i * outputLength, outputLength));
        }
    }

    /// <summary>The outputs for any number of samples of tokens.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs"><c>[samples, Timesteps]</c>, row-major.</param>
    /// <param name="outputs">Receives <c>[samples, OutputLength]</c>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or they overlap.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    public static void PredictBatch<TModel>(TModel model, ReadOnlySpan<int> inputs, Span<float> outputs)
        where TModel : class, ISequenceModel<TModel> =>
        PredictBlocks<TModel, int>(model.Parameters, inputs, [], outputs, CheckBatch<TModel, int>(inputs, outputs));

    /// <summary>The outputs for any number of samples of any lengths.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs"><c>[samples, Timesteps, Features]</c>, row-major.</param>
    /// <param name="lengths">Timesteps of each sample.</param>
    /// <param name="outputs">Receives <c>[samples, OutputLength]</c>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, a sample has, or the spans overlap.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    public static void PredictBatch<TModel, TValue>(
        TModel model, ReadOnlySpan<TValue> inputs, ReadOnlySpan<int> lengths, Span<float> outputs)
        where TModel : class, ISequenceModel<TModel>
        where TValue : unmanaged, INumber<TValue>
    {
        int samples = CheckBatch<TModel, TValue>(inputs, outputs);
        CheckLength(lengths.Length, samples, nameof(lengths));
        for (int i = 0; i < samples; i++)
        {
            if (lengths[i] < 1 || lengths[i] > TModel.Timesteps)
            {
                throw new ArgumentException($"lengths[{i}] is {lengths[i]}; expected 1 to {TModel.Timesteps} timesteps.", nameof(lengths));
            }
        }
        PredictBlocks<TModel, TValue>(model.Parameters, inputs, lengths, outputs, samples);
    }

    /// <summary>The output for one sample by the batched code, for models and machines without code for one sample.</summary>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    public static void PredictAsBatch<TModel, TValue>(TModel model, ReadOnlySpan<TValue> input, Span<float> output)
        where TModel : class, ISequenceModel<TModel>
        where TValue : unmanaged, INumber<TValue>
    {
        ReadOnlySpan<int> length = [input.Length / TModel.Features];
        PredictBlocks<TModel, TValue>(model.Parameters, input, length[0] == TModel.Timesteps ? [] : length, output, 1);
    }

    /// <summary>Refuses a sample that is not 1 to the most timesteps long.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    public static void CheckVariableLength(int actual, int features, int timesteps, string argument)
    {
        if (actual == 0 || actual % features != 0 || actual / features > timesteps)
        {
            throw new ArgumentException(
                $"{argument} has {actual} values; expected 1 to {timesteps} timesteps of {features} values each.", argument);
        }
    }
    /// <summary>The output for one sample, from and to tensors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input"><c>[Timesteps, Features]</c>, dense.</param>
    /// <param name="output">
    /// Receives <c>[OutputFeatures]</c>, or <c>[OutputTimesteps, OutputFeatures]</c> where the model ends in a sequence; dense.
    /// </param>
    /// <exception cref="ArgumentException">A tensor has another shape or is not dense.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    public static void Predict<TModel>(TModel model, in ReadOnlyTensorSpan<float> input, in TensorSpan<float> output)
        where TModel : class, ISequenceModel<TModel>
    {
        BatchLayout layout = TModel.Batched;
        CheckShape(input.Lengths, -1, TModel.Timesteps, TModel.Features, nameof(input));
        CheckShape(output.Lengths, -1, layout.OutputTimesteps, layout.OutputFeatures, nameof(output));
        model.Predict(Dense(input, nameof(input)), Dense(output, nameof(output)));
    }

    /// <summary>The outputs for any number of samples, from and to tensors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs"><c>[samples, Timesteps, Features]</c>, dense.</param>
    /// <param name="outputs">
    /// Receives <c>[samples, OutputFeatures]</c>, or <c>[samples, OutputTimesteps, OutputFeatures]</c> where the model ends in a sequence;
    /// dense.
    /// </param>
    /// <exception cref="ArgumentException">A tensor has another shape or is not dense, or they overlap.</exception>
    [RealtimeSafe, EditorBrowsable(EditorBrowsableState.Never)]
    public static void PredictBatch<TModel>(TModel model, in ReadOnlyTensorSpan<float> inputs, in TensorSpan<float> outputs)
        where TModel : class, ISequenceModel<TModel>
    {
        BatchLayout layout = TModel.Batched;
        nint samples = inputs.Rank > 0 ? inputs.Lengths[0] : 0;
        CheckShape(inputs.Lengths, samples, TModel.Timesteps, TModel.Features, nameof(inputs));
        CheckShape(outputs.Lengths, samples, layout.OutputTimesteps, layout.OutputFeatures, nameof(outputs));
        model.PredictBatch(Dense(inputs, nameof(inputs)), Dense(outputs, nameof(outputs)));
    }

    [RealtimeSafe]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CheckBatch<TModel, TValue>(ReadOnlySpan<TValue> inputs, Span<float> outputs)
        where TModel : class, ISequenceModel<TModel>
        where TValue : unmanaged
    {
        int inputLength = TModel.Timesteps * TModel.Features, outputLength = TModel.OutputLength;
        int samples = inputs.Length / inputLength;
        if (inputs.Length % inputLength != 0)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; expected a multiple of {inputLength}, samples of [{TModel.Timesteps}, {TModel.Features}].",
                nameof(inputs));
        }
        if (outputs.Length != (long)samples * outputLength)
        {
            throw new ArgumentException(
                $"outputs has {outputs.Length} values; expected {(long)samples * outputLength}, {samples} samples of {outputLength}.",
                nameof(outputs));
        }
        // The outputs of a sample would be written over inputs of those after it.
        if (MemoryMarshal.Cast<TValue, float>(inputs).Overlaps(outputs))
        {
            throw new ArgumentException("outputs overlaps inputs; expected memory of its own.", nameof(outputs));
        }
        return samples;
    }

    [RealtimeSafe]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PredictBlocks<TModel, TValue>(
        ReadOnlySpan<float> parameters, ReadOnlySpan<TValue> inputs, ReadOnlySpan<int> lengths, Span<float> outputs, int samples)
        where TModel : class, ISequenceModel<TModel>
        where TValue : unmanaged, INumber<TValue>
    {
        BatchLayout layout = TModel.Batched;
        int fitting = layout.HasRecurrence ? BlockRows : Math.Clamp(CachedValues / Math.Max(1, layout.WorkspacePerRow), FewSamples, BlockRows);
        int rows = Math.Min(fitting, samples), inputLength = TModel.Timesteps * TModel.Features, outputLength = TModel.OutputLength;
        // Tokens, and samples shorter than the rest, go through a copy.
        bool copies = typeof(TValue) != typeof(float) || inputs.Length < (long)samples * inputLength;
        int inputStart = PaddedRow.Length(layout.PackedLength);
        int workspaceStart = inputStart + (copies ? PaddedRow.Length(rows * inputLength) : 0);
        int workspaceLength = layout.WorkspaceLength(rows);
        Span<float> scratch = Scratch.Borrow(checked(workspaceStart + workspaceLength));
        Span<float> packed = scratch[..layout.PackedLength];
        TModel.Pack(parameters, packed);

        for (int start = 0; start < samples; start += rows)
        {
            int count = Math.Min(rows, samples - start);
            ReadOnlySpan<TValue> block = inputs[(start * inputLength)..Math.Min(inputs.Length, (start + count) * inputLength)];
            var pass = new BatchPass<float>
            {
                Batch = count,
                Parameters = parameters,
                Packed = packed,
                Workspace = scratch.Slice(workspaceStart, workspaceLength),
                Lengths = lengths.IsEmpty ? [] : lengths.Slice(start, count),
                FirstRow = start,
            };
            ReadOnlySpan<float> values = copies
                ? ToFloats(block, scratch.Slice(inputStart, count * inputLength))
                : MemoryMarshal.Cast<TValue, float>(block);
            TModel.Forward(pass, values, outputs.Slice(start * outputLength, count * outputLength));
        }
    }

    [RealtimeSafe]
    private static Span<float> ToFloats<TValue>(ReadOnlySpan<TValue> values, Span<float> floats) where TValue : unmanaged, INumber<TValue>
    {
        floats[values.Length..].Clear();
        TensorPrimitives.ConvertTruncating(values, floats);
        return floats;
    }

    [RealtimeSafe]
    private static ReadOnlySpan<float> Dense(in ReadOnlyTensorSpan<float> tensor, string argument) => tensor.IsDense
        ? MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength))
        : throw NotDense(argument);

    [RealtimeSafe]
    private static Span<float> Dense(in TensorSpan<float> tensor, string argument) => tensor.IsDense
        ? MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength))
        : throw NotDense(argument);

    private static ArgumentException NotDense(string argument) =>
        new($"{argument} is not dense: its values do not lie one after the other. Copy it into a dense tensor first.", argument);

    // samples is -1 where there is no such dimension, timesteps 0.
    [RealtimeSafe]
    private static void CheckShape(ReadOnlySpan<nint> lengths, nint samples, int timesteps, int features, string argument)
    {
        Span<nint> expected = stackalloc nint[3];
        int rank = 0;
        if (samples >= 0)
        {
            expected[rank++] = samples;
        }
        if (timesteps > 0)
        {
            expected[rank++] = timesteps;
        }
        expected[rank++] = features;
        if (!lengths.SequenceEqual(expected[..rank]))
        {
            throw new ArgumentException($"{argument} has the shape {Text(lengths)}; expected {Text(expected[..rank])}.", argument);
        }
    }

    private static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";

    [RealtimeSafe]
    private static void ThrowLength(int actual, int expected, string argument) =>
        throw new ArgumentException($"{argument} has {actual} values; expected {expected}.", argument);
}
