using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Numerics;

/// <summary>Memory that a prediction works in.</summary>
[RealtimeSafe]
public static class Scratch
{
    [ThreadStatic]
    private static AlignedBuffer<float>? t_buffer;

    /// <summary>The part of stack memory that starts on a 64-byte boundary; up to 15 values before it are lost.</summary>
    public static unsafe Span<float> Align(Span<float> stack)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(stack));
        return stack[((int)((64 - (address % 64)) % 64) / sizeof(float))..];
    }

    /// <summary>A buffer that the calling thread keeps, with whatever its last use left in it. It allocates only to grow.</summary>
    [SuppressMessage("SeqGen", "SEQGEN301", Justification = "Only a thread's first call, and its first for a larger model, allocates.")]
    public static Span<float> Borrow(int length)
    {
        if (t_buffer is null || t_buffer.Length < length)
        {
            t_buffer = new AlignedBuffer<float>(length);
        }
        return t_buffer.Span[..length];
    }

    /// <summary>At least <paramref name="length"/> values of any kind, until <see cref="Return"/>; whatever their last use left in them.</summary>
    [SuppressMessage("SeqGen", "SEQGEN301", Justification = "The pool allocates only where it has no array that was returned.")]
    internal static T[] Rent<T>(int length) => ArrayPool<T>.Shared.Rent(length);

    internal static void Return<T>(T[] rented) => ArrayPool<T>.Shared.Return(rented);
}
