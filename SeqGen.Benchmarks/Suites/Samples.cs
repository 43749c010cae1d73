using SeqGen.Numerics;

namespace SeqGen.Benchmarks.Suites;

/// <summary>Numbers to compute with.</summary>
internal static class Samples
{
    private const ulong Seed = 42;

    /// <summary>Normally distributed values, the same each time.</summary>
    internal static AlignedBuffer<float> Buffer(int length)
    {
        var buffer = new AlignedBuffer<float>(length);
        var random = new SeededRandom(Seed);
        foreach (ref float value in buffer.Span)
        {
            value = (float)random.NextNormal();
        }
        return buffer;
    }
}
