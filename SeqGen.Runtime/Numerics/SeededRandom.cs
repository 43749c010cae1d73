using System;

namespace SeqGen.Numerics;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the i-th value is a hash of <c>seed + i</c>, the same on every machine.</summary>
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

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
