using System;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InverseGivesBackWhatWasScaled(bool standard)
    {
        float[] data = [.. Samples.Uniform(400, 3).Select((v, i) => v * (i % 4 + 1) * 50 + 300)];
        Scaler scaler = standard ? new StandardScaler().Fit(data, 4) : new MinMaxScaler(-1, 1).Fit(data, 4);
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
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinMaxScaler(1, 1));
    }
}
