using System;

namespace SeqGen.Training;

internal sealed class AucMetric : Metric
{
    private readonly AucCurve _curve;
    private readonly int _thresholds;

    internal AucMetric(AucCurve curve, int thresholds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(thresholds, 3);
        if (!Enum.IsDefined(curve))
        {
            throw new ArgumentOutOfRangeException(nameof(curve), curve, "curve is Roc or Pr.");
        }
        _curve = curve;
        _thresholds = thresholds;
    }

    public override string Name => "auc";

    public override bool HigherIsBetter => true;

    // Positives by bucket, then negatives. Threshold 0 lies below 0, threshold i at i / (thresholds - 1), the last above 1; bucket i
    // holds the outputs above threshold i and not above the next.
    public override int StateLength(int features) => 2 * _thresholds;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, Span<double> state)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            float o = float.IsNaN(outputs[i]) ? 0 : Math.Clamp(outputs[i], 0, 1);
            int bucket = Math.Max(0, (int)MathF.Ceiling(o * (_thresholds - 1)) - 1);
            state[bucket] += targets[i];
            state[_thresholds + bucket] += 1 - targets[i];
        }
    }

    public override double Result(ReadOnlySpan<double> state)
    {
        ReadOnlySpan<double> positives = state[.._thresholds];
        ReadOnlySpan<double> negatives = state[_thresholds..];
        double allPositives = 0;
        double allNegatives = 0;
        for (int i = 0; i < _thresholds; i++)
        {
            allPositives += positives[i];
            allNegatives += negatives[i];
        }

        // From the highest threshold down: what is called positive grows.
        double area = 0;
        double truePositives = 0;
        double falsePositives = 0;
        for (int i = _thresholds - 1; i >= 0; i--)
        {
            double nextTrue = truePositives + positives[i];
            double nextFalse = falsePositives + negatives[i];
            area += _curve == AucCurve.Roc
                ? negatives[i] * (truePositives + nextTrue) / 2
                : PrArea(truePositives, falsePositives, nextTrue, nextFalse);
            truePositives = nextTrue;
            falsePositives = nextFalse;
        }
        double whole = _curve == AucCurve.Roc ? allPositives * allNegatives : allPositives;
        return whole == 0 ? 0 : area / whole;
    }

    // Davis and Goadrich: between two thresholds false positives grow in a straight line with true positives,
    // so that the area is slope · (dTP + intercept · ln(P2 / P1)), where P = TP + FP, slope = dTP / dP, intercept = TP1 - slope · P1.
    private static double PrArea(double true1, double false1, double true2, double false2)
    {
        double p1 = true1 + false1;
        double p2 = true2 + false2;
        if (p2 <= p1)
        {
            return 0;
        }
        double slope = (true2 - true1) / (p2 - p1);
        double intercept = true2 - slope * p2;
        double log = p1 > 0 && p2 > 0 ? Math.Log(p2 / p1) : 0;
        return slope * (true2 - true1 + intercept * log);
    }
}
