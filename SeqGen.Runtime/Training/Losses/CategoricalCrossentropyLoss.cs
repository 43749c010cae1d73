using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

internal sealed class CategoricalCrossentropyLoss(double labelSmoothing) : Loss
{
    private const float Least = 1e-7f;
    private const float Most = 1 - Least;

    // A target t counts as _keep t + _smoothing / classes.
    private readonly double _smoothing = CheckSmoothing(labelSmoothing);
    private readonly double _keep = 1 - labelSmoothing;

    public override Activation? FusedActivation => Activation.Softmax;

    public override int TargetFeatures(int features)
    {
        CheckClasses(features);
        return features;
    }

    public override int Classes(int features) => features;

    public override string? CheckTarget(ReadOnlySpan<float> target, int features) => CheckProbabilities(target);

    public override double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs)
    {
        double sum = 0;
        for (int start = 0; start < outputs.Length; start += features)
        {
            Span<float> dRow = dOutputs.IsEmpty ? default : dOutputs.Slice(start, features);
            sum += ComputeRow(outputs.Slice(start, features), targets.Slice(start, features), scale, dRow);
        }
        return sum;
    }

    public override double ComputeFromLogits(
        Span<float> logits, ReadOnlySpan<float> targets, int features, float scale, Span<float> dLogits)
    {
        double sum = 0;
        for (int start = 0; start < logits.Length; start += features)
        {
            Span<float> dRow = dLogits.IsEmpty ? default : dLogits.Slice(start, features);
            sum += ComputeRowFromLogits(logits.Slice(start, features), targets.Slice(start, features), scale, dRow);
        }
        return sum;
    }

    // q = o / sum o, L = -sum t ln clip(q)
    // dq = -t / q inside the clip, 0 outside;  do = (dq - sum dq q) / sum o
    private double ComputeRow(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, float scale, Span<float> dOutputs)
    {
        double total = 0;
        foreach (float o in outputs)
        {
            total += o;
        }

        double add = _smoothing / outputs.Length;
        double loss = 0;
        double inside = 0; // -sum dq q
        for (int i = 0; i < outputs.Length; i++)
        {
            double q = outputs[i] / total;
            double t = _keep * targets[i] + add;
            loss -= t * Math.Log(Math.Clamp(q, Least, Most));
            inside += q is < Least or > Most ? 0 : t;
        }
        for (int i = 0; i < dOutputs.Length; i++)
        {
            double q = outputs[i] / total;
            double dq = q is < Least or > Most ? 0 : -(_keep * targets[i] + add) / q;
            dOutputs[i] = (float)(scale * (dq + inside) / total);
        }
        return loss;
    }

    // L = sum t (ln sum e^(z - max) - (z - max)), dz = softmax(z) sum t - t
    private double ComputeRowFromLogits(Span<float> logits, ReadOnlySpan<float> targets, float scale, Span<float> dLogits)
    {
        float max = TensorPrimitives.Max<float>(logits);
        double total = 0;
        foreach (float z in logits)
        {
            total += Math.Exp((double)z - max);
        }

        double add = _smoothing / logits.Length;
        double log = Math.Log(total);
        double loss = 0;
        double weight = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double z = (double)logits[i] - max;
            double t = _keep * targets[i] + add;
            weight += t;
            loss += t == 0 ? 0 : t * (log - z);
            logits[i] = (float)(Math.Exp(z) / total);
        }
        for (int i = 0; i < dLogits.Length; i++)
        {
            dLogits[i] = (float)(scale * (logits[i] * weight - (_keep * targets[i] + add)));
        }
        return loss;
    }
}
