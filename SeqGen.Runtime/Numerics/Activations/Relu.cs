using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = max(x, 0), f' = 1 where y > 0, else 0.</summary>
/// <remarks>keras.activations.relu. Exact; the derivative at 0 is 0.</remarks>
[RealtimeSafe]
public partial struct Relu : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Max(x, T.Zero);

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => y > T.Zero ? T.One : T.Zero;
}
