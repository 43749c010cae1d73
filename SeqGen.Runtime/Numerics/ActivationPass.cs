using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>An activation over a batch [rows, units], in <see cref="PaddedRow"/>'s layout.</summary>
[RealtimeSafe]
public static partial class ActivationPass
{
    /// <summary>y = f(x). <paramref name="y"/> may be the same span as <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T, TActivation>(int rows, int units, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        x = x[..length];
        y = y[..length];
        if (VectorPath.Supports<T, TActivation>())
        {
            ref float xs = ref VectorPath.Floats(x);
            ref float ys = ref VectorPath.Floats<T>(y);
            if (Vector512.IsHardwareAccelerated)
                Forward512<TActivation>((nuint)length, ref xs, ref ys);
            else if (Vector256.IsHardwareAccelerated)
                Forward256<TActivation>((nuint)length, ref xs, ref ys);
            else
                Forward128<TActivation>((nuint)length, ref xs, ref ys);
            return;
        }
        for (int start = 0; start < length; start += padded)
            RowActivation.Apply<T, TActivation>(units, x.Slice(start, padded), y.Slice(start, padded));
    }

    /// <summary>dX = dY f'. <paramref name="dX"/> may be the same span as <paramref name="dY"/>.</summary>
    /// <remarks>
    /// Only one of <paramref name="x"/> and <paramref name="y"/> is read, and the other may be empty: x if
    /// <see cref="IActivation.DerivativeNeedsInput"/>, else y.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T, TActivation>(int rows, int units, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dY, Span<T> dX)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        int padded = PaddedRow.Length(units), length = checked(rows * padded);
        ReadOnlySpan<T> stash = (TActivation.DerivativeNeedsInput ? x : y)[..length];
        dY = dY[..length];
        dX = dX[..length];
        if (VectorPath.Supports<T, TActivation>())
        {
            ref float stashes = ref VectorPath.Floats(stash);
            ref float dYs = ref VectorPath.Floats(dY);
            ref float dXs = ref VectorPath.Floats<T>(dX);
            if (Vector512.IsHardwareAccelerated)
                Backward512<TActivation>((nuint)length, ref stashes, ref dYs, ref dXs);
            else if (Vector256.IsHardwareAccelerated)
                Backward256<TActivation>((nuint)length, ref stashes, ref dYs, ref dXs);
            else
                Backward128<TActivation>((nuint)length, ref stashes, ref dYs, ref dXs);
            return;
        }
        if (TActivation.IsRowwise)
        {
            for (int start = 0; start < length; start += padded)
            {
                Softmax.BackwardRow(stash.Slice(start, units), dY.Slice(start, units), dX.Slice(start, units));
                dX.Slice(start + units, padded - units).Clear();
            }
            return;
        }
        for (int i = 0; i < length; i++)
            dX[i] = dY[i] * TActivation.Derivative(stash[i], stash[i]);
    }
}
