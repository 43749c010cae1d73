using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SeqGen.Examples.Stocks;

/// <summary>Says in words whether the models are worth their trouble.</summary>
internal static class Verdict
{
    /// <summary>Compares the models' test errors with the baseline's.</summary>
    internal static string Of(IReadOnlyList<ModelResult> models, ModelResult baseline)
    {
        // NaN, the error of a model that diverged, is sorted first by Min and must not be called the best.
        ModelResult best = models.MinBy(model => double.IsNaN(model.TestMae) ? double.PositiveInfinity : model.TestMae)!;
        if (baseline.TestMae == 0)
        {
            return "No model can be better than the baseline: repeating the last value seen gives the test prices exactly, "
                + $"the best model ({best.Title}) misses them by {Dollars(best.TestMae)} on average.";
        }
        int better = models.Count(model => model.TestMae < baseline.TestMae);
        string who = better switch
        {
            0 => $"The baseline is better than all {models.Count} models",
            _ when better == models.Count => $"All {models.Count} models are better than the baseline",
            _ => $"The baseline is better than {models.Count - better} of the {models.Count} models",
        };
        return $"{who}: repeating the last value seen misses the test prices by {Dollars(baseline.TestMae)} on average, "
            + $"the best model ({best.Title}) by {Dollars(best.TestMae)}, which is {Compared(best, baseline)}.";
    }

    /// <summary>An amount as "$1.813"; one of less than a dollar, or of 13 digits, as its four leading digits.</summary>
    internal static string Dollars(double amount, int decimals = 3)
    {
        string format = Math.Abs(amount) is 0 or (>= 1 and < 1e12) ? $"F{decimals}" : "G4";
        return "$" + amount.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A model's test error against the baseline's, as "+5.4 %"; a dash where that has none.</summary>
    internal static string Relative(ModelResult model, ModelResult baseline) =>
        model == baseline ? "" : baseline.TestMae == 0 ? "-" : $"{100 * (model.TestMae / baseline.TestMae - 1):+0.0;-0.0;0.0} %";

    private static string Compared(ModelResult model, ModelResult baseline)
    {
        double percent = 100 * (model.TestMae / baseline.TestMae - 1);
        return $"{Math.Abs(percent):F1} % {(percent < 0 ? "less" : "more")}";
    }
}
