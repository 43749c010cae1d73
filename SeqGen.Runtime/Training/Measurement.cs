using System;
using System.Threading;
using SeqGen.Data;

namespace SeqGen.Training;

/// <summary>Measures a model on all samples of a dataset.</summary>
internal sealed class Measurement<TModel>(ShardedBatch<TModel> batch, IDataset data, int batchSize, int metrics)
    where TModel : class, ISequenceModel<TModel>
{
    private readonly BatchReader _reader = new(data, batchSize);

    /// <summary>What the last run gave.</summary>
    internal RunningMeans Means { get; } = new(metrics);

    /// <summary>Goes through the samples in their order.</summary>
    /// <returns>False if it was cancelled.</returns>
    internal bool Run(ReadOnlySpan<float> parameters, CancellationToken cancellation)
    {
        Means.Reset();
        batch.Pack(parameters);
        int samples = data.Count;
        for (int start = 0; start < samples; start += batchSize)
        {
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }
            int rows = Math.Min(batchSize, samples - start);
            _reader.Read(start, rows, default, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets);
            double loss = batch.Run(inputs, targets, training: false, seed: 0);
            Means.Add(rows, loss, batch.Metrics);
        }
        return true;
    }
}
