using System;

namespace SeqGen.Training;

internal sealed class MeanSquaredLogarithmicErrorLoss : ElementwiseLoss
{
    private protected override (double Value, double Derivative) Compute(double o, double t)
    {
        double e = Math.Log(1 + Math.Max(o, Epsilon)) - Math.Log(1 + Math.Max(t, Epsilon));
        return (e * e, o > Epsilon ? 2 * e / (1 + o) : double.IsNaN(o) ? o : 0);
    }
}

internal sealed class MeanAbsolutePercentageErrorLoss : ElementwiseLoss
{
    private protected override (double Value, double Derivative) Compute(double o, double t)
    {
        double slope = 100 / Math.Max(Math.Abs(t), Epsilon);
        double e = o - t;
        return (slope * Math.Abs(e), e > 0 ? slope : e < 0 ? -slope : e);
    }
}

internal sealed class LogCoshLoss : ElementwiseLoss
{
    private const double Ln2 = 0.693147180559945309;

    // ln cosh e = |e| + ln(1 + e^(-2|e|)) - ln 2, which does not overflow
    private protected override (double Value, double Derivative) Compute(double o, double t)
    {
        double e = o - t;
        double size = Math.Abs(e);
        return (size + Math.Log(1 + Math.Exp(-2 * size)) - Ln2, Math.Tanh(e));
    }
}

internal sealed class PoissonLoss : ElementwiseLoss
{
    private protected override (double Value, double Derivative) Compute(double o, double t) =>
        (o - t * Math.Log(o + Epsilon), 1 - t / (o + Epsilon));

    public override string? CheckTarget(ReadOnlySpan<float> target, int features)
    {
        foreach (float t in target)
        {
            if (t < 0)
            {
                return FormattableString.Invariant($"a target of {t}, but a Poisson loss takes counts, 0 or more");
            }
        }
        return null;
    }
}

internal sealed class HingeLoss : ElementwiseLoss
{
    private protected override (double Value, double Derivative) Compute(double o, double t)
    {
        double sign = t == 0 ? -1 : t;
        double margin = 1 - sign * o;
        return margin > 0 ? (margin, -sign) : double.IsNaN(margin) ? (margin, margin) : (0, 0);
    }
}

internal sealed class KlDivergenceLoss : ElementwiseLoss
{
    private protected override bool Mean => false;

    private protected override (double Value, double Derivative) Compute(double o, double t)
    {
        double target = Math.Clamp(t, Epsilon, 1);
        double output = Math.Clamp(o, Epsilon, 1);
        return (target * Math.Log(target / output), o is < Epsilon or > 1 ? 0 : -target / output);
    }

    public override string? CheckTarget(ReadOnlySpan<float> target, int features) => CheckProbabilities(target);
}

internal sealed class QuantileLoss : ElementwiseLoss
{
    private readonly double _q;

    internal QuantileLoss(double q) =>
        _q = q is > 0 and < 1 ? q : throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile lies between 0 and 1.");

    private protected override (double Value, double Derivative) Compute(double o, double t)
    {
        double e = t - o;
        return e > 0 ? (_q * e, -_q) : e < 0 ? ((_q - 1) * e, 1 - _q) : (e, e);
    }
}
