using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SeqGen.Serialization;

namespace SeqGen.Data;

public abstract partial class Scaler
{
    private const string DefaultName = "scaler";
    private const string MinMax = "min_max";
    private const string Standard = "standard";
    private const string Robust = "robust";

    /// <summary>
    /// What a model's file needs to hold to give back this scaler, exactly: <c>model.Save(path, scaler.ToMetadata())</c>.
    /// </summary>
    /// <param name="name">The scaler's name in the file.</param>
    /// <exception cref="InvalidOperationException">The scaler is not fitted.</exception>
    public IReadOnlyDictionary<string, string> ToMetadata(string name = DefaultName) => ToMetadata((name, this));

    /// <summary>The metadata of several scalers, as of inputs and targets.</summary>
    /// <param name="scalers">The scalers and their names in the file.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    /// <exception cref="InvalidOperationException">A scaler is not fitted.</exception>
    public static IReadOnlyDictionary<string, string> ToMetadata(params ReadOnlySpan<(string Name, Scaler Scaler)> scalers)
    {
        var metadata = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, Scaler scaler) in scalers)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(scalers));
            if (!metadata.TryAdd(name, scaler.ToText()))
            {
                throw new ArgumentException($"Two scalers have the name '{name}'.", nameof(scalers));
            }
        }
        return metadata;
    }

    /// <summary>The scaler that was saved with a model.</summary>
    /// <param name="path">The model's safetensors file.</param>
    /// <param name="name">The scaler's name in the file.</param>
    /// <exception cref="ArgumentException">The file has no scaler of this name.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Scaler Load(string path, string name = DefaultName) => FromMetadata(Safetensors.ReadMetadata(path), name);

    /// <summary>The scaler in a file's metadata; what <see cref="Load"/> does once the file is read.</summary>
    /// <param name="metadata">As <see cref="Safetensors.ReadMetadata"/> gives it.</param>
    /// <param name="name">The scaler's name.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="InvalidDataException">What stands there is not of a scaler.</exception>
    public static Scaler FromMetadata(IReadOnlyDictionary<string, string> metadata, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue(name, out string? text))
        {
            string present = metadata.Count == 0 ? "none at all" : string.Join(", ", metadata.Keys.Take(20));
            throw new ArgumentException($"There is no scaler '{name}' in the metadata; there is {present}.", nameof(name));
        }
        (string type, Dictionary<string, double> options, double[] centers, double[] spreads) = ScalerText.Read(text);
        Scaler scaler;
        try
        {
            scaler = type switch
            {
                MinMax => new MinMaxScaler((float)options["minimum"], (float)options["maximum"]),
                Standard => new StandardScaler(),
                Robust => new RobustScaler(options["lower"], options["upper"]),
                _ => throw new InvalidDataException($"The scaler '{name}' has the type '{type}', which is unknown."),
            };
        }
        catch (Exception error) when (error is KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"The scaler '{name}' lacks an option or has a wrong one: {error.Message}", error);
        }
        (scaler._centers, scaler._spreads) = (centers, spreads);
        return scaler;
    }

    private string ToText()
    {
        CheckFitted();
        return this switch
        {
            MinMaxScaler m => ScalerText.Write(MinMax, [("minimum", m.Minimum), ("maximum", m.Maximum)], _centers, _spreads),
            RobustScaler r => ScalerText.Write(Robust, [("lower", r.Lower), ("upper", r.Upper)], _centers, _spreads),
            _ => ScalerText.Write(Standard, [], _centers, _spreads),
        };
    }
}
