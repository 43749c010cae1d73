using System;
using System.Linq;
using SeqGen.Data;
using Xunit;

namespace SeqGen.Tests.Data;

public class WindowsTests
{
    [Fact]
    public void CountsAsTheLectureDoes()
    {
        Assert.Equal(635, new Windows(new float[648], lookBack: 7, foresight: 6).Count);
        Assert.Equal(1, new Windows(new float[14], lookBack: 7, foresight: 6).Count);
    }

    [Fact]
    public void EveryWindowHasItsRowsAndItsTarget()
    {
        // Row r of the series is (r, 100 + r).
        float[] series = [.. Enumerable.Range(0, 50).SelectMany(r => new float[] { r, 100 + r })];
        for (int step = 1; step <= 3; step++)
        {
            for (int stride = 1; stride <= 4; stride++)
            {
                var windows = new Windows(
                    series, lookBack: 4, foresight: 2, features: 2, samplingStep: step, stride: stride, targetColumns: [1, 0]);
                int starts = Enumerable.Range(0, 50).Count(s => s % stride == 0 && s + 3 * step + 3 < 50);
                Assert.Equal(starts, windows.Count);

                float[] input = new float[windows.InputLength];
                float[] target = new float[windows.TargetLength];
                for (int w = 0; w < windows.Count; w++)
                {
                    windows.CopyInput(w, input);
                    windows.CopyTarget(w, target);
                    int start = w * stride;
                    Assert.Equal(Enumerable.Range(0, 4).SelectMany(t => new float[] { start + t * step, 100 + start + t * step }), input);
                    Assert.Equal(windows.TargetRow(w), start + 3 * step + 3);
                    Assert.Equal([100 + windows.TargetRow(w), windows.TargetRow(w)], target);
                }
            }
        }
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        var error = Assert.Throws<ArgumentException>("series", () => new Windows(new float[13], lookBack: 7, foresight: 6));
        Assert.Contains("13 rows", error.Message);
        Assert.Contains("14", error.Message);
        Assert.Throws<ArgumentException>("series", () => new Windows(new float[13], lookBack: 1, features: 2));
        Assert.Throws<ArgumentOutOfRangeException>("lookBack", () => new Windows(new float[13], lookBack: 0));
        Assert.Throws<ArgumentOutOfRangeException>("foresight", () => new Windows(new float[13], lookBack: 1, foresight: -1));
        Assert.Throws<ArgumentOutOfRangeException>("targetColumns", () => new Windows(new float[13], lookBack: 1, targetColumns: [1]));
        Assert.Throws<ArgumentException>("targetColumns", () => new Windows(new float[13], lookBack: 1, targetColumns: []));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new Windows(new float[14], 7, 6).CopyInput(1, new float[7]));
        // No overflow where the sizes are huge.
        Assert.Throws<ArgumentException>("series", () => new Windows(new float[13], int.MaxValue, int.MaxValue, samplingStep: int.MaxValue));
    }

    [Fact]
    public void SlicesAreTheSamplesOfTheirSource()
    {
        var windows = new Windows(Enumerable.Range(0, 20).Select(i => (float)i).ToArray(), lookBack: 2);
        Subset part = windows.Slice(5, 4);
        float[] input = new float[2];
        part.CopyInput(3, input);

        Assert.Equal(4, part.Count);
        Assert.Equal([8, 9], input);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => part.CopyInput(4, input));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => windows.Slice(10, 9));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => windows.Slice(int.MaxValue, int.MaxValue));
    }

    [Fact]
    public void ArraysAreChecked()
    {
        Assert.Throws<ArgumentException>("inputs", () => new ArrayDataset(new float[7], new float[2], 3, 1));
        var error = Assert.Throws<ArgumentException>("targets", () => new ArrayDataset(new float[6], new float[3], 3, 1));
        Assert.Contains("targets has 3 values; 2 samples of 1 need 2", error.Message);
    }
}
