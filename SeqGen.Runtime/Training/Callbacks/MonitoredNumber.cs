using System;
using System.Linq;

namespace SeqGen.Training;

/// <summary>A number of the epochs that a callback watches, and what makes it better.</summary>
internal sealed class MonitoredNumber
{
    private readonly MonitorMode _mode;
    private bool _maximize;

    internal MonitoredNumber(string monitor, MonitorMode mode, double minDelta)
    {
        ArgumentException.ThrowIfNullOrEmpty(monitor);
        if (!double.IsFinite(minDelta))
        {
            throw new ArgumentOutOfRangeException(nameof(minDelta), minDelta, "minDelta is a finite number.");
        }
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "mode is Auto, Minimize or Maximize.");
        }
        Name = monitor;
        MinDelta = Math.Abs(minDelta);
        _mode = mode;
    }

    internal string Name { get; }

    /// <summary>What an improvement must be more than.</summary>
    internal double MinDelta { get; }

    /// <summary>Refuses a number to compare with that nothing is better than.</summary>
    internal static double? CheckIsNumber(double? value, string argument) => value is double.NaN
        ? throw new ArgumentOutOfRangeException(argument, value, "Expected a number or null, not NaN.")
        : value;

    /// <summary>Refuses a training that has no such number.</summary>
    internal void Begin(TrainingRun run, string callback)
    {
        if (!run.Names.Contains(Name))
        {
            bool wantsValidation = IsOfValidation(Name) && !run.Names.Any(IsOfValidation);
            throw new ArgumentException(
                $"{callback} monitors '{Name}', which this training does not have. It has {string.Join(", ", run.Names)}"
                + (wantsValidation ? "; give FitOptions.Validation or ValidationSplit." : "."),
                "Monitor");
        }
        string name = IsOfValidation(Name) ? Name[MetricNames.Validation.Length..] : Name;
        _maximize = _mode == MonitorMode.Maximize
            || (_mode == MonitorMode.Auto && run.Options.Metrics.Any(m => m.Name == name && m.HigherIsBetter));
    }

    /// <summary>The number; null where the epoch was not validated.</summary>
    internal double? Of(EpochRecord epoch) => epoch.Metrics.TryGetValue(Name, out double value) ? value : null;

    /// <summary>
    /// Whether a number is better than another by more than <see cref="MinDelta"/>; any is better than none, NaN than nothing.
    /// </summary>
    internal bool Improves(double current, double? reference) =>
        !double.IsNaN(current)
        && (reference is not double value || (_maximize ? current - MinDelta > value : current + MinDelta < value));

    private static bool IsOfValidation(string name) => name.StartsWith(MetricNames.Validation, StringComparison.Ordinal);
}
