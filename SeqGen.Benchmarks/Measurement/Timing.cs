using System;

namespace SeqGen.Benchmarks.Measurement;

/// <summary>What timed calls came to.</summary>
/// <param name="Median">Nanoseconds a call.</param>
/// <param name="P99">99 of 100 samples took no longer, in nanoseconds a call.</param>
/// <param name="Allocated">Bytes that the calling thread allocated over all timed calls.</param>
internal readonly record struct Timing(double Median, double P99, long Allocated)
{
    /// <summary>Sorts the samples and reads off the rest.</summary>
    internal static Timing Of(Span<double> samples, long allocated)
    {
        samples.Sort();
        return new Timing(samples[samples.Length / 2], samples[(int)(samples.Length * 0.99)], allocated);
    }
}
