using System;
using SeqGen.Numerics;

namespace SeqGen;

/// <summary>Fills a parameter tensor of a new model, with the distributions of Keras's class of the same name.</summary>
public abstract class Initializer
{
    /// <summary>All 0.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>All 1.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1);

    /// <summary>Writes the initial values of a tensor.</summary>
    /// <param name="values">The tensor, row-major.</param>
    /// <param name="shape">Its dimensions, outermost first.</param>
    /// <param name="random">Where chance comes from; each tensor has its own.</param>
    public abstract void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random);

    private sealed class ConstantInitializer(float value) : Initializer
    {
        public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random) => values.Fill(value);
    }
}
