using System;

namespace SeqGen.Data;

/// <summary>Samples to train on: pairs of an input and the target the model should give for it.</summary>
/// <remarks>
/// A dataset is read by one thread, one sample at a time and in any order, and copies values instead of handing them out, so that
/// overlapping windows, files and generated samples all need no memory of their own.
/// </remarks>
public interface IDataset
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Values of one input: timesteps x features.</summary>
    int InputLength { get; }

    /// <summary>
    /// Values of one target: as many as the model has outputs; where the loss takes class indices
    /// (<see cref="Training.Loss.SparseCategoricalCrossentropy"/>) one, or one at each output timestep.
    /// </summary>
    int TargetLength { get; }

    /// <summary>
    /// Timesteps of a sample, from 1, for a model with <see cref="SequenceModelAttribute.VariableLength"/>; null, the default, for all
    /// that the model has. The input is padded behind them, with anything finite.
    /// </summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    int? Timesteps(int index) => null;

    /// <summary>Copies the input of a sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives <see cref="InputLength"/> values, <c>[timesteps, features]</c>, row-major.</param>
    void CopyInput(int index, Span<float> destination);

    /// <summary>Copies the target of a sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives <see cref="TargetLength"/> values.</param>
    void CopyTarget(int index, Span<float> destination);
}
