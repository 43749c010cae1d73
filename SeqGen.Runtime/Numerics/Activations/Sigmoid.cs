using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = 1 / (1 + e^-x), f' = y (1 - y), computed as y - y².</summary>
/// <remarks>
/// keras.activations.sigmoid. Vectors: e^-x = 2^n e^r with a polynomial of degree 6, then a true division; within 2.5 ulp.
/// From -88.37 down the result, below 5e-39 and so no longer a normal float, is 0.
/// </remarks>
[RealtimeSafe]
public partial struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.MultiplyAddEstimate(-y, y, y);
}
