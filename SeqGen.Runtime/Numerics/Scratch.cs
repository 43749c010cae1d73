using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Numerics;

/// <summary>Memory that a prediction works in.</summary>
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
    public static Span<float> Borrow(int length)
    {
        if (t_buffer is null || t_buffer.Length < length)
        {
            t_buffer = new AlignedBuffer<float>(length);
        }
        return t_buffer.Span[..length];
    }
}
