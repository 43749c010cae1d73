using System;
using System.ComponentModel;
using SeqGen.Numerics;

namespace SeqGen;

/// <summary>What the members that are generated for every model share.</summary>
public static partial class SequenceModel
{
    /// <summary>A new model's parameters, each tensor filled by its initializer.</summary>
    /// <param name="tensors">The model's tensors.</param>
    /// <param name="count">Number of parameters.</param>
    /// <param name="seed">Same seed, same values, on every machine. Each tensor draws from a stream of its own.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static AlignedBuffer<float> CreateParameters(ReadOnlySpan<ParameterTensor> tensors, int count, int seed)
    {
        var parameters = new AlignedBuffer<float>(count);
        for (int i = 0; i < tensors.Length; i++)
        {
            var random = new SeededRandom(SeededRandom.Derive((uint)seed, (ulong)i));
            ParameterTensor tensor = tensors[i];
            tensor.Initializer.Fill(parameters.Span.Slice(tensor.Offset, tensor.Length), tensor.Shape, ref random);
        }
        return parameters;
    }
}
