using System;
using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace SeqGen.Benchmarks.Measurement;

/// <summary>The multiply-adds one core does in the vectors that the kernels use, measured: what GFLOP/s are compared with.</summary>
/// <param name="Width">The vectors' name.</param>
/// <param name="GigaflopsPerSecond">Floating-point operations, two a multiply-add; not a number where there are no vectors.</param>
internal sealed record FmaPeak(string Width, double GigaflopsPerSecond)
{
    private const int Turns = 20_000;
    private const double Seconds = 0.3;

    // Whatever the loops return goes here, so that they must run.
    private static float s_sink;

    /// <summary>Measures for a third of a second. The best of many short runs counts, since a peak is what nothing disturbed.</summary>
    internal static FmaPeak Measure() =>
        Vector512.IsHardwareAccelerated ? Measure("Vector512", FmaLoop512.Lanes, FmaLoop512.Run)
        : Vector256.IsHardwareAccelerated ? Measure("Vector256", FmaLoop256.Lanes, FmaLoop256.Run)
        : Vector128.IsHardwareAccelerated ? Measure("Vector128", FmaLoop128.Lanes, FmaLoop128.Run)
        : new FmaPeak("no vectors", double.NaN);

    private static FmaPeak Measure(string width, int lanes, Func<int, float> run)
    {
        long best = long.MaxValue;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds)
        {
            long before = Stopwatch.GetTimestamp();
            s_sink += run(Turns);
            best = Math.Min(best, Stopwatch.GetTimestamp() - before);
        }
        double operations = 2.0 * lanes * FmaLoop512.Chains * Turns;
        return new FmaPeak(width, operations / (best * 1e9 / Stopwatch.Frequency));
    }
}
