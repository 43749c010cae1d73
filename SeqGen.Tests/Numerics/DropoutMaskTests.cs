using System;
using System.Linq;
using SeqGen.Numerics;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Numerics;

public class DropoutMaskTests
{
    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.83f)]
    public void Share_of_zeros_is_the_rate_in_all_rows_and_columns_and_neighbours_are_independent(float rate)
    {
        const int rows = 500, length = 496;
        float[] mask = Fill(rows, length, rate, seed: 3);
        Assert.All(mask, v => Assert.True(v == 0 || v == 1 / (1 - rate)));
        double[] dropped = [.. mask.Select(v => v == 0 ? 1.0 - rate : -rate)];
        double deviation = Math.Sqrt(rate * (1 - rate));

        // Sums of independent values of mean 0: 5 standard deviations of each sum.
        Assert.True(Math.Abs(dropped.Sum()) < 5 * deviation * Math.Sqrt(rows * length));
        for (int row = 0; row < rows; row++)
            Assert.True(Math.Abs(dropped.AsSpan(row * length, length).ToArray().Sum()) < 5 * deviation * Math.Sqrt(length));
        for (int column = 0; column < length; column++)
            Assert.True(Math.Abs(Enumerable.Range(0, rows).Sum(row => dropped[row * length + column])) < 5 * deviation * Math.Sqrt(rows));
        foreach (int lag in (int[])[1, 2, 3, 16, length - 1, length, length + 1, 2 * length])
        {
            int pairs = dropped.Length - lag;
            double correlation = Enumerable.Range(0, pairs).Sum(i => dropped[i] * dropped[i + lag]) / (deviation * deviation);
            Assert.True(Math.Abs(correlation) < 5 * Math.Sqrt(pairs), $"lag {lag}: {correlation / Math.Sqrt(pairs)} standard deviations");
        }
    }

    [Fact]
    public void Rates_0_and_1_and_the_padding()
    {
        float[] all = Fill(3, 5, 0, seed: 1), none = Fill(3, 5, 1, seed: 1);
        for (int i = 0; i < 48; i++)
        {
            Assert.Equal(i % 16 < 5 ? 1 : 0, all[i]);
            Assert.Equal(0, none[i]);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Fill(1, 1, float.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fill(1, 1, -0.1f, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fill(1, 1, 1.1f, 1));
    }

    [Fact]
    public void A_batch_cut_another_way_gives_the_same_mask_and_another_seed_another()
    {
        float[] whole = Fill(10, 20, 0.4f, seed: 9);
        float[] part = new float[6 * 32];
        DropoutMask.Fill<float>(part, 6, 20, 0.4f, 9, firstRow: 4);
        Assert.Equal(whole[(4 * 32)..], part);
        Assert.NotEqual(whole, Fill(10, 20, 0.4f, seed: 10));
    }

    [Fact]
    public void Floats_of_every_width_and_doubles_draw_the_same()
    {
        float[] floats = Fill(4, 37, 0.25f, seed: 5);
        double[] doubles = new double[floats.Length];
        DropoutMask.Fill<double>(doubles, 4, 37, 0.25f, 5, 0);
        Assert.Equal(floats, doubles.Select(v => (float)v));

        float[] row512 = new float[48], row256 = new float[48], row128 = new float[48];
        DropoutMask.FillRow512(ref row512[0], 48, 37, 1 << 22, 2f, 0x123456789ABCDEF);
        DropoutMask.FillRow256(ref row256[0], 48, 37, 1 << 22, 2f, 0x123456789ABCDEF);
        DropoutMask.FillRow128(ref row128[0], 48, 37, 1 << 22, 2f, 0x123456789ABCDEF);
        Assert.Equal(row512, row256);
        Assert.Equal(row512, row128);
    }

    [Fact]
    public void Allocates_nothing()
    {
        float[] mask = new float[8 * 48];
        Allocations.None(100, () => DropoutMask.Fill<float>(mask, 8, 40, 0.3f, 1, 3));
    }

    private static float[] Fill(int rows, int length, float rate, ulong seed)
    {
        float[] mask = new float[rows * PaddedRow.Length(length)];
        DropoutMask.Fill<float>(mask, rows, length, rate, seed, 0);
        return mask;
    }
}
