using System;

namespace SeqGen.Training;

internal sealed class LossMetric(string name, Loss loss) : MeanMetric
{
    public override string Name => name;

    public override bool HigherIsBetter => false;

    public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features) =>
        loss.Compute(outputs, targets, features, 0, default);
}

internal sealed class RootMeanSquaredErrorMetric : MeanMetric
{
    public override string Name => "root_mean_squared_error";

    public override bool HigherIsBetter => false;

    public override double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features) =>
        Loss.MeanSquaredError.Compute(outputs, targets, features, 0, default);

    public override double Result(ReadOnlySpan<double> state) => Math.Sqrt(base.Result(state));
}

internal sealed class R2ScoreMetric : Metric
{
    public override string Name => "r2_score";

    public override bool HigherIsBetter => true;

    // Rows, then for each output: sum of targets, of their squares, of squared errors
    public override int StateLength(int features) => 1 + 3 * features;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, Span<double> state)
    {
        state[0] += outputs.Length / features;
        for (int i = 0; i < outputs.Length; i++)
        {
            Span<double> sums = state.Slice(1 + i % features * 3, 3);
            double t = targets[i];
            double e = t - outputs[i];
            sums[0] += t;
            sums[1] += t * t;
            sums[2] += e * e;
        }
    }

    public override double Result(ReadOnlySpan<double> state)
    {
        double sum = 0;
        for (int start = 1; start < state.Length; start += 3)
        {
            double total = state[start + 1] - state[start] * (state[start] / state[0]);
            double score = 1 - state[start + 2] / total;
            sum += double.IsInfinity(score) ? 0 : score;
        }
        return sum / (state.Length / 3);
    }
}
