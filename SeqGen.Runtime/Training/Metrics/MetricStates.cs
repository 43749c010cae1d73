using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>Several metrics, and where the numbers of each stand among those of all.</summary>
internal sealed class MetricStates
{
    private readonly Metric[] _metrics;
    private readonly int[] _starts;
    private readonly int _features;

    internal MetricStates(IList<Metric> metrics, Loss loss, int features)
    {
        _metrics = MetricNames.Check(metrics);
        _features = features;
        _starts = new int[_metrics.Length + 1];
        for (int i = 0; i < _metrics.Length; i++)
        {
            if (loss.TargetFeatures(features) != features && !_metrics[i].TakesClassIndices)
            {
                throw new ArgumentException(
                    $"'{_metrics[i].Name}' compares each output with a target of its own, but this loss has {loss.TargetFeatures(features)} "
                    + $"target for {features} outputs.",
                    nameof(metrics));
            }
            _starts[i + 1] = _starts[i] + _metrics[i].StateLength(features);
        }
    }

    /// <summary>Number of metrics.</summary>
    internal int Count => _metrics.Length;

    /// <summary>Numbers of all metrics together.</summary>
    internal int Length => _starts[^1];

    internal void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<double> states)
    {
        for (int i = 0; i < _metrics.Length; i++)
        {
            _metrics[i].Add(outputs, targets, _features, states[_starts[i].._starts[i + 1]]);
        }
    }

    internal double Result(int metric, ReadOnlySpan<double> states) =>
        _metrics[metric].Result(states[_starts[metric].._starts[metric + 1]]);
}
