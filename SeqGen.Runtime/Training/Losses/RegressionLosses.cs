using System;

namespace SeqGen.Training;

internal sealed class MeanAbsoluteErrorLoss : Loss
{
    public override double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs)
    {
        float step = scale / features;
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            float e = outputs[i] - targets[i];
            sum += Math.Abs(e);
            if (!dOutputs.IsEmpty)
            {
                dOutputs[i] = e > 0 ? step : e < 0 ? -step : e * step;
            }
        }
        return sum / features;
    }
}

internal sealed class MeanSquaredErrorLoss : Loss
{
    public override double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs)
    {
        float step = 2 * scale / features;
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            float e = outputs[i] - targets[i];
            sum += (double)e * e;
            if (!dOutputs.IsEmpty)
            {
                dOutputs[i] = e * step;
            }
        }
        return sum / features;
    }
}

internal sealed class HuberLoss : Loss
{
    private readonly float _delta;

    internal HuberLoss(double delta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        if (!double.IsFinite(delta))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta is finite and above 0.");
        }
        _delta = (float)delta;
    }

    public override double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs)
    {
        float step = scale / features;
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            float e = outputs[i] - targets[i];
            double size = Math.Abs(e);
            sum += size <= _delta ? 0.5 * size * size : _delta * size - 0.5 * _delta * _delta;
            if (!dOutputs.IsEmpty)
            {
                dOutputs[i] = Math.Clamp(e, -_delta, _delta) * step;
            }
        }
        return sum / features;
    }
}
