using System;

namespace SeqGen.Training;

internal sealed class PrecisionMetric(double threshold) : Metric
{
    public override string Name => "precision";

    public override bool HigherIsBetter => true;

    // True positives, all that were called positive
    public override int StateLength(int features) => 2;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, Span<double> state)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] > threshold)
            {
                state[0] += targets[i] != 0 ? 1 : 0;
                state[1]++;
            }
        }
    }

    public override double Result(ReadOnlySpan<double> state) => state[1] == 0 ? 0 : state[0] / state[1];
}

internal sealed class RecallMetric(double threshold) : Metric
{
    public override string Name => "recall";

    public override bool HigherIsBetter => true;

    // True positives, all that are positive
    public override int StateLength(int features) => 2;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, Span<double> state)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            if (targets[i] != 0)
            {
                state[0] += outputs[i] > threshold ? 1 : 0;
                state[1]++;
            }
        }
    }

    public override double Result(ReadOnlySpan<double> state) => state[1] == 0 ? 0 : state[0] / state[1];
}
