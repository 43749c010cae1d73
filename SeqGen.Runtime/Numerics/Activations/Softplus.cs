using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), f' = sigmoid(x) = 1 - e^-y.</summary>
/// <remarks>keras.activations.softplus. Vectors: within 4.2 ulp, denormal results included.</remarks>
[RealtimeSafe]
public partial struct Softplus : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Max(x, T.Zero) + ScalarMath.LogP1(T.Exp(-T.Abs(x)));

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => -ScalarMath.ExpM1(-y);
}
