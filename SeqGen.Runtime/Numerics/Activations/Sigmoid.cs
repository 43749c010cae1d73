using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = 1 / (1 + e^-x), f' = y (1 - y), computed as y - y².</summary>
/// <remarks>
/// keras.activations.sigmoid. Vectors: e^-x = 2^n e^r with a polynomial of degree 5, then a true division; within 3.7 ulp
/// from -40 on and 5.5 below.
/// From -88.37 down the result, below 5e-39 and so no longer a normal float, is 0.
/// </remarks>
[RealtimeSafe]
public partial struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    // e^-r = 1 - r + C2 r² - C3 r³ + C4 r⁴ - C5 r⁵, from tools/fit_activations.py.
    private const float C2 = 0.499992371f, C3 = 0.166671306f, C4 = 0.0418904386f, C5 = 0.00831247028f;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.MultiplyAddEstimate(-y, y, y);
}
