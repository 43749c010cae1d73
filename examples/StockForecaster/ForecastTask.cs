using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Data;

namespace SeqGen.Examples.Stocks;

/// <summary>
/// The problem that all models get: from the highs of <see cref="LookBack"/> days, forecast the high <see cref="Foresight"/> + 1
/// trading days after the last of them.
/// </summary>
internal sealed class ForecastTask
{
    internal const int LookBack = 7;
    internal const int Foresight = 6;
    private const int DaysPerWindow = LookBack + Foresight + 1;

    internal ForecastTask(PriceSeries series)
    {
        Series = series;
        Parts = Split(series);
        (Part training, Part validation, Part test) = (Parts[0], Parts[1], Parts[2]);

        ReadOnlySpan<float> highs = series.Highs;
        (LowestHigh, HighestHigh) = (training.Highs(series).Min(), training.Highs(series).Max());
        if (LowestHigh == HighestHigh)
        {
            throw new InputException(
                $"{series.Source}: every high of the {training.Days} training days is {LowestHigh}; there is nothing to learn.");
        }
        // Fitted on the training part only: what comes later is not known when a forecast is made.
        Scaler.Fit(training.Highs(series));
        var scaled = new float[highs.Length];
        Scaler.Transform(highs, scaled);
        if (Array.FindIndex(scaled, value => !float.IsFinite(value)) is int far and >= 0)
        {
            throw new InputException($"{series.Source}: the high of {series.Dates[far]:yyyy-MM-dd}, {highs[far]}, is too far from those "
                + $"of the training days, {LowestHigh} to {HighestHigh}, to be scaled by them.");
        }
        Training = WindowsOf(scaled, training);
        Validation = WindowsOf(scaled, validation);
        Test = WindowsOf(scaled, test);

        int[] targets = [.. Enumerable.Range(0, Test.Count).Select(i => test.Start + Test.TargetRow(i))];
        TestDates = [.. targets.Select(day => series.Dates[day])];
        TestTargets = [.. targets.Select(day => series.Highs[day])];
    }

    /// <summary>Consecutive days of the series with one use.</summary>
    internal readonly record struct Part(string Name, int Start, int Days)
    {
        internal DateOnly First(PriceSeries series) => series.Dates[Start];

        internal DateOnly Last(PriceSeries series) => series.Dates[Start + Days - 1];

        internal ArraySegment<float> Highs(PriceSeries series) => new(series.Highs, Start, Days);
    }

    internal PriceSeries Series { get; }

    /// <summary>Training, validation and test part, in this order.</summary>
    internal IReadOnlyList<Part> Parts { get; }

    /// <summary>What becomes 0 when the prices are scaled.</summary>
    internal float LowestHigh { get; }

    /// <summary>What becomes 1.</summary>
    internal float HighestHigh { get; }

    internal MinMaxScaler Scaler { get; } = new();

    /// <summary>Windows of scaled prices that lie, with their targets, within the training part.</summary>
    internal Windows Training { get; }

    /// <inheritdoc cref="Training"/>
    internal Windows Validation { get; }

    /// <inheritdoc cref="Training"/>
    internal Windows Test { get; }

    /// <summary>The day that each test window's target is of.</summary>
    internal IReadOnlyList<DateOnly> TestDates { get; }

    /// <summary>The test targets in dollars.</summary>
    internal float[] TestTargets { get; }

    internal int WindowsIn(int part) => (part switch { 0 => Training, 1 => Validation, _ => Test }).Count;

    // 70 %, and two halves of the rest, rounded down and up: 926 days are 648, 139 and 139.
    private static Part[] Split(PriceSeries series)
    {
        int days = series.Dates.Count;
        int training = TrainingDays(days);
        int validation = (days - training) / 2;
        if (validation < DaysPerWindow)
        {
            throw new InputException(
                $"{series.Source} has {days} {(days == 1 ? "row" : "rows")} to learn from; {LeastDays()} are needed "
                + "for a window and its target in each of the three parts.");
        }
        return
        [
            new Part("training", 0, training),
            new Part("validation", training, validation),
            new Part("test", training + validation, days - training - validation),
        ];
    }

    private static int TrainingDays(int days) => (int)(days * 7L / 10);

    private static int LeastDays()
    {
        int days = 1;
        while ((days - TrainingDays(days)) / 2 < DaysPerWindow)
        {
            days++;
        }
        return days;
    }

    private static Windows WindowsOf(float[] scaled, Part part) =>
        new(scaled.AsMemory(part.Start, part.Days), LookBack, Foresight);
}
