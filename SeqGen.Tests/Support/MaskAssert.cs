using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>What must hold for masks of inverted dropout.</summary>
internal static class MaskAssert
{
    /// <summary>Values are 0 and 1 / (1 - rate), as often as the rate says, and no two rows are drawn together.</summary>
    internal static void Drops(double[,] mask, double rate)
    {
        double[] values = [.. mask.Cast<double>()];
        Assert.All(values, value => Assert.True(Math.Abs(value) < 1e-6 || Math.Abs(value - (1 / (1 - rate))) < 1e-6, $"A mask has {value}."));
        AssertShare(rate, values.Select(IsDropped));
        double agreement = (rate * rate) + ((1 - rate) * (1 - rate));
        AssertShare(agreement, values.Zip(values.Skip(mask.GetLength(1)), (a, b) => IsDropped(a) == IsDropped(b)));
    }

    internal static void Same(double[,] one, double[,] other) =>
        Assert.All(one.Cast<double>().Zip(other.Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

    /// <summary>Two masks of one rate agree as often as chance has it.</summary>
    internal static void Independent(double[,] one, double[,] other, double rate) => AssertShare(
        (rate * rate) + ((1 - rate) * (1 - rate)),
        one.Cast<double>().Zip(other.Cast<double>(), (a, b) => IsDropped(a) == IsDropped(b)));

    /// <summary>Every two of several masks.</summary>
    internal static void AllIndependent(IReadOnlyList<double[,]> masks, double rate)
    {
        for (int i = 0; i < masks.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Independent(masks[i], masks[j], rate);
            }
        }
    }

    private static bool IsDropped(double value) => Math.Abs(value) < 1e-6;

    // Within five standard deviations.
    private static void AssertShare(double expected, IEnumerable<bool> hits)
    {
        bool[] all = [.. hits];
        double share = all.Count(hit => hit) / (double)all.Length;
        double deviation = Math.Sqrt(expected * (1 - expected) / all.Length);
        Assert.InRange(share, expected - (5 * deviation), expected + (5 * deviation));
    }
}
