using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using SeqGen.Serialization;

namespace SeqGen;

public static partial class SequenceModel
{
    private const string Format = "seqgen";

    /// <summary>Writes a model's parameters as a safetensors file that PyTorch, NumPy and others read too.</summary>
    /// <remarks>
    /// The file is written beside its place, brought to the disk and moved there: a crash leaves the old file or the new one. A link stays
    /// one, on Unix a file keeps its mode, and a device or a pipe is written where it is. Tensors have the names and shapes of <see cref="ISequenceModel{TSelf}.ParameterTensors"/>, dtype F32. The metadata is <c>format</c> =
    /// <c>seqgen</c>, <c>architecture</c>, <c>timesteps</c>, <c>features</c>, and what the caller adds.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="path">Where the file goes; one that stands there is replaced.</param>
    /// <param name="metadata">
    /// More to note in the file, read back by <see cref="Safetensors.ReadMetadata"/>; null for nothing. With
    /// <see cref="Data.Scaler.ToMetadata(string)"/> the scaler travels with the model.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The path is empty, or the metadata has a key of ours, a null, or more text than <see cref="Load"/> accepts; nothing is written.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, or the path is a folder's; what stood there still does.</exception>
    public static void Save<TModel>(this TModel model, string path, IReadOnlyDictionary<string, string>? metadata = null)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        var all = new OrderedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = Format,
            ["architecture"] = TModel.Architecture,
            ["timesteps"] = TModel.Timesteps.ToString(CultureInfo.InvariantCulture),
            ["features"] = TModel.Features.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
        {
            if (value is null)
            {
                throw new ArgumentException($"The metadata '{key}' is null; expected a text.", nameof(metadata));
            }
            if (!all.TryAdd(key, value))
            {
                throw new ArgumentException($"The metadata '{key}' is written by the model itself.", nameof(metadata));
            }
        }
        Safetensors.Write(path, TModel.ParameterTensors, model.Parameters, all);
    }

    /// <summary>Reads a model's parameters from a safetensors file, as <see cref="Save"/> writes it.</summary>
    /// <param name="model">The model; it changes only if the whole file is right.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or is not of this model: the message says what is wrong with it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static void Load<TModel>(TModel model, string path)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        float[] values = Safetensors.Read(path, TModel.ParameterTensors, TModel.ParameterCount, TModel.Architecture);
        values.CopyTo(model.Parameters);
    }
}
