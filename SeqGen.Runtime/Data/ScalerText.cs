using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace SeqGen.Data;

/// <summary>
/// A scaler as a line of JSON, its numbers with all their digits: <c>{"type":"standard","center":[1.5],"spread":[0.1]}</c>.
/// </summary>
internal static class ScalerText
{
    internal static string Write(string type, ReadOnlySpan<(string Name, double Value)> options, double[] centers, double[] spreads)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            foreach ((string name, double value) in options)
            {
                json.WriteNumber(name, value);
            }
            WriteArray(json, "center", centers);
            WriteArray(json, "spread", spreads);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a scaler's type, options, centers and spreads.</summary>
    /// <exception cref="InvalidDataException">The text is not of a scaler.</exception>
    internal static (string Type, Dictionary<string, double> Options, double[] Centers, double[] Spreads) Read(string text)
    {
        string? type = null;
        double[] centers = [];
        double[] spreads = [];
        Dictionary<string, double> options = new(StringComparer.Ordinal);
        try
        {
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            Require(json.Read() && json.TokenType == JsonTokenType.StartObject, "it is no object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                json.Read();
                switch (name)
                {
                    case "type": type = json.GetString(); break;
                    case "center": centers = ReadArray(ref json); break;
                    case "spread": spreads = ReadArray(ref json); break;
                    default: options[name] = json.GetDouble(); break;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"This is not the metadata of a scaler, {Shortened(text)}: {error.Message}", error);
        }
        Require(type is not null, "it has no type");
        Require(centers.Length > 0 && centers.Length == spreads.Length, $"it has {centers.Length} centers and {spreads.Length} spreads");
        Require(Array.TrueForAll(centers, double.IsFinite), "a center is not finite");
        Require(Array.TrueForAll(spreads, s => double.IsFinite(s) && s != 0), "a spread is 0 or not finite");
        return (type!, options, centers, spreads);

        void Require(bool condition, string otherwise)
        {
            if (!condition)
            {
                throw new InvalidDataException($"This is not the metadata of a scaler, {Shortened(text)}: {otherwise}.");
            }
        }
    }

    private static string Shortened(string text) => text.Length <= 80 ? $"'{text}'" : $"'{text[..80]}...'";

    private static void WriteArray(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            json.WriteNumberValue(value);
        }
        json.WriteEndArray();
    }

    private static double[] ReadArray(ref Utf8JsonReader json)
    {
        List<double> values = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            values.Add(json.GetDouble());
        }
        return [.. values];
    }
}
