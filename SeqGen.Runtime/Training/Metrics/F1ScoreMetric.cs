using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

internal sealed class F1ScoreMetric : Metric
{
    private const double Epsilon = 1e-7;

    private readonly F1Average _average;
    private readonly double? _threshold;

    internal F1ScoreMetric(F1Average average, double? threshold)
    {
        if (!Enum.IsDefined(average))
        {
            throw new ArgumentOutOfRangeException(nameof(average), average, "average is Macro, Micro or Weighted.");
        }
        _average = average;
        _threshold = threshold;
    }

    public override string Name => "f1_score";

    public override bool HigherIsBetter => true;

    // For each class: true positives, false positives, false negatives
    public override int StateLength(int features) => 3 * features;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, Span<double> state)
    {
        for (int start = 0; start < outputs.Length; start += features)
        {
            ReadOnlySpan<float> row = outputs.Slice(start, features);
            float largest = TensorPrimitives.Max(row);
            for (int k = 0; k < features; k++)
            {
                bool called = _threshold is null && features > 1
                    ? row[k] >= largest && Math.Abs(row[k]) > 1e-9
                    : row[k] > (_threshold ?? 0.5);
                bool positive = targets[start + k] != 0;
                state[3 * k] += called && positive ? 1 : 0;
                state[3 * k + 1] += called && !positive ? 1 : 0;
                state[3 * k + 2] += !called && positive ? 1 : 0;
            }
        }
    }

    public override double Result(ReadOnlySpan<double> state)
    {
        Span<double> all = stackalloc double[3];
        all.Clear();
        double scores = 0;
        double weighted = 0;
        for (int k = 0; k < state.Length; k += 3)
        {
            ReadOnlySpan<double> counts = state.Slice(k, 3);
            double score = Score(counts);
            scores += score;
            weighted += score * (counts[0] + counts[2]);
            TensorPrimitives.Add(all, counts, all);
        }
        return _average switch
        {
            F1Average.Micro => Score(all),
            F1Average.Weighted => weighted / (all[0] + all[2] + Epsilon),
            _ => scores / (state.Length / 3),
        };
    }

    private static double Score(ReadOnlySpan<double> counts)
    {
        double precision = counts[0] / (counts[0] + counts[1] + Epsilon);
        double recall = counts[0] / (counts[0] + counts[2] + Epsilon);
        return 2 * precision * recall / (precision + recall + Epsilon);
    }
}
