using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SeqGen;

/// <summary>What the generated states do alike.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[RealtimeSafe]
public static class StreamState
{
    private const int HeaderLength = 2 * sizeof(ulong);

    /// <summary>Writes a state: the model's number, steps, values, all little-endian.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static void Write(ulong model, ulong steps, ReadOnlySpan<float> values, Span<byte> destination)
    {
        int length = HeaderLength + (values.Length * sizeof(float));
        if (destination.Length < length)
        {
            throw new ArgumentException($"destination has {destination.Length} bytes; expected {length}.", nameof(destination));
        }
        BinaryPrimitives.WriteUInt64LittleEndian(destination, model);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[sizeof(ulong)..], steps);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(destination[(HeaderLength + (i * sizeof(float)))..], values[i]);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; returns the steps.</summary>
    /// <exception cref="ArgumentException">The source has another length, or is of another model.</exception>
    public static ulong Read(ulong model, ReadOnlySpan<byte> source, Span<float> values)
    {
        int length = HeaderLength + (values.Length * sizeof(float));
        if (source.Length != length)
        {
            throw new ArgumentException($"source has {source.Length} bytes; expected {length}.", nameof(source));
        }
        ulong written = BinaryPrimitives.ReadUInt64LittleEndian(source);
        if (written != model)
        {
            throw new ArgumentException(
                $"source is no state of this model: expected the number {model:x16}, which stands for its layers, and found {written:x16}.", nameof(source));
        }
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(HeaderLength + (i * sizeof(float)))..]);
        }
        return BinaryPrimitives.ReadUInt64LittleEndian(source[sizeof(ulong)..]);
    }

    /// <summary>True if two states are the same to the bit.</summary>
    public static bool Equals(ref readonly float left, ref readonly float right, int length) =>
        Bytes(in left, length).SequenceEqual(Bytes(in right, length));

    /// <summary>A hash of a state's bits.</summary>
    public static int Hash(ulong steps, ReadOnlySpan<float> values)
    {
        var hash = default(HashCode);
        hash.Add(steps);
        hash.AddBytes(MemoryMarshal.AsBytes(values));
        return hash.ToHashCode();
    }

    private static ReadOnlySpan<byte> Bytes(ref readonly float first, int length) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in first, length));
}
