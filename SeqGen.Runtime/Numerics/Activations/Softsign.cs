using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = x / (1 + |x|), f' = (1 - |y|)².</summary>
/// <remarks>keras.activations.softsign. Vectors: within 1.5 ulp; ±1 for ±infinity.</remarks>
[RealtimeSafe]
public partial struct Softsign : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.IsInfinity(x) ? T.CopySign(T.One, x) : x / (T.One + T.Abs(x));

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T rest = T.One - T.Abs(y);
        return rest * rest;
    }
}
