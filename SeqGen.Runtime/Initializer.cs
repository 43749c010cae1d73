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

    /// <inheritdoc cref="Initialization.GlorotUniform"/>
    public static Initializer GlorotUniform { get; } = new VarianceScalingInitializer(1, bothFans: true, uniform: true);

    /// <inheritdoc cref="Initialization.GlorotNormal"/>
    public static Initializer GlorotNormal { get; } = new VarianceScalingInitializer(1, bothFans: true, uniform: false);

    /// <inheritdoc cref="Initialization.HeUniform"/>
    public static Initializer HeUniform { get; } = new VarianceScalingInitializer(2, bothFans: false, uniform: true);

    /// <inheritdoc cref="Initialization.HeNormal"/>
    public static Initializer HeNormal { get; } = new VarianceScalingInitializer(2, bothFans: false, uniform: false);

    /// <inheritdoc cref="Initialization.LecunUniform"/>
    public static Initializer LecunUniform { get; } = new VarianceScalingInitializer(1, bothFans: false, uniform: true);

    /// <inheritdoc cref="Initialization.LecunNormal"/>
    public static Initializer LecunNormal { get; } = new VarianceScalingInitializer(1, bothFans: false, uniform: false);

    /// <summary>
    /// A random matrix with orthonormal rows or, where it has more rows than columns, orthonormal columns (Saxe et al. 2014). All
    /// dimensions but the last make the rows. For <c>[u, 4u]</c> the rows are orthonormal across the four gates.
    /// </summary>
    public static Initializer Orthogonal { get; } = new OrthogonalInitializer();

    /// <summary>An orthogonal matrix times a number.</summary>
    public static Initializer OrthogonalTimes(float gain) => new ScaledInitializer(Orthogonal, gain);

    /// <summary>All <paramref name="value"/>.</summary>
    public static Initializer Constant(float value) => new ConstantInitializer(value);

    /// <summary>Uniform in [-limit, limit).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or not finite.</exception>
    public static Initializer RandomUniform(float limit = 0.05f) => new UniformInitializer(Spread(limit, nameof(limit)));

    /// <summary>Normal with mean 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public static Initializer RandomNormal(float deviation = 0.05f) => new NormalInitializer(Spread(deviation, nameof(deviation)), truncated: false);

    /// <summary>Normal with mean 0, drawn again beyond two standard deviations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public static Initializer TruncatedNormal(float deviation = 0.05f) => new NormalInitializer(Spread(deviation, nameof(deviation)), truncated: true);

    /// <summary>The identity matrix times a number; of a recurrent kernel, one for each gate.</summary>
    public static Initializer Identity(float gain = 1) => new IdentityInitializer(gain);

    /// <summary>An LSTM's bias <c>[4 units]</c>, gates i, f, g, o: 1 for the forget gate (Jozefowicz et al. 2015).</summary>
    /// <param name="units">Units of the layer, 1 or more.</param>
    /// <param name="others">How the other gates start; null for 0.</param>
    public static Initializer UnitForgetBias(int units, Initializer? others = null) => new UnitForgetBiasInitializer(units, others ?? Zeros);

    /// <summary>Writes the initial values of a tensor.</summary>
    /// <param name="values">The tensor, row-major.</param>
    /// <param name="shape">Its dimensions, outermost first.</param>
    /// <param name="random">Where chance comes from; each tensor has its own.</param>
    public abstract void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random);

    private static float Spread(float value, string argument) => float.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(argument, value, $"{argument} is {value}; expected a finite number, 0 or more.");

    private sealed class ConstantInitializer(float value) : Initializer
    {
        public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random) => values.Fill(value);
    }
}
