using System;
using System.Buffers.Binary;
using System.IO;

namespace SeqGen.Examples.Audio;

/// <summary>Reads a WAV file (RIFF) block by block: PCM of 16 or 24 bits, or floats of 32, mono or stereo.</summary>
internal sealed class WaveReader : IDisposable
{
    private const ushort Pcm = 1, Float = 3, Extensible = 0xFFFE;

    private readonly string _path;
    private readonly FileStream _file;
    private byte[] _bytes = [];
    private long _left;

    /// <summary>Opens a file and reads up to its first sample.</summary>
    /// <exception cref="InvalidDataException">It is no WAV file, or none of these formats.</exception>
    internal WaveReader(string path)
    {
        _path = path;
        _file = File.OpenRead(path);
        try
        {
            if (!_file.CanSeek)
            {
                throw Wrong("it is a pipe or a device, and a file is needed");
            }
            (Format, _left) = ReadHeader();
        }
        catch (EndOfStreamException error)
        {
            _file.Dispose();
            throw Wrong("it ends before its first sample", error);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
        Frames = _left / Format.BytesPerFrame;
    }

    internal WaveFormat Format { get; }

    /// <summary>Frames of the whole file.</summary>
    internal long Frames { get; }

    /// <summary>Reads the next frames; returns how many samples, 0 at the end.</summary>
    internal int Read(Span<float> samples)
    {
        int count = (int)Math.Min(samples.Length, _left / Format.BytesPerSample);
        if (_bytes.Length < count * Format.BytesPerSample)
        {
            _bytes = new byte[count * Format.BytesPerSample];
        }
        Span<byte> bytes = _bytes.AsSpan(0, count * Format.BytesPerSample);
        _file.ReadExactly(bytes);
        _left -= bytes.Length;
        Format.Decode(bytes, samples[..count]);
        if (samples[..count].IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is int at and >= 0)
        {
            throw Wrong($"a sample is {samples[at]}, which is no finite number");
        }
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // RIFF, size, WAVE, then chunks: name, size, content, padded to an even length.
    private (WaveFormat Format, long DataLength) ReadHeader()
    {
        Span<byte> header = stackalloc byte[12];
        if (_file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith("RIFF"u8) || !header[8..].SequenceEqual("WAVE"u8))
        {
            throw Wrong("it is not a WAV file");
        }
        WaveFormat? format = null;
        Span<byte> chunk = header[..8];
        while (true)
        {
            _file.ReadExactly(chunk);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("fmt "u8))
            {
                format = ReadFormat(size);
            }
            else if (chunk.StartsWith("data"u8))
            {
                WaveFormat known = format ?? throw Wrong("its format does not come before its samples");
                return (known, CheckData(known, size));
            }
            else
            {
                _file.Position += size + size % 2;
            }
        }
    }

    private WaveFormat ReadFormat(long size)
    {
        Span<byte> fields = stackalloc byte[40];
        if (size is < 16 or > 1_024)
        {
            throw Wrong($"its format is {size} bytes long");
        }
        _file.ReadExactly(fields[..(int)Math.Min(size, fields.Length)]);
        _file.Position += Math.Max(0, size - fields.Length) + size % 2;
        ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(fields);
        if (tag == Extensible && size >= 40)
        {
            tag = BinaryPrimitives.ReadUInt16LittleEndian(fields[24..]);
        }
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(fields[2..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(fields[14..]);
        int rate = BinaryPrimitives.ReadInt32LittleEndian(fields[4..]);
        if (!((tag == Pcm && bits is 16 or 24) || (tag == Float && bits == 32)) || channels is not (1 or 2) || rate <= 0)
        {
            throw Wrong(
                $"format {tag}, {bits} bits, {channels} channels and {rate} Hz are not supported; PCM of 16 or 24 bits and 32-bit float are, mono or stereo");
        }
        return new WaveFormat(rate, channels, bits);
    }

    private long CheckData(WaveFormat format, long size)
    {
        long rest = _file.Length - _file.Position;
        // Programs that write into a pipe cannot go back to fill in the length.
        if (size is 0xFFFFFFFF)
        {
            size = rest;
        }
        return size <= rest ? size - size % format.BytesPerFrame : throw Wrong($"it is cut off: {size} bytes of samples should follow, and {rest} do");
    }

    private InvalidDataException Wrong(string what, Exception? inner = null) => new($"{_path}: {what}.", inner);
}
