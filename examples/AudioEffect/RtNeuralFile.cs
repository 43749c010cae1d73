using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace SeqGen.Examples.Audio;

/// <summary>Weights of a Keras model as RTNeural's scripts write them to JSON: layers with type, activation and weights in Keras's layout.</summary>
internal static class RtNeuralFile
{
    /// <summary>Reads a file into a model's parameters.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layers">Type and activation of each layer that the model has, as <c>lstm tanh</c>.</param>
    /// <param name="tensors">The model's tensors, layer after layer.</param>
    /// <param name="parameters">Receives the weights, if all of them fit.</param>
    /// <exception cref="InvalidDataException">The file is no such model.</exception>
    internal static void Load(string path, string[] layers, ReadOnlySpan<ParameterTensor> tensors, Span<float> parameters)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement[] found = [.. document.RootElement.GetProperty("layers").EnumerateArray()];
            string[] kinds = [.. found.Select(Kind)];
            if (!kinds.SequenceEqual(layers))
            {
                throw Wrong(path, $"it has the layers {Listed(kinds)}; the model has {Listed(layers)}. --model chooses another");
            }
            Values(path, [.. found.SelectMany(layer => layer.GetProperty("weights").EnumerateArray())], tensors).CopyTo(parameters);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong(path, $"it is not a model as RTNeural writes it ({error.Message})", error);
        }
    }

    private static float[] Values(string path, JsonElement[] weights, ReadOnlySpan<ParameterTensor> tensors)
    {
        if (weights.Length != tensors.Length)
        {
            throw Wrong(path, $"it has {weights.Length} tensors; the model has {tensors.Length}");
        }
        List<float> values = [];
        for (int i = 0; i < weights.Length; i++)
        {
            int[] shape = Shape(weights[i]);
            if (!tensors[i].Shape.SequenceEqual(shape))
            {
                throw Wrong(path, $"'{tensors[i].Name}' has the shape {Text(shape)} there; the model's has {Text(tensors[i].Shape.ToArray())}");
            }
            values.AddRange(Flat(weights[i]));
            if (values.Count != tensors[i].Offset + tensors[i].Length)
            {
                throw Wrong(path, $"'{tensors[i].Name}' has rows of different lengths");
            }
        }
        return [.. values];
    }

    // A dense layer at every timestep is a dense layer; no activation is linear, but an LSTM's own.
    private static string Kind(JsonElement layer)
    {
        string type = layer.GetProperty("type").GetString() ?? "", activation = layer.GetProperty("activation").GetString() ?? "";
        return $"{type.Replace("time-distributed-", "", StringComparison.Ordinal)} {(activation.Length > 0 ? activation : type == "lstm" ? "tanh" : "linear")}";
    }

    private static int[] Shape(JsonElement tensor) => tensor.ValueKind != JsonValueKind.Array ? []
        : tensor.GetArrayLength() == 0 ? [0] : [tensor.GetArrayLength(), .. Shape(tensor[0])];

    private static IEnumerable<float> Flat(JsonElement tensor) =>
        tensor.ValueKind == JsonValueKind.Array ? tensor.EnumerateArray().SelectMany(Flat) : [tensor.GetSingle()];

    private static string Listed(string[] kinds) => kinds.Length == 0 ? "of none" : ExampleProgram.Listed(kinds.Select(kind => $"'{kind}'"));

    private static string Text(int[] shape) => $"[{string.Join(", ", shape)}]";

    private static InvalidDataException Wrong(string path, string what, Exception? inner = null) => new($"'{path}' does not fit: {what}.", inner);
}
