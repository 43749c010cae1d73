using System;

namespace SeqGen.Training;

internal sealed class BinaryCrossentropyLoss(double labelSmoothing) : Loss
{
    private const float Least = 1e-7f;
    private const float Most = 1 - Least;

    // A target t counts as _keep t + _add.
    private readonly double _keep = 1 - CheckSmoothing(labelSmoothing);
    private readonly double _add = labelSmoothing / 2;

    public override Activation? FusedActivation => Activation.Sigmoid;

    public override int Classes(int features) => features == 1 ? 2 : 0;

    public override string? CheckTarget(ReadOnlySpan<float> target, int features) => CheckProbabilities(target);

    // -(t ln o + (1 - t) ln(1 - o)), derivative (o - t) / (o (1 - o)) inside the clip and 0 outside
    public override double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs)
    {
        double step = (double)scale / features;
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double t = _keep * targets[i] + _add;
            double o = Math.Clamp(outputs[i], Least, Most);
            sum -= t * Math.Log(o) + (1 - t) * Math.Log(1 - o);
            if (!dOutputs.IsEmpty)
            {
                bool clipped = outputs[i] is < Least or > Most;
                dOutputs[i] = clipped ? 0 : (float)(step * (o - t) / (o * (1 - o)));
            }
        }
        return sum / features;
    }

    // max(z, 0) - z t + ln(1 + e^-|z|), which neither overflows nor loses a small probability; derivative sigmoid(z) - t
    public override double ComputeFromLogits(
        Span<float> logits, ReadOnlySpan<float> targets, int features, float scale, Span<float> dLogits)
    {
        double step = (double)scale / features;
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double z = logits[i];
            double t = _keep * targets[i] + _add;
            double e = Math.Exp(-Math.Abs(z));
            // ln(1 + e) from the sum alone is 0 for small e; the last factor puts back what the sum rounds away (Kahan's log1p).
            double u = 1 + e;
            double log = u == 1 ? e : Math.Log(u) * (e / (u - 1));
            sum += Math.Max(z, 0) - z * t + log;
            double o = z >= 0 ? 1 / u : e / u;
            logits[i] = (float)o;
            if (!dLogits.IsEmpty)
            {
                dLogits[i] = (float)(step * (o - t));
            }
        }
        return sum / features;
    }
}
