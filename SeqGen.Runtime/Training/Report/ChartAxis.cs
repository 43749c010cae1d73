using System;
using System.Collections.Generic;
using System.Globalization;

namespace SeqGen.Training;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Text">What is written at it.</param>
public readonly record struct ChartTick(double Value, string Text);

/// <summary>One axis of a chart: what it measures, and where its ticks stand.</summary>
public abstract class ChartAxis
{
    private protected ChartAxis(string label) => Label = label;

    /// <summary>What the axis measures, with its unit.</summary>
    public string Label { get; }

    /// <summary>An axis of numbers.</summary>
    /// <param name="label">What it measures.</param>
    /// <param name="unit">Written before each number, as "$".</param>
    /// <param name="whole">True where only whole numbers mean something.</param>
    public static ChartAxis Numbers(string label, string unit = "", bool whole = false) => new NumberAxis(label, unit, whole);

    /// <summary>An axis of days, its values <see cref="DateOnly.DayNumber"/>.</summary>
    /// <param name="label">What it measures.</param>
    public static ChartAxis Dates(string label) => new DateAxis(label);

    /// <summary>About <paramref name="count"/> ticks inside a range, at round places.</summary>
    internal abstract IReadOnlyList<ChartTick> Ticks(double from, double to, int count);

    private sealed class NumberAxis(string label, string unit, bool whole) : ChartAxis(label)
    {
        internal override IReadOnlyList<ChartTick> Ticks(double from, double to, int count)
        {
            double step = Step((to - from) / Math.Max(count, 1));
            if (whole)
            {
                step = Math.Max(1, Math.Round(step));
            }
            int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 10);
            string format = "N" + decimals.ToString(CultureInfo.InvariantCulture);
            List<ChartTick> ticks = [];
            for (double i = Math.Ceiling(from / step - 1e-9); i * step <= to + step * 1e-9; i++)
            {
                // Adding 0 turns -0 into 0.
                ticks.Add(new ChartTick(i * step, unit + (i * step + 0.0).ToString(format, CultureInfo.InvariantCulture)));
            }
            return ticks;
        }

        // The next of 1, 2, 5, 10 ... times a power of ten.
        private static double Step(double wanted)
        {
            double power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
            double lead = wanted / power;
            return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
        }
    }

    private sealed class DateAxis(string label) : ChartAxis(label)
    {
        private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
        private static readonly int[] DaySteps = [1, 2, 7, 14];

        internal override IReadOnlyList<ChartTick> Ticks(double from, double to, int count)
        {
            double days = (to - from) / Math.Max(count, 1);
            return days <= DaySteps[^1] ? ByDays(from, to, days) : ByMonths(from, to, days / 30.5);
        }

        private static List<ChartTick> ByDays(double from, double to, double wanted)
        {
            int step = Array.Find(DaySteps, s => s >= wanted);
            List<ChartTick> ticks = [];
            for (int day = (int)Math.Ceiling(from); day <= to; day += step)
            {
                ticks.Add(new ChartTick(day, DateOnly.FromDayNumber(day).ToString("d MMM", CultureInfo.InvariantCulture)));
            }
            return ticks;
        }

        private static List<ChartTick> ByMonths(double from, double to, double wanted)
        {
            int found = Array.FindIndex(MonthSteps, s => s >= wanted);
            int step = MonthSteps[found < 0 ? MonthSteps.Length - 1 : found];
            DateOnly first = DateOnly.FromDayNumber((int)from);
            int month = first.Year * 12 + first.Month - 1;
            List<ChartTick> ticks = [];
            for (month -= month % step; month < 9999 * 12; month += step)
            {
                var date = new DateOnly(Math.Max(1, month / 12), month % 12 + 1, 1);
                if (date.DayNumber > to)
                {
                    break;
                }
                if (date.DayNumber >= from)
                {
                    ticks.Add(new ChartTick(date.DayNumber, date.ToString(step >= 12 ? "yyyy" : "MMM yyyy", CultureInfo.InvariantCulture)));
                }
            }
            return ticks;
        }
    }
}
