using System;
using System.Diagnostics;
using System.Numerics;

namespace SeqGen.Examples;

/// <summary>Counts durations without allocating: buckets as wide as 1/64 of the durations in them, so that percentiles are at most 1.6 % high.</summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubBuckets = 1 << SubBits;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly long[] _counts = new long[(64 - SubBits) * SubBuckets];

    /// <summary>Durations recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest of them in nanoseconds, exactly; 0 if there are none.</summary>
    public long Max { get; private set; }

    /// <summary>Records the time between two values of <see cref="Stopwatch.GetTimestamp"/>; none where they are out of order.</summary>
    public void Record(long start, long end) => Record((long)((end - start) * NanosecondsPerTick));

    /// <summary>Records a duration in nanoseconds.</summary>
    public void Record(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        _counts[Bucket(nanoseconds)]++;
        Count++;
        Max = Math.Max(Max, nanoseconds);
    }

    /// <summary>The duration in nanoseconds that a share of those recorded does not exceed; 0 if there are none.</summary>
    /// <param name="share">As 0.99; from 0 to 1.</param>
    public long Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0)
            {
                return Math.Min(Max, Longest(bucket));
            }
        }
        return Max;
    }

    /// <summary>Forgets all durations.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
        Max = 0;
    }

    // Exact below 128 ns; beyond, the seven leading bits choose the bucket.
    private static int Bucket(long nanoseconds)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)nanoseconds) - SubBits);
        return shift * SubBuckets + (int)(nanoseconds >> shift);
    }

    private static long Longest(int bucket)
    {
        int shift = Math.Max(0, bucket / SubBuckets - 1);
        return ((bucket - shift * SubBuckets + 1L) << shift) - 1;
    }
}
