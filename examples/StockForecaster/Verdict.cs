using System;
using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Examples.Stocks;

/// <summary>Says in words whether the models are worth their trouble.</summary>
internal static class Verdict
{
    /// <summary>Compares the models' test errors with the baseline's.</summary>
    internal static string Of(IReadOnlyList<ModelResult> models, ModelResult baseline)
    {
        int better = models.Count(model => model.TestMae < baseline.TestMae);
        // NaN, the error of a model that diverged, is sorted first by Min and must not be called the best.
        ModelResult best = models.MinBy(model => double.IsNaN(model.TestMae) ? double.PositiveInfinity : model.TestMae)!;
        string who = better switch
        {
            0 => $"The baseline is better than all {models.Count} models",
            _ when better == models.Count => $"All {models.Count} models are better than the baseline",
            _ => $"The baseline is better than {models.Count - better} of the {models.Count} models",
        };
        return $"{who}: repeating the last value seen misses the test prices by ${baseline.TestMae:F3} on average, "
            + $"the best model ({best.Title}) by ${best.TestMae:F3}, which is {Compared(best, baseline)}.";
    }

    /// <summary>A model's test error against the baseline's, as "+5.4 %".</summary>
    internal static string Relative(ModelResult model, ModelResult baseline) =>
        model == baseline ? "" : $"{100 * (model.TestMae / baseline.TestMae - 1):+0.0;-0.0;0.0} %";

    private static string Compared(ModelResult model, ModelResult baseline)
    {
        double percent = 100 * (model.TestMae / baseline.TestMae - 1);
        return $"{Math.Abs(percent):F1} % {(percent < 0 ? "less" : "more")}";
    }
}
