using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>Inverted dropout: a value is multiplied by 0 with probability rate and by 1 / (1 - rate) otherwise.</summary>
/// <remarks>
/// Which, is a hash of seed, row and column and not a state that moves on, so that a batch cut another way, or into shards,
/// draws the same mask. 24 bits of the hash are compared with rate · 2^24.
/// </remarks>
[RealtimeSafe]
public static partial class DropoutMask
{
    private const int HashBits = 24;

    /// <summary>
    /// Fills [rows, length] in <see cref="PaddedRow"/>'s layout, the padding with 0; its first row is row <paramref name="firstRow"/>
    /// of the whole.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T>(Span<T> mask, int rows, int length, float rate, ulong seed, int firstRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(rate >= 0 && rate <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must lie between 0 and 1.");
        int padded = PaddedRow.Length(length);
        mask = mask[..checked(rows * padded)];
        uint threshold = (uint)(rate * (1 << HashBits));
        for (int row = 0; row < rows; row++)
        {
            ulong key = SeededRandom.Derive(seed, (ulong)(firstRow + (long)row));
            Span<T> values = mask.Slice(row * padded, padded);
            if (VectorPath.Supports<T, Linear>())
                FillFloats(MemoryMarshal.Cast<T, float>(values), (uint)length, threshold, 1 / (1 - rate), key);
            else
                FillRow(values, length, threshold, T.CreateTruncating(1 / (1 - rate)), key);
        }
    }

    private static void FillFloats(Span<float> row, uint length, uint threshold, float kept, ulong key)
    {
        ref float values = ref MemoryMarshal.GetReference(row);
        if (Vector512.IsHardwareAccelerated)
            FillRow512(ref values, (nuint)row.Length, length, threshold, kept, key);
        else if (Vector256.IsHardwareAccelerated)
            FillRow256(ref values, (nuint)row.Length, length, threshold, kept, key);
        else
            FillRow128(ref values, (nuint)row.Length, length, threshold, kept, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillRow<T>(Span<T> row, int length, uint threshold, T kept, ulong key) where T : unmanaged
    {
        row.Clear();
        for (int column = 0; column < length; column++)
            if (Hash((uint)column, key) >> (32 - HashBits) >= threshold)
                row[column] = kept;
    }

    // Two rounds of multiply and xor-shift with the constants of the "lowbias32" hash (C. Wellons, Hash Prospector), half of the key
    // going in before each.
    internal static uint Hash(uint column, ulong key)
    {
        uint x = column * ColumnStep + (uint)key;
        x = (x ^ (x >> 16)) * Multiplier1 ^ (uint)(key >> 32);
        x = (x ^ (x >> 15)) * Multiplier2;
        return x ^ (x >> 16);
    }

    private const uint ColumnStep = 0x9E3779B9, Multiplier1 = 0x21F0AAAD, Multiplier2 = 0xD35A2D97;
}
