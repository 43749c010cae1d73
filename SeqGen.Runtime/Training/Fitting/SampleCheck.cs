using System;
using System.Globalization;
using System.Numerics.Tensors;

namespace SeqGen.Training;

/// <summary>Refuses samples that would spoil training, with what is wrong where. A sample that is right costs no memory.</summary>
internal sealed class SampleCheck<TModel>(Loss loss, string argument) where TModel : class, ISequenceModel<TModel>
{
    private readonly int _targetFeatures = loss.TargetFeatures(TModel.Batched.OutputFeatures);

    internal int InputLength => TModel.Timesteps * TModel.Features;

    internal int TargetLength => ShardedBatch<TModel>.RowsPerSample * _targetFeatures;

    internal string Argument => argument;

    /// <summary>Whether an input has fewer timesteps than the most, and the model takes such.</summary>
    internal bool IsShorter(int inputLength) =>
        TModel.Batched.VariableLength && inputLength > 0 && inputLength < InputLength && inputLength % TModel.Features == 0;

    internal void Lengths(int inputLength, int targetLength, string whose)
    {
        if (inputLength != InputLength)
        {
            throw new ArgumentException(
                $"{whose} has inputs of {inputLength} values; the model takes [{TModel.Timesteps}, {TModel.Features}], "
                + $"{InputLength} values.",
                argument);
        }
        if (targetLength != TargetLength)
        {
            string wanted = TargetLength == TModel.OutputLength
                ? $"the model gives {TModel.OutputLength}"
                : $"class indices for the model's {TModel.OutputLength} outputs are {TargetLength}";
            throw new ArgumentException($"{whose} has targets of {targetLength} values; {wanted}.", argument);
        }
    }

    /// <summary>Refuses values that are not finite, and targets that the loss does not take.</summary>
    internal void Values(long sample, ReadOnlySpan<float> input, ReadOnlySpan<float> target)
    {
        if (!TensorPrimitives.IsFiniteAll(input))
        {
            int place = FirstNotFinite(input);
            throw new ArgumentException(
                $"{argument}: the input of sample {sample} has {Text(input[place])} at row {place / TModel.Features}, "
                + $"column {place % TModel.Features} of [{TModel.Timesteps}, {TModel.Features}]; expected finite values.",
                argument);
        }
        if (!TensorPrimitives.IsFiniteAll(target))
        {
            int place = FirstNotFinite(target);
            throw new ArgumentException(
                $"{argument}: the target of sample {sample} has {Text(target[place])} at row {place / _targetFeatures}, "
                + $"column {place % _targetFeatures} of [{target.Length / _targetFeatures}, {_targetFeatures}]; expected finite values.",
                argument);
        }
        for (int start = 0; start < target.Length; start += _targetFeatures)
        {
            if (loss.CheckTarget(target.Slice(start, _targetFeatures), TModel.Batched.OutputFeatures) is string problem)
            {
                string row = target.Length > _targetFeatures ? $", row {start / _targetFeatures}," : "";
                throw new ArgumentException($"{argument}: sample {sample}{row} has {problem}.", argument);
            }
        }
    }

    private static int FirstNotFinite(ReadOnlySpan<float> values)
    {
        int i = 0;
        while (float.IsFinite(values[i]))
        {
            i++;
        }
        return i;
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
