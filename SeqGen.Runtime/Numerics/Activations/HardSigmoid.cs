using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = min(max(x + 3, 0), 6) / 6, f' = 1/6 where 0 &lt; y &lt; 1, else 0.</summary>
/// <remarks>keras.activations.hard_sigmoid of Keras 3 (before, the slope was 0.2). Within 1.5 ulp; 0 and 1 from ±3 on.</remarks>
[RealtimeSafe]
public partial struct HardSigmoid : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Clamp(x + T.CreateTruncating(3), T.Zero, T.CreateTruncating(6)) / T.CreateTruncating(6);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        y > T.Zero && y < T.One ? T.One / T.CreateTruncating(6) : T.Zero;
}
