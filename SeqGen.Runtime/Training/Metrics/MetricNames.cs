using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>What the numbers of an epoch are called.</summary>
internal static class MetricNames
{
    internal const string Loss = "loss";
    internal const string Validation = "val_";

    /// <summary>The metrics, if their names can be told apart.</summary>
    internal static Metric[] Check(IList<Metric> metrics)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { Loss };
        foreach (Metric metric in metrics)
        {
            ArgumentNullException.ThrowIfNull(metric, nameof(metrics));
            if (!names.Add(metric.Name))
            {
                throw new ArgumentException($"Two numbers are called '{metric.Name}'.", nameof(metrics));
            }
        }
        return [.. metrics];
    }

    /// <summary><c>loss</c> and the metrics, then the same with <c>val_</c> if there is validation.</summary>
    internal static List<string> All(IList<Metric> metrics, bool validation)
    {
        List<string> names = [Loss];
        foreach (Metric metric in metrics)
        {
            names.Add(metric.Name);
        }
        int count = names.Count;
        for (int i = 0; validation && i < count; i++)
        {
            names.Add(Validation + names[i]);
        }
        return names;
    }
}
