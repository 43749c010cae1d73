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
    /// <exception cref="ArgumentException">The samples do not fit the model, or an option is out of range.</exception>
    public static History Fit<TModel>(this TModel model, IDataset data, FitOptions options)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        using var run = new FitRun<TModel>(model, data, options);
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
        BatchReader.Check<TModel>(data, nameof(data));
        using var batch = new ShardedBatch<TModel>(options.Loss, options.Metrics, options.BatchSize, options.Threads, gradients: false);
        var measurement = new Measurement<TModel>(batch, data, options.BatchSize, options.Metrics.Count);
        measurement.Run(model.Parameters, CancellationToken.None);

        var metrics = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < options.Metrics.Count; i++)
        {
            metrics.Add(options.Metrics[i].Name, measurement.Means[1 + i]);
        }
        return new Evaluation(measurement.Means.Loss, metrics);
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
}
