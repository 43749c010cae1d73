using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SeqGen.Examples;

/// <summary>A table as a JSON array of objects, for programs that read an example's results.</summary>
public static class JsonTable
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new FiniteOrNull() },
    };

    /// <summary>Writes rows; a property <c>TestMae</c> becomes <c>test_mae</c>.</summary>
    public static void Write<TRow>(string path, IReadOnlyList<TRow> rows) =>
        OutputFile.Write(path, JsonSerializer.Serialize(rows, Options) + "\n");

    // JSON has no NaN, which is what the error of a model is that diverged.
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
