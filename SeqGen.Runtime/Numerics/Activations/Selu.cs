using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = s x above 0, s a (e^x - 1) below; f' = s where y > 0, else y + s a.</summary>
/// <remarks>keras.activations.selu (Klambauer et al. 2017): s = 1.05070098..., a = 1.67326324.... Vectors: within 2 ulp.</remarks>
[RealtimeSafe]
public partial struct Selu : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    private const double Scale = 1.0507009873554805, Alpha = 1.6732632423543772;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? T.CreateTruncating(Scale) * x : T.CreateTruncating(Scale * Alpha) * ScalarMath.ExpM1(x);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        y > T.Zero ? T.CreateTruncating(Scale) : y + T.CreateTruncating(Scale * Alpha);
}
