using SeqGen.Data;
using SeqGen.Numerics;

namespace SeqGen.Tests.Support;

/// <summary>Made-up samples.</summary>
internal static class Samples
{
    /// <summary>Uniform values in [-1, 1).</summary>
    internal static float[] Uniform(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = 2 * random.NextSingle() - 1;
        }
        return values;
    }

    /// <summary>Inputs <c>[3, 2]</c> whose target is a fixed weighted sum of them.</summary>
    internal static ArrayDataset Linear(int count, ulong seed = 1)
    {
        float[] inputs = Uniform(count * 6, seed);
        float[] targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < 6; k++)
            {
                targets[i] += inputs[i * 6 + k] * (k - 2) * 0.3f;
            }
        }
        return new ArrayDataset(inputs, targets, 6, 1);
    }
}
