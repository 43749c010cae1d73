using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace SeqGen.Tests.Support;

/// <summary>A model with the outputs and gradients that PyTorch gives it; the scripts of tools/goldens write them.</summary>
/// <param name="Name">Unique, and an identifier.</param>
/// <param name="Source">The model's attributes, in C#.</param>
/// <param name="Timesteps">Timesteps of a sample.</param>
/// <param name="Features">Features at a timestep.</param>
/// <param name="Batch">Samples.</param>
/// <param name="Parameters">All of the model's, in its own order.</param>
/// <param name="Inputs">[batch, timesteps, features].</param>
/// <param name="Coefficients">dL/dOutputs, as L = sum of output(i) · coefficient(i).</param>
/// <param name="Outputs">[batch, ...].</param>
/// <param name="DInputs">dL/dInputs, [batch, timesteps, features].</param>
/// <param name="DParameters">dL/dParameters.</param>
/// <param name="Moving">Moving statistics after a step, of models with batch normalization.</param>
/// <param name="Padding">Timesteps of the inputs, counted over the batch, whose values are 0 instead.</param>
internal sealed record GoldenCase(
    string Name,
    string Source,
    int Timesteps,
    int Features,
    int Batch,
    GoldenValues Parameters,
    GoldenValues Inputs,
    GoldenValues Coefficients,
    double[] Outputs,
    double[] DInputs,
    StridedValues DParameters,
    double[]? Moving = null,
    int[]? Padding = null)
{
    /// <summary>Every case of Goldens/layers.json and the files of its format.</summary>
    internal static IReadOnlyList<GoldenCase> All { get; } = [.. Load("layers"), .. Load("pooling_normalization"), .. Load("convolution"), .. Load("masks")];

    /// <summary>The values that stand for parameters, inputs and coefficients: the "formula" of layers.json.</summary>
    internal static float[] Values(int count, int seed, double scale)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            uint x = unchecked((uint)i * 2654435761u + (uint)seed * 2246822519u);
            x ^= x >> 15;
            x = unchecked(x * 739982445u);
            x ^= x >> 12;
            values[i] = (float)(((int)(x % 2001) - 1000) / 1000.0 * scale);
        }
        return values;
    }

    /// <summary>The inputs, padding at its place.</summary>
    internal float[] InputValues()
    {
        float[] inputs = Inputs.ToArray();
        foreach (int timestep in Padding ?? [])
        {
            inputs.AsSpan(timestep * Features, Features).Clear();
        }
        return inputs;
    }

    public override string ToString() => Name;

    /// <summary>The cases of a file.</summary>
    internal static List<GoldenCase> Load(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Goldens", $"{name}.json"));
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };
        return JsonSerializer.Deserialize<Document>(file, options)!.Cases;
    }

    private sealed record Document(List<GoldenCase> Cases);
}

/// <summary>Values both sides make by <see cref="GoldenCase.Values"/>.</summary>
internal sealed record GoldenValues(int Count, int Seed, double Scale)
{
    internal float[] ToArray() => GoldenCase.Values(Count, Seed, Scale);
}

/// <summary>The values at index 0, stride, 2 · stride and so on of a longer list.</summary>
internal sealed record StridedValues(int Stride, double[] Values);
