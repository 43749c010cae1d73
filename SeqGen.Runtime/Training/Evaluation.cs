using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>How well a model does on some samples.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metrics">The metrics' means, by <see cref="Metric.Name"/>.</param>
public sealed record Evaluation(double Loss, IReadOnlyDictionary<string, double> Metrics);
