using System;
using System.Buffers.Binary;
using System.IO;

namespace SeqGen.Examples.Audio;

/// <summary>Writes a WAV file block by block, whose length is known beforehand.</summary>
internal sealed class WaveWriter
{
    private const int HeaderLength = 44;

    private readonly Stream _stream;
    private readonly WaveFormat _format;
    private byte[] _bytes = [];

    /// <summary>Writes the header.</summary>
    internal WaveWriter(Stream stream, WaveFormat format, long frames)
    {
        (_stream, _format) = (stream, format);
        long length = frames * format.BytesPerFrame;
        if (length > uint.MaxValue - HeaderLength - 1)
        {
            throw new InputException($"{frames} frames are {length} bytes; a WAV file holds 4 GB.");
        }
        Span<byte> header = stackalloc byte[HeaderLength];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(HeaderLength - 8 + length + length % 2));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], format.IsFloat ? (ushort)3 : (ushort)1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)format.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], format.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], format.SampleRate * format.BytesPerFrame);
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)format.BytesPerFrame);
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], (ushort)format.Bits);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], (uint)length);
        stream.Write(header);
        Padding = length % 2 == 1;
    }

    /// <summary>Samples so far that were beyond full scale and were cut.</summary>
    internal long Cut { get; private set; }

    private bool Padding { get; }

    /// <summary>Writes frames.</summary>
    internal void Write(ReadOnlySpan<float> samples)
    {
        int length = samples.Length * _format.BytesPerSample;
        if (_bytes.Length < length)
        {
            _bytes = new byte[length];
        }
        Cut += _format.Encode(samples, _bytes);
        _stream.Write(_bytes, 0, length);
    }

    /// <summary>Writes what ends the file.</summary>
    internal void Finish()
    {
        if (Padding)
        {
            _stream.WriteByte(0);
        }
    }
}
