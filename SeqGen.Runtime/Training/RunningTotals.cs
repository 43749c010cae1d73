using System;

namespace SeqGen.Training;

/// <summary>The loss and the metrics over batches of different sizes.</summary>
internal sealed class RunningTotals(MetricStates metrics)
{
    private readonly double[] _states = new double[metrics.Length];
    private double _lossSum;

    /// <summary>Samples so far.</summary>
    internal long Samples { get; private set; }

    /// <summary>The mean loss so far; not a number before the first batch.</summary>
    internal double Loss => _lossSum / Samples;

    /// <summary>The loss (0) or one of the metrics (from 1).</summary>
    internal double this[int index] => index == 0 ? Loss : metrics.Result(index - 1, _states);

    internal void Reset()
    {
        Samples = 0;
        _lossSum = 0;
        Array.Clear(_states);
    }

    internal void Add(int rows, double loss, ReadOnlySpan<double> states)
    {
        Samples += rows;
        _lossSum += loss * rows;
        for (int i = 0; i < states.Length; i++)
        {
            _states[i] += states[i];
        }
    }
}
