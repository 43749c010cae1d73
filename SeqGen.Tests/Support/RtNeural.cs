using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Models trained in Keras and PyTorch, with inputs and the outputs they gave there.</summary>
internal static class RtNeural
{
    private const double Tolerance = 1e-5;

    internal static JsonDocument Model(string name) => JsonDocument.Parse(File.ReadAllText(Path("models", name + ".json")));

    /// <summary>The rows of a table.</summary>
    internal static float[][] Table(string name) =>
        [.. File.ReadLines(Path("test_data", name + ".csv")).Select(line => line.Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];

    /// <summary>The values of a table, row after row.</summary>
    internal static float[] Values(string name) => [.. Table(name).SelectMany(row => row)];

    /// <summary>The values of nested arrays, in order.</summary>
    internal static IEnumerable<float> Flat(JsonElement tensor) =>
        tensor.ValueKind == JsonValueKind.Array ? tensor.EnumerateArray().SelectMany(Flat) : [tensor.GetSingle()];

    /// <summary>A name of Keras as a member of <see cref="Activation"/>; linear where it is empty.</summary>
    internal static string ActivationNamed(string name) => "Activation." + (name.Length == 0 ? "Linear" : char.ToUpperInvariant(name[0]) + name[1..]);

    internal static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(actual, value => Assert.True(float.IsFinite(value)));
        double worst = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max();
        Assert.True(worst <= Tolerance, $"differs by {worst:g3}");
    }

    private static string Path(string folder, string file) => SharedData.File(System.IO.Path.Combine("models", "rtneural", folder, file));
}
