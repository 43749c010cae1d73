using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

internal sealed class MeanAbsoluteErrorMetric : Metric
{
    public override string Name => "mean_absolute_error";

    public override bool HigherIsBetter => false;

    public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features) =>
        Loss.MeanAbsoluteError.Compute(outputs, targets, features, 0, default);
}

internal sealed class AccuracyMetric : Metric
{
    public override string Name => "accuracy";

    public override bool HigherIsBetter => true;

    public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features)
    {
        int right = 0;
        for (int start = 0; start < outputs.Length; start += features)
        {
            bool isRight = features == 1
                ? (outputs[start] > 0.5f ? 1 : 0) == targets[start]
                : TensorPrimitives.IndexOfMax(outputs.Slice(start, features)) == TensorPrimitives.IndexOfMax(targets.Slice(start, features));
            right += isRight ? 1 : 0;
        }
        return right;
    }
}
