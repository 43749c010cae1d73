using System;
using System.Linq;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Numerics;

public class SoftmaxTests
{
    [Fact]
    public void Rows_of_every_length_agree_with_double()
    {
        for (int length = 1; length <= 70; length++)
        {
            float[] x = Random(length, 6);
            float[] y = [.. x];
            Softmax.ApplyRow<float>(y);
            double[] exact = Exact(x);
            for (int i = 0; i < length; i++)
                Assert.Equal(exact[i], y[i], 1e-6 * exact[i]);
            Assert.Equal(1.0, y.Sum(v => (double)v), 1e-6);
        }
    }

    [Theory]
    [InlineData(1000f)]
    [InlineData(-1000f)]
    public void Large_logits_are_fine(float size)
    {
        float[] row = [size, 0, 0, size];
        Softmax.ApplyRow<float>(row);
        Assert.Equal(size > 0 ? [0.5f, 0, 0, 0.5f] : [0, 0.5f, 0.5f, 0], row);
    }

    [Fact]
    public void NaN_makes_the_row_NaN_and_minus_infinity_a_zero()
    {
        float[] row = [1, float.NaN, 3];
        Softmax.ApplyRow<float>(row);
        Assert.All(row, y => Assert.True(float.IsNaN(y)));
        row = [0, float.NegativeInfinity, 0];
        Softmax.ApplyRow<float>(row);
        Assert.Equal([0.5f, 0, 0.5f], row);
        Softmax.ApplyRow<float>([]);
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        float[] x = Random(48, 10);
        float[] y512 = [.. x], y256 = [.. x], y128 = [.. x];
        float[] sums512 = new float[16], sums256 = new float[16], sums128 = new float[16];
        Softmax.Exponentials512(ref y512[0], 48, x.Max(), ref sums512[0]);
        Softmax.Exponentials256(ref y256[0], 48, x.Max(), ref sums256[0]);
        Softmax.Exponentials128(ref y128[0], 48, x.Max(), ref sums128[0]);
        Assert.Equal(y512, y256);
        Assert.Equal(y512, y128);
        Assert.Equal(sums512, sums256);
        Assert.Equal(sums512, sums128);
    }

    [Fact]
    public void Elements_have_no_softmax()
    {
        Assert.True(Softmax.IsRowwise);
        Assert.Throws<NotSupportedException>(() => Softmax.Apply(1f));
        Assert.Throws<NotSupportedException>(() => Softmax.Apply(System.Runtime.Intrinsics.Vector128<float>.Zero));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(35)]
    public void Backward_agrees_with_central_differences_also_in_place(int length)
    {
        const double step = 1e-6;
        double[] x = [.. Random(length, 3).Select(v => (double)v)], dY = [.. Random(length, 2).Select(v => (double)v)];
        double[] y = [.. x];
        Softmax.ApplyRow<double>(y);
        double[] dX = [.. dY];
        Softmax.BackwardRow<double>(y, dX, dX);
        for (int i = 0; i < length; i++)
        {
            double numeric = (Loss(i, step) - Loss(i, -step)) / (2 * step);
            Assert.Equal(numeric, dX[i], 1e-8);
        }

        double Loss(int i, double change)
        {
            double[] row = [.. x];
            row[i] += change;
            Softmax.ApplyRow<double>(row);
            return row.Zip(dY, (a, b) => a * b).Sum();
        }
    }

    private static double[] Exact(float[] x)
    {
        double max = x.Max();
        double sum = x.Sum(v => Math.Exp(v - max));
        return [.. x.Select(v => Math.Exp(v - max) / sum)];
    }

    private static float[] Random(int length, float range)
    {
        var random = new SeededRandom((ulong)length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (2 * random.NextSingle() - 1) * range;
        return values;
    }
}
