using System;
using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SeqGen;

public static partial class SequenceModel
{
    /// <summary>Refuses a span of the wrong length.</summary>
    /// <param name="actual">Its length.</param>
    /// <param name="expected">The length it should have.</param>
    /// <param name="argument">What the caller calls it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckLength(int actual, int expected, string argument)
    {
        if (actual != expected)
        {
            ThrowLength(actual, expected, argument);
        }
    }

    /// <summary>The outputs for any number of samples, bit for bit those of <see cref="ISequenceModel{TSelf}.Predict"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void PredictBatch<TModel>(TModel model, ReadOnlySpan<float> inputs, Span<float> outputs)
        where TModel : class, ISequenceModel<TModel> => throw new NotImplementedException();

    /// <summary>The output for one sample, from and to tensors.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Predict<TModel>(TModel model, in ReadOnlyTensorSpan<float> input, in TensorSpan<float> output)
        where TModel : class, ISequenceModel<TModel> => throw new NotImplementedException();

    /// <summary>The outputs for any number of samples, from and to tensors with a leading batch dimension.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void PredictBatch<TModel>(TModel model, in ReadOnlyTensorSpan<float> inputs, in TensorSpan<float> outputs)
        where TModel : class, ISequenceModel<TModel> => throw new NotImplementedException();

    private static void ThrowLength(int actual, int expected, string argument) =>
        throw new ArgumentException($"{argument} has {actual} values; expected {expected}.", argument);
}
