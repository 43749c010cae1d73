using System;
using System.Buffers.Binary;

namespace SeqGen.Examples.Audio;

/// <summary>How samples stand in a WAV file.</summary>
/// <param name="SampleRate">Frames a second.</param>
/// <param name="Channels">Samples of a frame: 1 or 2.</param>
/// <param name="Bits">Of a sample: 16 or 24 of a whole number, or 32 of a float.</param>
internal readonly record struct WaveFormat(int SampleRate, int Channels, int Bits)
{
    internal bool IsFloat => Bits == 32;

    internal int BytesPerSample => Bits / 8;

    internal int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>The format in words.</summary>
    public override string ToString() =>
        $"{(Channels == 1 ? "mono" : "stereo")}, {SampleRate:N0} Hz, {Bits}-bit {(IsFloat ? "float" : "PCM")}";

    /// <summary>Reads samples: full scale is 1.</summary>
    internal void Decode(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<byte> sample = bytes.Slice(i * BytesPerSample, BytesPerSample);
            samples[i] = Bits switch
            {
                16 => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32_768f,
                24 => (sample[0] | sample[1] << 8 | (sbyte)sample[2] << 16) / 8_388_608f,
                _ => BinaryPrimitives.ReadSingleLittleEndian(sample),
            };
        }
    }

    /// <summary>Writes samples; returns how many whole numbers could not hold and were cut.</summary>
    internal int Encode(ReadOnlySpan<float> samples, Span<byte> bytes)
    {
        int cut = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            Span<byte> sample = bytes.Slice(i * BytesPerSample, BytesPerSample);
            if (IsFloat)
            {
                BinaryPrimitives.WriteSingleLittleEndian(sample, samples[i]);
                continue;
            }
            int scale = 1 << (Bits - 1);
            double exact = Math.Round((double)samples[i] * scale);
            int value = (int)Math.Clamp(exact, -scale, scale - 1);
            cut += value == exact ? 0 : 1;
            for (int k = 0; k < sample.Length; k++)
            {
                sample[k] = (byte)(value >> (8 * k));
            }
        }
        return cut;
    }
}
