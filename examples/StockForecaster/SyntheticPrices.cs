using System;
using System.Collections.Generic;
using SeqGen.Numerics;

namespace SeqGen.Examples.Stocks;

/// <summary>Prices that look like a stock's, so that the example runs where no file is at hand.</summary>
internal static class SyntheticPrices
{
    private const int Days = 926;
    private const int TradingDaysPerYear = 252;

    // The same series on every machine and for every --seed, so that seeds can be compared.
    private const ulong Seed = 26;

    /// <summary>Makes the series: a geometric random walk with drift, drawn back to its trend, and a yearly season.</summary>
    internal static PriceSeries Create()
    {
        var random = new SeededRandom(Seed);
        List<DateOnly> dates = [];
        var highs = new float[Days];
        var date = new DateOnly(2014, 1, 2);
        double walk = 0;
        for (int day = 0; day < Days; day++)
        {
            double trend = Math.Log(28) + 0.09 * day / TradingDaysPerYear;
            double season = 0.06 * Math.Sin(2 * Math.PI * day / TradingDaysPerYear);
            walk += -0.006 * walk + 0.021 * Normal(ref random);
            double close = Math.Exp(trend + season + walk);
            // Cents, as a quotation has; this also hides the last bit in which machines' Exp and Sin may differ.
            highs[day] = (float)Math.Round(close * (1 + 0.006 * Math.Abs(Normal(ref random))), 2);
            dates.Add(date);
            date = date.AddDays(date.DayOfWeek == DayOfWeek.Friday ? 3 : 1);
        }
        return new PriceSeries("synthetic", "synthetic prices", dates, highs);
    }

    // Box and Muller's normal distribution; 1 - u keeps the logarithm from 0.
    private static double Normal(ref SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
