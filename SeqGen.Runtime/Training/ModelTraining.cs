using System;
using System.Collections.Generic;
using System.Threading;
using SeqGen.Data;

namespace SeqGen.Training;

/// <summary>Training and measuring of models.</summary>
public static class ModelTraining
{
    /// <summary>Trains a model on samples, as Keras's fit.</summary>
    /// <param name="model">The model; its parameters are changed, from the values they have.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">How to train.</param>
    /// <returns>Loss and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">
    /// The samples do not fit the model or are not finite (the message says which, where), windows to train on reach into those of
    /// <see cref="FitOptions.Validation"/>, or an option is out of range.
    /// </exception>
    /// <exception cref="NonFiniteLossException">A loss is not finite and no TerminateOnNaN is among the callbacks.</exception>
    public static History Fit<TModel>(this TModel model, IDataset data, FitOptions options)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        using var run = new FitRun<TModel>(model, data, options);
        return run.Run();
    }

    /// <summary>Trains a model on samples that come one after the other, read ahead on a thread of their own.</summary>
    /// <remarks>
    /// Each epoch goes through the samples once, in their order; with <see cref="FitOptions.StepsPerEpoch"/> it takes as many batches as
    /// that, goes on in the next epoch where it left off, and begins anew when the samples end: an endless stream will do. The samples
    /// are used by one thread, a few batches ahead, and not by any after this returns: it waits for the sample in hand.
    /// </remarks>
    /// <param name="model">The model; its parameters are changed, from the values they have.</param>
    /// <param name="samples">
    /// Inputs <c>[Timesteps, Features]</c>, or shorter ones for a model of variable length, with their targets. An array may be used again
    /// for the next.
    /// </param>
    /// <param name="options">How to train. Shuffle does not count; ValidationSplit and SampleWeights are refused.</param>
    /// <returns>Loss and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, there are none, or an option is out of range.</exception>
    /// <exception cref="NonFiniteLossException">A loss is not finite and no TerminateOnNaN is among the callbacks.</exception>
    public static History Fit<TModel>(this TModel model, IEnumerable<(float[] Input, float[] Target)> samples, FitOptions options)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        using var run = new FitRun<TModel>(model, samples, options);
        return run.Run();
    }

    /// <summary>Measures a model on samples, as Keras's evaluate.</summary>
    /// <param name="model">The model; it does not change.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">What to measure and how.</param>
    /// <returns>Loss and metrics over all samples.</returns>
    /// <exception cref="ArgumentException">The samples do not fit the model, or an option is out of range.</exception>
    public static Evaluation Evaluate<TModel>(this TModel model, IDataset data, EvaluateOptions options)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        var check = new SampleCheck<TModel>(options.Loss, nameof(data));
        BatchReader<TModel>.Check(data, check);
        int rows = BatchReader<TModel>.Rows(data, options.BatchSize);
        var weights = new RowWeights<TModel>(options.SampleWeights, data.Count, null, options.Loss, rows, nameof(options.SampleWeights));
        using var batch = new ShardedBatch<TModel>(options.Loss, options.Metrics, rows, options.Threads, gradients: false);
        var reader = new BatchReader<TModel>(data, rows, check, weights);
        var measurement = new Measurement<TModel>(batch, reader, rows);
        measurement.Run(model.Parameters, CancellationToken.None);

        var metrics = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < options.Metrics.Count; i++)
        {
            metrics.Add(options.Metrics[i].Name, measurement.Totals[1 + i]);
        }
        return new Evaluation(measurement.Totals.Loss, metrics);
    }

    /// <summary>Measures a model on samples, in batches of 32 on the calling thread.</summary>
    /// <param name="model">The model; it does not change.</param>
    /// <param name="data">The samples.</param>
    /// <param name="loss">The loss to compute.</param>
    /// <param name="metrics">Numbers to compute beside it.</param>
    /// <returns>Loss and metrics over all samples.</returns>
    /// <exception cref="ArgumentException">The samples do not fit the model.</exception>
    public static Evaluation Evaluate<TModel>(this TModel model, IDataset data, Loss loss, params Metric[] metrics)
        where TModel : class, ISequenceModel<TModel> => model.Evaluate(data, new EvaluateOptions { Loss = loss, Metrics = metrics });

    /// <summary>The outputs for all samples of a dataset, as Keras's predict; targets are not read.</summary>
    /// <param name="model">The model; it does not change.</param>
    /// <param name="data">The samples.</param>
    /// <param name="threads">Threads that share the samples; 1 or more. The result does not depend on it.</param>
    /// <returns><c>[samples, OutputLength]</c>.</returns>
    /// <exception cref="ArgumentException">The samples do not fit the model, or threads is out of range.</exception>
    public static float[] Predict<TModel>(this TModel model, IDataset data, int threads = 1)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return DatasetPrediction.Run(model, data, threads);
    }
}
