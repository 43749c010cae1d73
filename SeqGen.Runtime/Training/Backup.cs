using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using SeqGen.Serialization;

namespace SeqGen.Training;

/// <summary>Named texts and arrays: a training that can go on later, as a safetensors file.</summary>
internal sealed class Backup
{
    private const string Format = "seqgen-backup";

    /// <summary>By name, in the order they were set in.</summary>
    internal OrderedDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, float[]> Arrays { get; } = new(StringComparer.Ordinal);

    internal void Set(string name, double value) => Texts[name] = value.ToString("R", CultureInfo.InvariantCulture);

    internal double Get(string name) =>
        Texts.TryGetValue(name, out string? text) && double.TryParse(text, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"The backup has no number '{name}'.");

    internal void Write(string path)
    {
        List<ParameterTensor> tensors = [];
        List<float> values = [];
        foreach ((string name, float[] array) in Arrays)
        {
            tensors.Add(new ParameterTensor(name, [array.Length], values.Count, Initializer.Zeros));
            values.AddRange(array);
        }
        var metadata = new OrderedDictionary<string, string>(Texts, StringComparer.Ordinal) { ["format"] = Format };
        Safetensors.Write(path, tensors.ToArray(), values.ToArray(), metadata);
    }

    internal static Backup Read(string path)
    {
        (IReadOnlyDictionary<string, string> metadata, Dictionary<string, float[]> arrays) = Safetensors.ReadAll(path);
        if (!metadata.TryGetValue("format", out string? format) || format != Format)
        {
            throw new InvalidDataException($"'{path}' is no backup of a training.");
        }
        var backup = new Backup();
        foreach ((string name, string text) in metadata)
        {
            backup.Texts[name] = text;
        }
        foreach ((string name, float[] array) in arrays)
        {
            backup.Arrays[name] = array;
        }
        return backup;
    }
}
