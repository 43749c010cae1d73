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
        T smallest = T.CreateTruncating(Smallest);
        foreach (ref T value in rows)
        {
            if (T.Abs(value) < smallest)
            {
                value = T.Zero;
            }
        }
    }
}
