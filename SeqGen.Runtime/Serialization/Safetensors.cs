using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace SeqGen.Serialization;

/// <summary>
/// Files of named tensors (huggingface/safetensors): a length, a header in JSON, then the values, little-endian and row-major.
/// </summary>
public static class Safetensors
{
    private const string Float32 = "F32";

    /// <summary>The <c>__metadata__</c> of a file; empty if it has none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Explain(path, () => SafetensorsHeader.Read(file).Metadata);
    }

    /// <summary>Writes tensors beside the file's place and moves them there.</summary>
    internal static void Write(
        string path, ReadOnlySpan<ParameterTensor> tensors, ReadOnlySpan<float> values, IReadOnlyDictionary<string, string> metadata)
    {
        byte[] header = SafetensorsHeader.Write(tensors, metadata);
        using var file = new WholeFile(path);
        file.Stream.Write(header);
        foreach (ParameterTensor tensor in tensors)
        {
            WriteValues(file.Stream, values.Slice(tensor.Offset, tensor.Length));
        }
        file.Commit();
    }

    /// <summary>Reads the tensors of a model into an array of all its parameters.</summary>
    internal static float[] Read(string path, ReadOnlySpan<ParameterTensor> tensors, int count, string architecture)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ParameterTensor[] expected = tensors.ToArray();
        using FileStream file = File.OpenRead(path);
        return Explain(path, () =>
        {
            SafetensorsHeader header = SafetensorsHeader.Read(file);
            CheckModel(header, expected, architecture);
            CheckArchitecture(header, architecture);
            float[] values = new float[count];
            foreach (ParameterTensor tensor in expected)
            {
                file.Position = header.DataStart + header.Tensors[tensor.Name].Start;
                ReadValues(file, values.AsSpan(tensor.Offset, tensor.Length));
            }
            return values;
        });
    }

    /// <summary>Reads the metadata and all tensors, whatever they are called; those of other types than F32 are left out.</summary>
    internal static (IReadOnlyDictionary<string, string> Metadata, Dictionary<string, float[]> Tensors) ReadAll(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Explain(path, () =>
        {
            SafetensorsHeader header = SafetensorsHeader.Read(file);
            var tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);
            foreach ((string name, SafetensorsEntry entry) in header.Tensors)
            {
                if (entry.Dtype == Float32)
                {
                    tensors[name] = new float[(entry.End - entry.Start) / sizeof(float)];
                    file.Position = header.DataStart + entry.Start;
                    ReadValues(file, tensors[name]);
                }
            }
            return (header.Metadata, tensors);
        });
    }

    // Last, since a tensor of another shape says more. A file of a trainer of another kind has no architecture.
    private static void CheckArchitecture(SafetensorsHeader header, string architecture)
    {
        if (header.Metadata.TryGetValue("architecture", out string? saved) && saved != architecture)
        {
            throw new InvalidDataException($"its tensors fit, but they are of {saved}; the model is {architecture}.");
        }
    }

    private static void CheckModel(SafetensorsHeader header, ParameterTensor[] expected, string architecture)
    {
        string names = string.Join(", ", expected.Select(t => t.Name));
        string whose = header.Metadata.TryGetValue("architecture", out string? saved) && saved != architecture
            ? $" The file is of {saved}; the model is {architecture}."
            : "";
        foreach (ParameterTensor tensor in expected)
        {
            if (!header.Tensors.TryGetValue(tensor.Name, out SafetensorsEntry? entry))
            {
                throw new InvalidDataException(
                    $"the tensor '{tensor.Name}' is missing; there are {string.Join(", ", header.Tensors.Keys.Take(20))}.{whose}");
            }
            if (entry.Dtype != Float32)
            {
                throw new InvalidDataException($"the tensor '{tensor.Name}' has the dtype {entry.Dtype}; expected {Float32}.");
            }
            long[] shape = [.. tensor.Shape.ToArray().Select(d => (long)d)];
            if (!entry.Shape.AsSpan().SequenceEqual(shape))
            {
                throw new InvalidDataException(
                    $"the tensor '{tensor.Name}' has the shape {Text(entry.Shape)}; the model's has {Text(shape)}.{whose}");
            }
        }
        if (header.Tensors.Count != expected.Length)
        {
            string extra = header.Tensors.Keys.First(name => expected.All(t => t.Name != name));
            throw new InvalidDataException($"the tensor '{extra}' is none of the model's, which are {names}.{whose}");
        }
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    private static T Explain<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded: {error.Message}", error);
        }
    }

    private static void WriteValues(FileStream file, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            file.Write(MemoryMarshal.AsBytes(values));
            return;
        }
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            file.Write(bytes);
        }
    }

    private static void ReadValues(FileStream file, Span<float> values)
    {
        file.ReadExactly(MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
