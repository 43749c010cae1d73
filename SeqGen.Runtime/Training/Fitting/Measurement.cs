using System;
using System.Threading;

namespace SeqGen.Training;

/// <summary>Measures a model on all samples of a dataset.</summary>
internal sealed class Measurement<TModel>(ShardedBatch<TModel> batch, BatchReader<TModel> reader, int batchSize)
    where TModel : class, ISequenceModel<TModel>
{
    /// <summary>What the last run gave.</summary>
    internal RunningTotals Totals { get; } = new(batch.Metrics);

    /// <summary>Goes through the samples in their order.</summary>
    /// <returns>False if it was cancelled.</returns>
    internal bool Run(ReadOnlySpan<float> parameters, CancellationToken cancellation)
    {
        Totals.Reset();
        batch.Pack(parameters, training: false);
        int samples = reader.Count;
        for (int start = 0; start < samples; start += batchSize)
        {
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }
            int rows = Math.Min(batchSize, samples - start);
            SampleBatch samplesRead = reader.Read(start, rows, default);
            double loss = batch.Run(samplesRead, parameters, training: false, seed: 0);
            Totals.Add(rows, loss, batch.States);
        }
        return true;
    }
}
