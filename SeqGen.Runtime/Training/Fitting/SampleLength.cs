using System;
using SeqGen.Data;

namespace SeqGen.Training;

/// <summary>Timesteps of samples, as many as the model takes.</summary>
internal static class SampleLength
{
    /// <summary>Timesteps of a sample of a dataset.</summary>
    /// <exception cref="ArgumentException">The model does not take as many.</exception>
    internal static int Of<TModel>(IDataset data, int sample, string argument) where TModel : class, ISequenceModel<TModel>
    {
        if (data.Timesteps(sample) is not int length)
        {
            return TModel.Timesteps;
        }
        Check<TModel>(length, sample, argument);
        return length;
    }

    /// <summary>Refuses samples of lengths that the model does not take; none at all are right.</summary>
    internal static void Check<TModel>(ReadOnlySpan<int> lengths, int samples, string argument) where TModel : class, ISequenceModel<TModel>
    {
        if (lengths.IsEmpty)
        {
            return;
        }
        SequenceModel.CheckLength(lengths.Length, samples, argument);
        for (int i = 0; i < lengths.Length; i++)
        {
            Check<TModel>(lengths[i], i, argument);
        }
    }

    private static void Check<TModel>(int length, int sample, string argument) where TModel : class, ISequenceModel<TModel>
    {
        if (length == TModel.Timesteps)
        {
            return;
        }
        if (!TModel.Batched.VariableLength)
        {
            throw new ArgumentException(
                $"{argument}: sample {sample} has {length} timesteps; the model takes {TModel.Timesteps}, and others only with "
                + "VariableLength = true on its SequenceModel.",
                argument);
        }
        if (length < 1 || length > TModel.Timesteps)
        {
            throw new ArgumentException(
                $"{argument}: sample {sample} has {length} timesteps; expected 1 to {TModel.Timesteps}.", argument);
        }
    }
}
