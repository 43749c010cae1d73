using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = tanh x, f' = 1 - y².</summary>
/// <remarks>
/// keras.activations.tanh. Vectors: x p(x²) / q(x²) with p and q of degree 4, never beyond ±1;
/// within 5 ulp (6 without fused multiply-adds), f(±0) = ±0, and ±1 exactly from 8.7 on.
/// The coefficients come from tools/fit_activations.py.
/// </remarks>
[RealtimeSafe]
public partial struct Tanh : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    private const float Cut = 8.69996548f;
    private const float P1 = 0.13403216f, P2 = 0.00352193974f, P3 = 2.10437684e-05f, P4 = 1.39620919e-08f;
    private const float Q1 = 0.467365414f, Q2 = 0.0259772278f, Q3 = 0.000332875847f, Q4 = 8.0238965e-07f;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Tanh(x);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.MultiplyAddEstimate(-y, y, T.One);
}
