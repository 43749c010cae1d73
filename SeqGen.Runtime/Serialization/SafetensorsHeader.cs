using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace SeqGen.Serialization;

/// <summary>
/// The header of a safetensors file. A file decides nothing here until it is proven: no size is believed before it is checked.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const int MaxLength = 100_000_000;
    private const int MaxDimensions = 32;
    private const int LengthBytes = sizeof(ulong);

    private SafetensorsHeader(
        IReadOnlyDictionary<string, SafetensorsEntry> tensors, IReadOnlyDictionary<string, string> metadata, long dataStart)
    {
        Tensors = tensors;
        Metadata = metadata;
        DataStart = dataStart;
    }

    internal IReadOnlyDictionary<string, SafetensorsEntry> Tensors { get; }

    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The first byte behind the header, from which tensors count.</summary>
    internal long DataStart { get; }

    /// <summary>Length and JSON, padded with spaces so that the values start at a multiple of 8.</summary>
    /// <exception cref="ArgumentException">The metadata makes it longer than <see cref="Read"/> accepts.</exception>
    internal static byte[] Write(ReadOnlySpan<ParameterTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        // JSON is no shorter than the text in it.
        CheckLength(metadata.Sum(m => (long)m.Key.Length + m.Value.Length));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }
            json.WriteEndObject();
            long start = 0;
            foreach (ParameterTensor tensor in tensors)
            {
                WriteTensor(json, tensor, start);
                start += (long)tensor.Length * sizeof(float);
            }
            json.WriteEndObject();
        }

        CheckLength(buffer.WrittenCount);
        int length = (buffer.WrittenCount + 7) / 8 * 8;
        byte[] header = new byte[LengthBytes + length];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        buffer.WrittenSpan.CopyTo(header.AsSpan(LengthBytes));
        return header;
    }

    /// <summary>Reads a header and proves that its tensors fill the rest of the file, without gap or overlap.</summary>
    /// <exception cref="InvalidDataException">They do not, or the header is not one.</exception>
    internal static SafetensorsHeader Read(FileStream file)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (file.Length < LengthBytes)
        {
            throw new InvalidDataException($"it has {file.Length} bytes, too few for a safetensors file.");
        }
        file.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength)
        {
            throw new InvalidDataException($"it claims a header of {length} bytes; at most {MaxLength} are allowed.");
        }
        if ((long)length > file.Length - LengthBytes)
        {
            throw new InvalidDataException($"it claims a header of {length} bytes, but ends after {file.Length}.");
        }
        byte[] json = new byte[(int)length];
        file.ReadExactly(json);
        if (json.Length == 0 || json[0] != (byte)'{')
        {
            throw new InvalidDataException("its header does not start with '{'.");
        }

        SafetensorsHeader header = Parse(json, LengthBytes + (long)length);
        CheckLayout(header.Tensors, file.Length - header.DataStart);
        return header;
    }

    private static void CheckLength(long length)
    {
        if (length > MaxLength)
        {
            throw new ArgumentException(
                $"The metadata makes a header of {length} bytes or more; a file's may have up to {MaxLength}.", "metadata");
        }
    }

    private static void WriteTensor(Utf8JsonWriter json, ParameterTensor tensor, long start)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (int dimension in tensor.Shape)
        {
            json.WriteNumberValue(dimension);
        }
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(start + (long)tensor.Length * sizeof(float));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static SafetensorsHeader Parse(byte[] json, long dataStart)
    {
        var tensors = new OrderedDictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        var metadata = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        bool hasMetadata = false;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (NextProperty(ref reader, out string name))
            {
                if (name == MetadataKey)
                {
                    Require(!hasMetadata, "its header has __metadata__ twice.");
                    hasMetadata = true;
                    ParseMetadata(ref reader, metadata);
                }
                else
                {
                    Require(tensors.TryAdd(name, ParseTensor(ref reader, name)), $"its header has the tensor '{name}' twice.");
                }
            }
            Require(!reader.Read(), "its header goes on behind the last '}'.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The reader calls text that is no UTF-8 an invalid operation.
            throw new InvalidDataException($"its header is not valid JSON: {error.Message}", error);
        }
        return new SafetensorsHeader(tensors, metadata, dataStart);
    }

    private static void ParseMetadata(ref Utf8JsonReader reader, OrderedDictionary<string, string> metadata)
    {
        Require(reader.TokenType == JsonTokenType.StartObject, "its __metadata__ is no object.");
        while (NextProperty(ref reader, out string key))
        {
            Require(reader.TokenType == JsonTokenType.String, $"its metadata '{key}' is no string.");
            Require(metadata.TryAdd(key, reader.GetString()!), $"its metadata '{key}' is there twice.");
        }
    }

    private static SafetensorsEntry ParseTensor(ref Utf8JsonReader reader, string name)
    {
        Require(reader.TokenType == JsonTokenType.StartObject, $"its tensor '{name}' is no object.");
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (NextProperty(ref reader, out string key))
        {
            switch (key)
            {
                case "dtype" when dtype is null && reader.TokenType == JsonTokenType.String:
                    dtype = reader.GetString()!;
                    break;
                case "shape" when shape is null:
                    shape = ParseNumbers(ref reader, name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref reader, name);
                    break;
                default:
                    throw new InvalidDataException($"its tensor '{name}' has a '{key}' that is unknown, there twice or of the wrong type.");
            }
        }
        if (dtype is null || shape is null || offsets is not { Length: 2 })
        {
            throw new InvalidDataException($"its tensor '{name}' lacks a dtype, a shape or two data_offsets.");
        }
        return new SafetensorsEntry(dtype, shape, offsets[0], offsets[1]);
    }

    private static long[] ParseNumbers(ref Utf8JsonReader reader, string name)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, $"its tensor '{name}' has a shape or data_offsets that is no array.");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw new InvalidDataException($"its tensor '{name}' has a shape or data_offsets that are no whole numbers from 0.");
            }
            Require(numbers.Count < MaxDimensions, $"its tensor '{name}' has more than {MaxDimensions} dimensions.");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    // Reads a property's name and the first token of its value; false at the object's end.
    private static bool NextProperty(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            name = "";
            return false;
        }
        name = reader.GetString()!;
        reader.Read();
        return true;
    }

    private static void CheckLayout(IReadOnlyDictionary<string, SafetensorsEntry> tensors, long dataLength)
    {
        long end = 0;
        foreach ((string name, SafetensorsEntry entry) in tensors.OrderBy(t => t.Value.Start).ThenBy(t => t.Value.End))
        {
            Require(entry.Start == end, $"its tensor '{name}' starts at byte {entry.Start}; the one before it ends at {end}.");
            Require(entry.End >= entry.Start, $"its tensor '{name}' ends at byte {entry.End}, before it starts.");
            Int128 bytes = (Int128)BytesOf(entry.Dtype, name);
            foreach (long dimension in entry.Shape)
            {
                bytes *= dimension;
                Require(bytes <= long.MaxValue, $"its tensor '{name}' has a shape of more bytes than can be counted.");
            }
            Require(
                entry.End - entry.Start == (long)bytes,
                $"its tensor '{name}' has {entry.End - entry.Start} bytes; its shape [{string.Join(", ", entry.Shape)}] needs {bytes}.");
            end = entry.End;
        }
        Require(end == dataLength, $"its tensors have {end} bytes, but {dataLength} follow the header.");
    }

    private static int BytesOf(string dtype, string name) => dtype switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" or "C64" => 8,
        _ => throw new InvalidDataException($"its tensor '{name}' has the dtype {dtype}, which is unknown."),
    };

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
