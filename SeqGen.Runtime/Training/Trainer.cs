using System;

namespace SeqGen.Training;

/// <summary>Trains a model batch by batch, as <see cref="ModelTraining.Fit"/> does; for loops of your own.</summary>
/// <typeparam name="TModel">A class under <see cref="SequenceModelAttribute"/>.</typeparam>
public sealed class Trainer<TModel> : IDisposable where TModel : class, ISequenceModel<TModel>
{
    /// <summary>Reserves all the memory that steps will need and starts the threads.</summary>
    /// <param name="model">The model whose parameters steps will change.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Trainer(TModel model, TrainerOptions options) => throw new NotImplementedException();

    /// <summary>Trains on one batch.</summary>
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotImplementedException();

    /// <summary>Measures a batch.</summary>
    public float Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotImplementedException();

    /// <summary>Computes gradients and leaves the parameters as they are.</summary>
    public float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotImplementedException();

    /// <summary>Gradients of the last batch's mean loss.</summary>
    public ReadOnlySpan<float> Gradients => throw new NotImplementedException();

    /// <summary>Steps taken.</summary>
    public long Steps => throw new NotImplementedException();

    /// <summary>Metrics of the last batch.</summary>
    public ReadOnlySpan<double> Metrics => throw new NotImplementedException();

    /// <summary>Stops the threads.</summary>
    public void Dispose() => throw new NotImplementedException();
}
