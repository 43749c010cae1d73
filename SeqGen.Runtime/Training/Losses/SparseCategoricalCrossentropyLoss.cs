using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

internal sealed class SparseCategoricalCrossentropyLoss : Loss
{
    private const float Least = 1e-7f;
    private const float Most = 1 - Least;

    public override Activation? FusedActivation => Activation.Softmax;

    public override int TargetFeatures(int features)
    {
        CheckClasses(features);
        return 1;
    }

    public override int Classes(int features) => features;

    public override string? CheckTarget(ReadOnlySpan<float> target, int features)
    {
        float label = target[0];
        return label >= 0 && label < features && label == MathF.Floor(label)
            ? null
            : FormattableString.Invariant($"a label of {label}, but the model has the classes 0 to {features - 1}");
    }

    // q = o / sum o, L = -ln clip(q at the label)
    // do = (1 - [label] / q) / sum o inside the clip, 0 outside
    public override double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs)
    {
        double loss = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<float> o = outputs.Slice(row * features, features);
            int label = (int)targets[row];
            double total = 0;
            foreach (float value in o)
            {
                total += value;
            }
            double q = o[label] / total;
            loss -= Math.Log(Math.Clamp(q, Least, Most));
            if (!dOutputs.IsEmpty)
            {
                Span<float> d = dOutputs.Slice(row * features, features);
                bool clipped = q is < Least or > Most;
                d.Fill(clipped ? 0 : (float)(scale / total));
                d[label] = clipped ? 0 : (float)(scale * (1 - 1 / q) / total);
            }
        }
        return loss;
    }

    // L = ln sum e^(z - max) - (z at the label - max), dz = softmax(z) - [label]
    public override double ComputeFromLogits(
        Span<float> logits, ReadOnlySpan<float> targets, int features, float scale, Span<float> dLogits)
    {
        double loss = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            Span<float> z = logits.Slice(row * features, features);
            int label = (int)targets[row];
            float max = TensorPrimitives.Max<float>(z);
            double total = 0;
            foreach (float value in z)
            {
                total += Math.Exp((double)value - max);
            }
            loss += Math.Log(total) - ((double)z[label] - max);
            for (int i = 0; i < z.Length; i++)
            {
                z[i] = (float)(Math.Exp((double)z[i] - max) / total);
            }
            if (!dLogits.IsEmpty)
            {
                Span<float> d = dLogits.Slice(row * features, features);
                TensorPrimitives.Multiply(z, scale, d);
                d[label] = scale * (z[label] - 1);
            }
        }
        return loss;
    }
}
