using System;
using System.Linq;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Numerics;

public class InitializerTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_spread_is_finite_and_not_negative(float spread)
    {
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => Initializer.RandomUniform(spread));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => Initializer.RandomNormal(spread));
        Assert.Throws<ArgumentOutOfRangeException>("deviation", () => Initializer.TruncatedNormal(spread));
    }

    [Theory]
    [InlineData(new[] { 5, 7 }, 12)]
    [InlineData(new[] { 3, 4, 6 }, 30)]
    [InlineData(new[] { 9 }, 18)]
    public void GlorotUniformFillsItsRange(int[] shape, double fans)
    {
        float[] values = Fill(Initializer.GlorotUniform, shape, 3);
        double limit = Math.Sqrt(6 / fans);

        Assert.All(values, v => Assert.InRange(v, -limit - 1e-6, limit));
        Assert.True(values.Max(Math.Abs) > 0.6 * limit);
    }

    [Fact]
    public void GlorotUniformHasItsVariance()
    {
        float[] values = Fill(Initializer.GlorotUniform, [100, 400], 3);
        Assert.Equal(2.0 / 500, values.Average(v => (double)v * v), 1e-4);
        Assert.Equal(0, values.Average(v => (double)v), 1e-3);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(7, 28)]
    [InlineData(33, 132)]
    [InlineData(32, 32)]
    [InlineData(20, 6)]
    public void OrthogonalIsOrthonormalOnItsShorterSide(int rows, int columns)
    {
        float[] q = Fill(Initializer.Orthogonal, [rows, columns], 8);
        int count = Math.Min(rows, columns);
        int length = Math.Max(rows, columns);
        float At(int vector, int i) => rows < columns ? q[vector * columns + i] : q[i * columns + vector];

        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double dot = Enumerable.Range(0, length).Sum(i => (double)At(a, i) * At(b, i));
                Assert.Equal(a == b ? 1 : 0, dot, 1e-6);
            }
        }
    }

    [Fact]
    public void OrthogonalKeepsTheDirectionOfItsFirstNormalVector()
    {
        // Q with the signs of R's diagonal: the first column is the first normal column, shortened to 1.
        float[] q = Fill(Initializer.Orthogonal, [4, 2], 8);
        var random = new SeededRandom(8);
        double[] normal = [.. Enumerable.Range(0, 8).Select(_ => random.NextNormal())];
        double size = Math.Sqrt(Enumerable.Range(0, 4).Sum(i => normal[2 * i] * normal[2 * i]));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(normal[2 * i] / size, q[2 * i], 1e-6);
        }
    }

    [Fact]
    public void SameBitsOnEveryMachine()
    {
        Assert.Equal(OrthogonalBits, Fill(Initializer.Orthogonal, [2, 3], 8).Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(GlorotBits, Fill(Initializer.GlorotUniform, [2, 2], 8).Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void UnitForgetBiasIsOneInTheSecondBlock()
    {
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0], Fill(Initializer.UnitForgetBias(2), [8], 0));
        Assert.Throws<ArgumentException>("values", () => Fill(Initializer.UnitForgetBias(2), [6], 0));
        Assert.Throws<ArgumentOutOfRangeException>("units", () => Initializer.UnitForgetBias(0));
    }

    [Fact]
    public void TensorsDrawFromStreamsOfTheirOwn()
    {
        ParameterTensor[] one = [new("a", [3, 3], 0, Initializer.GlorotUniform), new("b", [3, 3], 9, Initializer.GlorotUniform)];
        ParameterTensor[] other = [new("a", [1, 2], 0, Initializer.GlorotUniform), new("b", [3, 3], 2, Initializer.GlorotUniform)];
        float[] values = SequenceModel.CreateParameters(one, 18, seed: 4).Span.ToArray();

        Assert.NotEqual(values[..9], values[9..]);
        Assert.Equal(values[9..], SequenceModel.CreateParameters(other, 11, seed: 4).Span[2..].ToArray());
        Assert.Equal(values, SequenceModel.CreateParameters(one, 18, seed: 4).Span.ToArray());
        Assert.NotEqual(values, SequenceModel.CreateParameters(one, 18, seed: 5).Span.ToArray());
    }

    private static readonly int[] OrthogonalBits =
        [1062479442, 1057348411, -1102289904, -1095778910, 1044759277, -1083486420];

    private static readonly int[] GlorotBits = [1065721069, 1065561460, 1065866886, 1061291703];

    private static float[] Fill(Initializer initializer, int[] shape, ulong seed)
    {
        float[] values = new float[shape.Aggregate(1, (a, b) => a * b)];
        var random = new SeededRandom(seed);
        initializer.Fill(values, shape, ref random);
        return values;
    }
}
