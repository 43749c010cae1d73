using System;

namespace SeqGen.Training;

/// <summary>The means of loss and metrics over batches of different sizes.</summary>
internal sealed class RunningMeans(int metrics)
{
    private readonly double[] _sums = new double[1 + metrics];

    /// <summary>Samples so far.</summary>
    internal int Samples { get; private set; }

    /// <summary>The mean loss so far; not a number before the first batch.</summary>
    internal double Loss => this[0];

    /// <summary>The mean loss (0) or one of the metrics' means (from 1).</summary>
    internal double this[int index] => _sums[index] / Samples;

    internal void Reset()
    {
        Samples = 0;
        Array.Clear(_sums);
    }

    internal void Add(int rows, double loss, ReadOnlySpan<double> metrics)
    {
        Samples += rows;
        _sums[0] += loss * rows;
        for (int i = 0; i < metrics.Length; i++)
        {
            _sums[1 + i] += metrics[i] * rows;
        }
    }
}
