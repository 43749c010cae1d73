using System;

namespace SeqGen.Data;

/// <summary>Where the targets of windows are, counted from each window's first row.</summary>
internal readonly struct TargetRule
{
    private readonly ReadOnlyMemory<float> _rows;
    private readonly int[] _columns;
    private readonly int _features;
    private readonly int _timesteps;
    private readonly int _timestepDistance;
    private readonly int _first;
    private readonly int _horizon;
    private readonly int _step;

    private TargetRule(
        ReadOnlyMemory<float> rows, int[] columns, int features, int timesteps, int timestepDistance, int first, int horizon, int step)
    {
        _rows = rows;
        _columns = columns;
        _features = features;
        (_timesteps, _timestepDistance, _first) = (timesteps, timestepDistance, first);
        (_horizon, _step) = (horizon, step);
    }

    internal ReadOnlyMemory<float> Rows => _rows;

    internal int Features => _features;

    internal ReadOnlySpan<int> Columns => _columns;

    internal int Length => _timesteps * _horizon * _columns.Length;

    /// <summary>From a window's first row to the first target of its last timestep.</summary>
    internal int LastTimestep => _first + (_timesteps - 1) * _timestepDistance;

    /// <summary>From a window's first row to its first target.</summary>
    internal int First => _first;

    /// <summary>From a window's first row to its last target.</summary>
    internal int Last => LastTimestep + (_horizon - 1) * _step;

    /// <summary>Later rows of the series that the windows read.</summary>
    internal static TargetRule After(ReadOnlyMemory<float> series, WindowShape shape, int[] columns)
    {
        int timesteps = shape.TargetsAtEveryTimestep ? shape.LookBack : 1;
        int last = (int)shape.LastRead + shape.Foresight + 1;
        return new TargetRule(
            series, columns, shape.Features, timesteps, shape.SamplingStep, last - (timesteps - 1) * shape.SamplingStep,
            shape.Horizon, shape.TargetStep);
    }

    /// <summary>The whole row of an array of targets that has the number of the window's first row.</summary>
    internal static TargetRule AtStart(ReadOnlyMemory<float> targets, int features)
    {
        int[] columns = new int[features];
        for (int i = 0; i < features; i++)
        {
            columns[i] = i;
        }
        return new TargetRule(targets, columns, features, timesteps: 1, timestepDistance: 0, first: 0, horizon: 1, step: 1);
    }

    /// <summary>Copies the targets of the window that starts at a row.</summary>
    internal void Copy(int start, Span<float> destination)
    {
        ReadOnlySpan<float> rows = _rows.Span;
        int to = 0;
        for (int t = 0; t < _timesteps; t++)
        {
            int first = start + _first + t * _timestepDistance;
            for (int h = 0; h < _horizon; h++)
            {
                ReadOnlySpan<float> row = rows.Slice((first + h * _step) * _features, _features);
                foreach (int column in _columns)
                {
                    destination[to++] = row[column];
                }
            }
        }
    }
}
