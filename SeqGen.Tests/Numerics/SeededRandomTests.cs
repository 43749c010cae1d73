using System;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Numerics;

public class SeededRandomTests
{
    [Fact]
    public void LogAgreesWithTheSystems()
    {
        var random = new SeededRandom(5);
        for (int i = 0; i < 10_000; i++)
        {
            double x = random.NextDouble() * Math.Pow(10, random.NextInt32(30) - 20) + double.Epsilon * 0x10_0000_0000_0000;
            double expected = Math.Log(x);
            Assert.True(Math.Abs(SeededRandom.Log(x) - expected) <= 1e-15 * Math.Max(1, Math.Abs(expected)), $"x = {x}");
        }
        Assert.Equal(0, SeededRandom.Log(1));
    }

    [Fact]
    public void NormalHasItsMoments()
    {
        const int count = 200_000;
        var random = new SeededRandom(1);
        double sum = 0, squares = 0, fourth = 0;
        for (int i = 0; i < count; i++)
        {
            double x = random.NextNormal();
            sum += x;
            squares += x * x;
            fourth += x * x * x * x;
        }
        Assert.Equal(0, sum / count, 0.01);
        Assert.Equal(1, squares / count, 0.015);
        Assert.Equal(3, fourth / count, 0.1);
    }

    [Fact]
    public void NormalIsTheSameOnEveryMachine()
    {
        var random = new SeededRandom(42);
        long[] bits = new long[3];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.DoubleToInt64Bits(random.NextNormal());
        }
        Assert.Equal(NormalBits, bits);
    }

    private static readonly long[] NormalBits = [4599461095390161115, -4621159173863061924, 4605367071406420229];
}
