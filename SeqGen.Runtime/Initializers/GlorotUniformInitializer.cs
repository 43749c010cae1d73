using System;
using SeqGen.Numerics;

namespace SeqGen;

internal sealed class GlorotUniformInitializer : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        float limit = (float)Math.Sqrt(6.0 / Math.Max(1, FanSum(shape)));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (2 * random.NextSingle() - 1) * limit;
        }
    }

    // fan_in + fan_out, as keras.initializers.compute_fans
    private static double FanSum(ReadOnlySpan<int> shape)
    {
        if (shape.Length < 2)
        {
            return shape.IsEmpty ? 2 : 2.0 * shape[0];
        }
        double receptiveField = 1;
        foreach (int dimension in shape[..^2])
        {
            receptiveField *= dimension;
        }
        return receptiveField * ((double)shape[^2] + shape[^1]);
    }
}
