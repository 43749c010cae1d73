using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Numerics;

/// <summary>An array that starts on a 64-byte boundary and has 64 readable bytes behind its end.</summary>
/// <remarks>A vector load that crosses a cache line costs a quarter of a kernel's speed, and the garbage collector aligns to 8 bytes only.</remarks>
[RealtimeSafe]
public sealed class AlignedBuffer<T> where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _array;
    private readonly int _start;

    /// <summary>Allocates <paramref name="length"/> zeros, pinned, so that the alignment holds.</summary>
    public unsafe AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int slack = 2 * Alignment / Unsafe.SizeOf<T>();
        _array = GC.AllocateArray<T>(checked(length + slack), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        _start = (int)((Alignment - address % Alignment) % Alignment) / Unsafe.SizeOf<T>();
        Length = length;
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>The values.</summary>
    public Span<T> Span => _array.AsSpan(_start, Length);
}
