using System;

namespace SeqGen;

/// <summary>What a stream keeps between two steps. A value: <c>default</c> is the start of a stream, and a copy is a snapshot.</summary>
/// <typeparam name="TSelf">The state itself.</typeparam>
public interface IStreamState<TSelf> : IEquatable<TSelf> where TSelf : struct, IStreamState<TSelf>
{
    /// <summary>Steps that the stream has made.</summary>
    [RealtimeSafe]
    ulong Steps { get; }

    /// <summary>Bytes that <see cref="CopyTo"/> writes.</summary>
    [RealtimeSafe]
    static abstract int ByteLength { get; }

    /// <summary>Goes back to the start of a stream.</summary>
    [RealtimeSafe]
    void Reset();

    /// <summary>Writes the state, for <see cref="From"/>.</summary>
    /// <param name="destination">Receives <see cref="ByteLength"/> bytes.</param>
    /// <exception cref="ArgumentException">It is shorter.</exception>
    [RealtimeSafe]
    void CopyTo(Span<byte> destination);

    /// <summary>Reads a state that <see cref="CopyTo"/> wrote.</summary>
    /// <param name="source"><see cref="ByteLength"/> bytes.</param>
    /// <exception cref="ArgumentException">It has another length, or is of another model.</exception>
    [RealtimeSafe]
    static abstract TSelf From(ReadOnlySpan<byte> source);
}
