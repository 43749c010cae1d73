using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>What decides between a kernel's vector text and its plain one. All of it is constant to the JIT.</summary>
[RealtimeSafe]
internal static class VectorPath
{
    /// <summary>True if the values are floats, the hardware has vectors, and the activation works element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Supports<T, TActivation>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation =>
        typeof(T) == typeof(float) && Vector128.IsHardwareAccelerated && !TActivation.IsRowwise;

    /// <inheritdoc cref="Supports{T, TActivation}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Supports<T, TActivation, TRecurrent>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where TActivation : struct, IActivation
        where TRecurrent : struct, IActivation =>
        Supports<T, TActivation>() && !TRecurrent.IsRowwise;

    /// <summary>The first value of a span that is known to hold floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref float Floats<T>(ReadOnlySpan<T> span) where T : unmanaged =>
        ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(span));
}
