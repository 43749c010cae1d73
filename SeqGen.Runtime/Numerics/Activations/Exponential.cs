using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = e^x, f' = y.</summary>
/// <remarks>
/// keras.activations.exponential. Vectors: 2^n times a polynomial of degree 6; within 1.2 ulp, denormal results included.
/// </remarks>
[RealtimeSafe]
public partial struct Exponential : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Exp(x);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => y;
}
