using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>f(x) = x, f' = 1.</summary>
/// <remarks>keras.activations.linear. Exact.</remarks>
[RealtimeSafe]
public partial struct Linear : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeNeedsInput => false;

    /// <inheritdoc/>
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x;

    /// <inheritdoc/>
    public static T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.One;
}
