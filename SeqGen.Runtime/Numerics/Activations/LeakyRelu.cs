using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = x above 0, 0.2 x below; f' = 1 where y > 0, else 0.2.</summary>
/// <remarks>keras.activations.leaky_relu with its default negative_slope. Within 1 ulp.</remarks>
[RealtimeSafe]
public partial struct LeakyRelu : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    private const double Slope = 0.2;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Max(x, T.CreateTruncating(Slope) * x);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => y > T.Zero ? T.One : T.CreateTruncating(Slope);
}
