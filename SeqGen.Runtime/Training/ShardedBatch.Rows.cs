using System;

namespace SeqGen.Training;

/// <content>Loss and metrics of a shard's rows. Rows at timesteps that are padding count in neither.</content>
internal sealed unsafe partial class ShardedBatch<TModel>
{
    private float Scale => 1f / ((float)_rows * RowsPerSample);

    // The sum of the rows' losses, and how many rows count.
    private (double Loss, int Rows) Measure(
        in BatchPass<float> pass, Span<float> outputs, ReadOnlySpan<float> targets, Span<float> dOutputs, Span<double> states)
    {
        int rows = pass.Batch * RowsPerSample;
        if (TModel.Batched.OutputMask is not int offset)
        {
            return (MeasureRun(pass.FirstRow, 0, rows, outputs, targets, dOutputs, states), rows);
        }
        ReadOnlySpan<float> mask = pass.Workspace.Slice(TModel.Batched.IndexOf(offset, pass.Batch), rows);
        dOutputs.Clear();
        double loss = 0;
        int counted = 0;
        for (int row = 0; row < rows; row++)
        {
            int first = row;
            while (row < rows && Counts(mask, row, pass.Batch))
            {
                row++;
            }
            if (row > first)
            {
                loss += MeasureRun(pass.FirstRow, first, row - first, outputs, targets, dOutputs, states);
                counted += row - first;
            }
        }
        return (loss, counted);
    }

    // Rows are sample after sample, masks timestep after timestep.
    private static bool Counts(ReadOnlySpan<float> mask, int row, int batch) => mask[row % RowsPerSample * batch + row / RowsPerSample] != 0;

    private double MeasureRun(
        int firstSample, int start, int rows, Span<float> outputs, ReadOnlySpan<float> targets, Span<float> dOutputs, Span<double> states)
    {
        int features = TModel.Batched.OutputFeatures;
        Span<float> o = outputs.Slice(start * features, rows * features);
        Span<float> d = dOutputs.IsEmpty ? default : dOutputs.Slice(start * features, rows * features);
        ReadOnlySpan<float> t = targets.Slice(start * _targetFeatures, rows * _targetFeatures);
        double loss = _weightsPerSample == 0 ? Compute(o, t, Scale, d) : ComputeWeighted(firstSample * RowsPerSample + start, o, t, d);
        _metrics.Add(o, t, states);
        return loss;
    }

    private double Compute(Span<float> outputs, ReadOnlySpan<float> targets, float scale, Span<float> dOutputs) => _fused
        ? _loss.ComputeFromLogits(outputs, targets, TModel.Batched.OutputFeatures, scale, dOutputs)
        : _loss.Compute(outputs, targets, TModel.Batched.OutputFeatures, scale, dOutputs);

    // Row by row, each with its weight.
    private double ComputeWeighted(int firstRow, Span<float> outputs, ReadOnlySpan<float> targets, Span<float> dOutputs)
    {
        int features = TModel.Batched.OutputFeatures;
        double sum = 0;
        for (int row = 0; row < outputs.Length / features; row++)
        {
            int place = _weightsPerSample == 1 ? (firstRow + row) / RowsPerSample : firstRow + row;
            float weight = _weights[place];
            Span<float> dRow = dOutputs.IsEmpty ? default : dOutputs.Slice(row * features, features);
            sum += weight * Compute(
                outputs.Slice(row * features, features), targets.Slice(row * _targetFeatures, _targetFeatures), Scale * weight, dRow);
        }
        return sum;
    }
}
