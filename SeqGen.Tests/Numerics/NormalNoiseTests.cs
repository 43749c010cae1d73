using System;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Numerics;

public sealed class NormalNoiseTests
{
    // From mpmath.
    [Theory]
    [InlineData(1e-10, -6.361340889697423)]
    [InlineData(1e-06, -4.753424308828307)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(0.02425, -1.9729610513118852)]
    [InlineData(0.07, -1.4757910281791706)]
    [InlineData(0.1, -1.2815515655446008)]
    [InlineData(0.3, -0.5244005127080409)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.6, 0.2533471031357998)]
    [InlineData(0.92, 1.4050715603096329)]
    [InlineData(0.95, 1.6448536269514724)]
    public void Quantiles_are_those_of_the_normal_distribution(double p, double value)
    {
        Assert.Equal(value, NormalNoise.Quantile(p), 2e-7 * Math.Max(1, Math.Abs(value)));
        Assert.Equal(-NormalNoise.Quantile(p), NormalNoise.Quantile(1 - p), 1e-6);
    }

    [Fact]
    public void Floats_and_doubles_draw_the_same_noise()
    {
        float[] single = new float[2 * 32];
        double[] twice = new double[2 * 32];
        NormalNoise.Add<float>(new float[2 * 17], 17, single, 2, 17, 0.5f, 3, 4);
        NormalNoise.Add<double>(new double[2 * 17], 17, twice, 2, 17, 0.5f, 3, 4);
        Assert.Equal(Array.ConvertAll(twice, value => (float)value), single);
        Assert.All(single[17..32], value => Assert.Equal(0, value));
    }
}
