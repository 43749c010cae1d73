using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Goldens;

public class GoldenCaseTests
{
    [Fact]
    public void ValuesAreThoseOfTheScript()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Goldens", "layers.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement example = document.RootElement.GetProperty("formulaExample");
        IEnumerable<float> expected = example.GetProperty("values").EnumerateArray().Select(value => value.GetSingle());

        float[] actual = GoldenCase.Values(
            example.GetProperty("count").GetInt32(), example.GetProperty("seed").GetInt32(), example.GetProperty("scale").GetDouble());

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void CasesAreWhole()
    {
        Assert.NotEmpty(GoldenCase.All);
        Assert.Equal(GoldenCase.All.Count, GoldenCase.All.Select(golden => golden.Name).Distinct().Count());
        Assert.All(GoldenCase.All, golden =>
        {
            int inputs = golden.Batch * golden.Timesteps * golden.Features;
            int stride = golden.DParameters.Stride;
            Assert.Equal(inputs, golden.Inputs.ToArray().Length);
            Assert.Equal(inputs, golden.DInputs.Length);
            Assert.Equal(golden.Coefficients.Count, golden.Outputs.Length);
            Assert.Equal((golden.Parameters.Count + stride - 1) / stride, golden.DParameters.Values.Length);
            Assert.StartsWith($"[SequenceModel({golden.Timesteps}, {golden.Features})] [", golden.Source);
        });
    }
}
