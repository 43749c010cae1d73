using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>What <see cref="FitOptions.Progress"/> is told after an epoch.</summary>
/// <param name="Epoch">The epoch's number, from 1.</param>
/// <param name="Epochs">The number of the last epoch.</param>
/// <param name="Metrics">The epoch's numbers, as <see cref="EpochRecord.Metrics"/>.</param>
/// <param name="LearningRate">The learning rate of its last batch.</param>
/// <param name="Seconds">Wall-clock seconds, validation included.</param>
/// <param name="SamplesPerSecond">Training samples a second, validation not counted.</param>
public sealed record EpochReport(
    int Epoch, int Epochs, IReadOnlyDictionary<string, double> Metrics, double LearningRate, double Seconds, double SamplesPerSecond);
