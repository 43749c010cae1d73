using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = tanh x, f' = 1 - y².</summary>
/// <remarks>
/// keras.activations.tanh. Vectors: |x| p(x²) / q(x²) with p of degree 6 and q of degree 3, never above 1, with x's sign put back;
/// within 5 ulp (5.5 without fused multiply-adds), f(±0) = ±0, and ±1 exactly from 8.7 on.
/// The coefficients come from tools/fit_activations.py.
/// </remarks>
[RealtimeSafe]
public partial struct Tanh : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    private const float Cut = 8.69974804f;
    private const float P1 = 0.130982026f, P2 = 0.00311984029f, P3 = 1.13217948e-05f;
    private const float P4 = -2.09165201e-08f, P5 = 5.61957529e-11f, P6 = -9.39504076e-14f;
    private const float Q1 = 0.464315325f, Q2 = 0.0245583411f, Q3 = 0.000256934552f;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Tanh(x);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.MultiplyAddEstimate(-y, y, T.One);
}
