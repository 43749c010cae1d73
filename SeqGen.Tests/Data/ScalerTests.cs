using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Data;

public class ScalerTests
{
    private static readonly float[] Table = [1, 10, 5, 3, 20, 5, 2, 40, 5]; // columns 1 3 2, 10 20 40, 5 5 5

    [Fact]
    public void MinMaxScalesEachColumnAndLeavesConstantOnesAtTheMinimum()
    {
        float[] scaled = new float[9];
        new MinMaxScaler().Fit(Table, columns: 3).Transform(Table, scaled);
        Assert.Equal([0, 0, 0, 1, 10 / 30f, 0, 0.5f, 1, 0], scaled);

        new MinMaxScaler(-1, 1).Fit(Table, columns: 3).Transform(Table, scaled);
        Assert.Equal([-1, -1, -1, 1, -1 / 3f, -1, 0, 1, -1], scaled);
    }

    [Fact]
    public void StandardHasMeanZeroAndVarianceOne()
    {
        float[] scaled = new float[9];
        new StandardScaler().Fit(Table, columns: 3).Transform(Table, scaled);
        double deviation = Math.Sqrt(2.0 / 3);

        Assert.Equal(-1 / deviation, scaled[0], 1e-6);
        Assert.Equal(1 / deviation, scaled[3], 1e-6);
        Assert.Equal(0, scaled[6], 1e-6);
        Assert.Equal([0, 0, 0], [scaled[2], scaled[5], scaled[8]]);
    }

    [Fact]
    public void ALargeMeanCostsNoDigits()
    {
        float[] data = [16_777_216, 16_777_218, 16_777_220];
        StandardScaler scaler = new StandardScaler().Fit(data);
        Assert.Equal(0, scaler.Transform(16_777_218), 1e-6);
        Assert.Equal(Math.Sqrt(1.5), scaler.Transform(16_777_220), 1e-6);
    }

    [Fact]
    public void RobustIsNotMovedByAnOutlier()
    {
        // NumPy: percentile([1, 2, 3, 4, 1000], [25, 50, 75]) = 2, 3, 4; of [1, 2, 4, 8] 1.75, 3, 5.
        RobustScaler odd = new RobustScaler().Fit([1000, 1, 3, 2, 4]);
        Assert.Equal([-1, 0, 0.5f], [odd.Transform(1), odd.Transform(3), odd.Transform(4)]);
        RobustScaler even = new RobustScaler().Fit([8, 1, 2, 4]);
        Assert.Equal((1 - 3) / 3.25f, even.Transform(1));
        Assert.Equal(5f / 7, new RobustScaler(0, 100).Fit([8, 1, 2, 4]).Transform(8), 1e-6);

        float[] scaled = new float[9];
        new RobustScaler().Fit(Table, columns: 3).Transform(Table, scaled);
        Assert.Equal([-1, -10 / 15f, 0, 1, 0, 0, 0, 20 / 15f, 0], scaled);
        Assert.Throws<ArgumentOutOfRangeException>("upper", () => new RobustScaler(50, 50));
        Assert.Throws<ArgumentOutOfRangeException>("lower", () => new RobustScaler(double.NaN));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ComesBackFromTheModelsFileToTheLastBit(int kind)
    {
        float[] data = [.. Samples.Uniform(400, 9).Select((v, i) => v * MathF.Pow(10, i % 4 * 9 - 18) + 1 / 3f)];
        Scaler scaler = Create(kind).Invoke(data, 4);
        var model = new DenseModel<LinearShape>(seed: 3);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path, Scaler.ToMetadata(("inputs", scaler), ("targets", new StandardScaler().Fit([1, 2]))));
            var loaded = new DenseModel<LinearShape>();
            SequenceModel.Load(loaded, path);
            Scaler back = Scaler.Load(path, "inputs");

            Assert.Equal(model.Parameters, loaded.Parameters);
            Assert.Equal(scaler.GetType(), back.GetType());
            Assert.Equal(scaler.ToMetadata(), back.ToMetadata());
            float[] expected = new float[400];
            float[] actual = new float[400];
            scaler.Transform(data, expected);
            back.Transform(data, actual);
            Assert.Equal(expected, actual);
            scaler.InverseTransform(data, expected);
            back.InverseTransform(data, actual);
            Assert.Equal(expected, actual);
            Assert.Contains("inputs, targets", Assert.Throws<ArgumentException>("name", () => Scaler.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"center":[1],"spread":[1]}""")]
    [InlineData("""{"type":"standard","center":[1,2],"spread":[1]}""")]
    [InlineData("""{"type":"standard","center":[1],"spread":[0]}""")]
    [InlineData("""{"type":"standard","center":["x"],"spread":[1]}""")]
    [InlineData("""{"type":"min_max","center":[1],"spread":[1]}""")]
    [InlineData("""{"type":"min_max","minimum":0,"maximum":1e300,"center":[1],"spread":[1]}""")]
    [InlineData("""{"type":"robust","lower":80,"upper":20,"center":[1],"spread":[1]}""")]
    [InlineData("""{"type":"other","center":[1],"spread":[1]}""")]
    public void RefusesMetadataThatIsNotOfAScaler(string text) =>
        Assert.Throws<InvalidDataException>(() => Scaler.FromMetadata(new Dictionary<string, string> { ["scaler"] = text }));

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void NamesTheRowAndColumnThatIsNotFinite(float value, string text)
    {
        float[] data = new float[40];
        data[4 * 7 + 2] = value;
        for (int kind = 0; kind < 3; kind++)
        {
            string message = Assert.Throws<ArgumentException>("data", () => Create(kind).Invoke(data, 4)).Message;
            Assert.Contains($"data has {text} in row 7, column 2", message);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void InverseGivesBackWhatWasScaled(int kind)
    {
        float[] data = [.. Samples.Uniform(400, 3).Select((v, i) => v * (i % 4 + 1) * 50 + 300)];
        Scaler scaler = Create(kind).Invoke(data, 4);
        float[] scaled = new float[400];
        float[] back = new float[400];
        scaler.Transform(data, scaled);
        scaler.InverseTransform(scaled, back);
        for (int i = 0; i < 400; i++)
        {
            Assert.Equal(data[i], back[i], 1e-4);
            Assert.Equal(back[i], scaler.InverseTransform(scaled[i], i % 4));
        }

        float[] column = [.. scaled.Where((_, i) => i % 4 == 2)];
        scaler.InverseTransformColumn(column, column, 2);
        Assert.Equal(back.Where((_, i) => i % 4 == 2), column);
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        MinMaxScaler scaler = new();
        Assert.Contains("Fit", Assert.Throws<InvalidOperationException>(() => scaler.Transform(1)).Message);
        Assert.Throws<ArgumentException>("data", () => scaler.Fit([], 1));
        Assert.Throws<ArgumentException>("data", () => scaler.Fit([1, 2, 3], 2));
        scaler.Fit([1, 2, 3, 4], 2);
        Assert.Throws<ArgumentException>("source", () => scaler.Transform(new float[3], new float[3]));
        Assert.Throws<ArgumentException>("destination", () => scaler.Transform(new float[4], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>("column", () => scaler.InverseTransform(0, 2));
    }

    [Theory]
    [InlineData(float.NaN, 1, "minimum")]
    [InlineData(float.NegativeInfinity, 1, "minimum")]
    [InlineData(0, float.NaN, "maximum")]
    [InlineData(0, float.PositiveInfinity, "maximum")]
    [InlineData(1, 1, "maximum")]
    public void ARangeIsOfFiniteNumbers(float minimum, float maximum, string argument) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => new MinMaxScaler(minimum, maximum));

    [Fact]
    public void ABufferIsScaledInPlaceButNotIntoAPartOfItself()
    {
        StandardScaler scaler = new StandardScaler().Fit(Table);
        float[] expected = new float[9];
        float[] buffer = [.. Table];
        scaler.Transform(Table, expected);
        scaler.Transform(buffer, buffer);
        Assert.Equal(expected, buffer);
        foreach ((Range from, Range to) in new[] { (..8, 1..), (1.., ..8) })
        {
            Assert.Throws<ArgumentException>("destination", () => scaler.Transform(buffer.AsSpan(from), buffer.AsSpan(to)));
            Assert.Throws<ArgumentException>("destination", () => scaler.InverseTransform(buffer.AsSpan(from), buffer.AsSpan(to)));
            Assert.Throws<ArgumentException>("destination", () => scaler.InverseTransformColumn(buffer.AsSpan(from), buffer.AsSpan(to)));
        }
        Assert.Equal(expected, buffer);
        scaler.Transform(buffer.AsSpan(..4), buffer.AsSpan(4, 4)); // beside each other
    }

    private static Func<float[], int, Scaler> Create(int kind) => (data, columns) => kind switch
    {
        0 => new MinMaxScaler(-1, 1).Fit(data, columns),
        1 => new StandardScaler().Fit(data, columns),
        _ => new RobustScaler().Fit(data, columns),
    };
}
