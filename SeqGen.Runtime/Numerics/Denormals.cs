using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>Makes 0 of a state that has decayed to next to nothing, before it becomes denormal, on which processors are slow.</summary>
[RealtimeSafe]
public static partial class Denormals
{
    /// <summary>What is smaller, above 0 and below, becomes 0.</summary>
    public const float Smallest = 1e-30f;

    /// <summary>Puts 0 in the place of values whose size is below <see cref="Smallest"/>. NaN stays.</summary>
    /// <param name="rows">Rows in <see cref="PaddedRow"/>'s layout.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flush<T>(Span<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Vector128.IsHardwareAccelerated)
        {
            ref float values = ref VectorPath.Floats<T>(rows);
            if (Vector512.IsHardwareAccelerated)
                Flush512((nuint)rows.Length, ref values);
            else if (Vector256.IsHardwareAccelerated)
                Flush256((nuint)rows.Length, ref values);
            else
                Flush128((nuint)rows.Length, ref values);
            return;
        }
        foreach (ref T value in rows)
        {
            value = Flush(value, Smallest);
        }
    }

    /// <summary>The value, or 0 where its size is below <paramref name="smallest"/>.</summary>
    internal static T Flush<T>(T value, float smallest) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Abs(value) < T.CreateTruncating(smallest) ? T.Zero : value;
}
