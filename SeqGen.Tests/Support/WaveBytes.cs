using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>WAV files, byte by byte, apart from the example that reads and writes them.</summary>
internal static class WaveBytes
{
    internal const int SampleRate = 44_100;

    /// <summary>A file of samples, of which full scale is 1; if extensible, with the long kind of format and a chunk of odd length that no one needs.</summary>
    internal static byte[] Of(float[] samples, int channels, int bits, bool extensible = false)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        int frame = channels * bits / 8;
        ushort tag = (ushort)(bits == 32 ? 3 : 1);
        writer.Write("WAVE"u8);
        if (extensible)
        {
            writer.Write("LIST"u8);
            writer.Write(3);
            writer.Write("abc\0"u8);
        }
        writer.Write("fmt "u8);
        writer.Write(extensible ? 40 : 16);
        writer.Write(extensible ? (ushort)0xFFFE : tag);
        writer.Write((ushort)channels);
        writer.Write(SampleRate);
        writer.Write(SampleRate * frame);
        writer.Write((ushort)frame);
        writer.Write((ushort)bits);
        if (extensible)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)bits);
            writer.Write(3);
            writer.Write(tag);
            writer.Write(new byte[14]);
        }
        writer.Write("data"u8);
        writer.Write(samples.Length * bits / 8);
        foreach (float sample in samples)
        {
            writer.Write(Bytes(sample, bits));
        }
        writer.Flush();
        return [.. "RIFF"u8, .. BitConverter.GetBytes((int)content.Length), .. content.ToArray()];
    }

    /// <summary>The samples of a file with a header of 44 bytes, as they stand there.</summary>
    internal static float[] Read(byte[] file, int channels, int bits)
    {
        Assert.Equal("RIFF", Encoding.ASCII.GetString(file, 0, 4));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(file, 8, 8));
        Assert.Equal(file.Length - 8, BitConverter.ToInt32(file, 4));
        Assert.Equal((bits == 32 ? 3 : 1, channels, SampleRate), (BitConverter.ToInt16(file, 20), BitConverter.ToInt16(file, 22), BitConverter.ToInt32(file, 24)));
        Assert.Equal(bits, BitConverter.ToInt16(file, 34));
        int length = BitConverter.ToInt32(file, 40);
        Assert.Equal(file.Length, 44 + length + (length % 2));
        return [.. file[44..(44 + length)].Chunk(bits / 8).Select(sample => Sample(sample, bits))];
    }

    /// <summary>What a format of whole numbers keeps of a sample.</summary>
    internal static float Rounded(float sample, int bits) => Sample(Bytes(sample, bits), bits);

    private static byte[] Bytes(float sample, int bits) => bits == 32
        ? BitConverter.GetBytes(sample)
        : BitConverter.GetBytes((int)Math.Clamp(Math.Round(sample * Math.Pow(2, bits - 1)), -Math.Pow(2, bits - 1), Math.Pow(2, bits - 1) - 1))[..(bits / 8)];

    private static float Sample(byte[] bytes, int bits) => bits switch
    {
        16 => BitConverter.ToInt16(bytes) / 32_768f,
        24 => BitConverter.ToInt32([0, .. bytes]) / 2_147_483_648f,
        _ => BitConverter.ToSingle(bytes),
    };
}
