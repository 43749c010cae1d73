using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SeqGen.Benchmarks.Measurement;

/// <summary>Times calls until there is enough to tell: about half a second, and at least a few samples.</summary>
/// <remarks>
/// A sample is one call, or as many as fill <see cref="SampleNanoseconds"/> where one is shorter, so that reading the clock does not
/// count; the 99th percentile of such short calls is that of their groups. Timing itself allocates nothing.
/// </remarks>
internal sealed class Sampler
{
    private const double WarmUpSeconds = 0.5;
    private const double Seconds = 0.5;
    private const double SampleNanoseconds = 5_000;
    private const int WarmUpCalls = 2;
    private const int Fewest = 5;
    private const int Most = 200_000;

    private readonly double[] _samples = new double[Most];

    /// <summary>Measures one call of <paramref name="call"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Timing Measure(Action call)
    {
        int calls = CallsPerSample(call);
        // Readings of the counters are taken once before they count, since a first call may allocate.
        GC.GetAllocatedBytesForCurrentThread();

        int count = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        while (count < Most && (count < Fewest || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds))
        {
            long before = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++)
            {
                call();
            }
            _samples[count++] = Nanoseconds(Stopwatch.GetTimestamp() - before) / calls;
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return Timing.Of(_samples.AsSpan(0, count), allocated);
    }

    private static int CallsPerSample(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        double best = double.MaxValue;
        for (int i = 0; i < WarmUpCalls || Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds; i++)
        {
            long before = Stopwatch.GetTimestamp();
            call();
            best = Math.Min(best, Nanoseconds(Stopwatch.GetTimestamp() - before));
        }
        return (int)Math.Max(1, Math.Ceiling(SampleNanoseconds / Math.Max(best, 1)));
    }

    private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
