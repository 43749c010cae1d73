using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

internal sealed class BinaryAccuracyMetric(double threshold) : MeanMetric
{
    public override string Name => "binary_accuracy";

    public override bool HigherIsBetter => true;

    public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features)
    {
        int right = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            right += (outputs[i] > threshold ? 1 : 0) == targets[i] ? 1 : 0;
        }
        return (double)right / features;
    }
}

/// <summary>Rows whose largest output is at the right place; sparse is null to take targets as they come.</summary>
internal sealed class AccuracyMetric(string name, bool? sparse) : MeanMetric
{
    public override string Name => name;

    public override bool HigherIsBetter => true;

    public override bool TakesClassIndices => sparse != false;

    public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features)
    {
        int right = 0;
        int targetFeatures = sparse == true ? 1 : targets.Length / (outputs.Length / features);
        for (int row = 0; row < outputs.Length / features; row++)
        {
            ReadOnlySpan<float> output = outputs.Slice(row * features, features);
            ReadOnlySpan<float> target = targets.Slice(row * targetFeatures, targetFeatures);
            bool isRight = sparse is null && features == 1
                ? (output[0] > 0.5f ? 1 : 0) == target[0]
                : TensorPrimitives.IndexOfMax(output) == (targetFeatures < features ? target[0] : TensorPrimitives.IndexOfMax(target));
            right += isRight ? 1 : 0;
        }
        return right;
    }
}
