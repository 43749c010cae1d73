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

    /// <summary>
    /// Uniform in [-l, l) with l = √(6 / (fan_in + fan_out)) (Glorot and Bengio 2010). The fans of <c>[in, out]</c> are the two dimensions,
    /// gates included; those of <c>[k, in, out]</c> are k in and k out; that of <c>[n]</c> is n.
    /// </summary>
    public static Initializer GlorotUniform { get; } = new GlorotUniformInitializer();

    /// <summary>
    /// A random matrix with orthonormal rows or, where it has more rows than columns, orthonormal columns (Saxe et al. 2014). All
    /// dimensions but the last make the rows. For <c>[u, 4u]</c> the rows are orthonormal across the four gates.
    /// </summary>
    public static Initializer Orthogonal { get; } = new OrthogonalInitializer();

    /// <summary>An LSTM's bias <c>[4 units]</c>, gates i, f, g, o: 1 for the forget gate, 0 for the others (Jozefowicz et al. 2015).</summary>
    /// <param name="units">Units of the layer, 1 or more.</param>
    public static Initializer UnitForgetBias(int units) => new UnitForgetBiasInitializer(units);

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
