using System;
using SeqGen.Numerics;

namespace SeqGen;

/// <summary>Variance scale / n (keras.initializers.VarianceScaling), n being fan_in or the mean of both fans.</summary>
internal sealed class VarianceScalingInitializer(double scale, bool bothFans, bool uniform) : Initializer
{
    // What cutting a normal distribution at two standard deviations leaves of its standard deviation.
    private const double Truncation = 0.87962566103423978;

    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        (double fanIn, double fanOut) = Fans(shape);
        double n = Math.Max(1, bothFans ? (fanIn + fanOut) / 2 : fanIn);
        if (uniform)
        {
            new UniformInitializer((float)Math.Sqrt(3 * scale / n)).Fill(values, shape, ref random);
        }
        else
        {
            new NormalInitializer(Math.Sqrt(scale / n) / Truncation, truncated: true).Fill(values, shape, ref random);
        }
    }

    // As keras.initializers.compute_fans.
    private static (double In, double Out) Fans(ReadOnlySpan<int> shape)
    {
        if (shape.Length < 2)
        {
            double fan = shape.IsEmpty ? 1 : shape[0];
            return (fan, fan);
        }
        double receptiveField = 1;
        foreach (int dimension in shape[..^2])
        {
            receptiveField *= dimension;
        }
        return (receptiveField * shape[^2], receptiveField * shape[^1]);
    }
}

/// <summary>Uniform in [-limit, limit).</summary>
internal sealed class UniformInitializer(float limit) : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (2 * random.NextSingle() - 1) * limit;
        }
    }
}

/// <summary>Normal; truncated, a value beyond two standard deviations is drawn again.</summary>
internal sealed class NormalInitializer(double deviation, bool truncated) : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double value;
            do
            {
                value = random.NextNormal();
            }
            while (truncated && Math.Abs(value) > 2);
            values[i] = (float)(value * deviation);
        }
    }
}

/// <summary>Another initializer's values, all times one number.</summary>
internal sealed class ScaledInitializer(Initializer inner, float gain) : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        inner.Fill(values, shape, ref random);
        foreach (ref float value in values)
        {
            value *= gain;
        }
    }
}

/// <summary>gain on the diagonal of every square block, left to right: one block a gate for a recurrent kernel.</summary>
internal sealed class IdentityInitializer(float gain) : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        int rows = shape[^2], columns = shape[^1];
        values.Clear();
        for (int first = 0; first + rows <= Math.Max(rows, columns); first += rows)
        {
            for (int i = 0; i < Math.Min(rows, columns - first); i++)
            {
                values[(i * columns) + first + i] = gain;
            }
        }
    }
}
