using System;

namespace SeqGen.Numerics;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the i-th value is a hash of <c>seed + i</c>, the same on every machine.</summary>
[RealtimeSafe]
public struct SeededRandom(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(seed);

    /// <summary>A seed for a part of what <paramref name="seed"/> decides: a tensor, an epoch, a step.</summary>
    public static ulong Derive(ulong seed, ulong part) => Mix(seed ^ Mix(part + Increment));

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(_state += Increment);

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [0, exclusive).</summary>
    public int NextInt32(int exclusive) => (int)Math.BigMul(NextUInt64(), (ulong)exclusive, out _);

    /// <summary>Normal with mean 0 and variance 1, by Marsaglia's polar method. The other value of each pair is not used.</summary>
    public double NextNormal()
    {
        while (true)
        {
            double x = 2 * NextDouble() - 1;
            double y = 2 * NextDouble() - 1;
            double s = x * x + y * y;
            if (s is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Log(s) / s);
            }
        }
    }

    /// <summary>ln x for a normal x above 0, from + - * / alone: Math.Log differs between systems in the last bit.</summary>
    internal static double Log(double x)
    {
        // x = m 2^e with m in [√½, √2), ln m = 2 artanh r with r = (m - 1) / (m + 1), |r| < 0.172: 12 terms give every digit.
        const double ln2 = 0.693147180559945309;
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }
        double r = (m - 1) / (m + 1);
        double square = r * r;
        double series = 0;
        for (int k = 23; k >= 1; k -= 2)
        {
            series = series * square + 1.0 / k;
        }
        return exponent * ln2 + 2 * r * series;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
