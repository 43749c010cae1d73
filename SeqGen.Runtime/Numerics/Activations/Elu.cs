using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = x above 0, e^x - 1 below; f' = 1 where y > 0, else y + 1.</summary>
/// <remarks>keras.activations.elu with alpha 1. Vectors: within 1 ulp.</remarks>
[RealtimeSafe]
public partial struct Elu : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x > T.Zero ? x : ScalarMath.ExpM1(x);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => y > T.Zero ? T.One : y + T.One;
}
