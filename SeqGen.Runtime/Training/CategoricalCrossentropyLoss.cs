using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

internal sealed class CategoricalCrossentropyLoss : Loss
{
    private const float Least = 1e-7f;
    private const float Most = 1 - Least;

    public override Activation? FusedActivation => Activation.Softmax;

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
    private static double ComputeRow(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, float scale, Span<float> dOutputs)
    {
        double total = 0;
        foreach (float o in outputs)
        {
            total += o;
        }

        double loss = 0;
        double inside = 0; // -sum dq q
        for (int i = 0; i < outputs.Length; i++)
        {
            double q = outputs[i] / total;
            loss -= targets[i] * Math.Log(Math.Clamp(q, Least, Most));
            inside += q is < Least or > Most ? 0 : targets[i];
        }
        for (int i = 0; i < dOutputs.Length; i++)
        {
            double q = outputs[i] / total;
            double dq = q is < Least or > Most ? 0 : -targets[i] / q;
            dOutputs[i] = (float)(scale * (dq + inside) / total);
        }
        return loss;
    }

    // L = sum t (ln sum e^(z - max) - (z - max)), dz = softmax(z) sum t - t
    private static double ComputeRowFromLogits(Span<float> logits, ReadOnlySpan<float> targets, float scale, Span<float> dLogits)
    {
        float max = TensorPrimitives.Max<float>(logits);
        double total = 0;
        foreach (float z in logits)
        {
            total += Math.Exp((double)z - max);
        }

        double log = Math.Log(total);
        double loss = 0;
        double weight = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double z = (double)logits[i] - max;
            weight += targets[i];
            loss += targets[i] == 0 ? 0 : targets[i] * (log - z);
            logits[i] = (float)(Math.Exp(z) / total);
        }
        for (int i = 0; i < dLogits.Length; i++)
        {
            dLogits[i] = (float)(scale * (logits[i] * weight - targets[i]));
        }
        return loss;
    }
}
