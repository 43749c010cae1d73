using System;
using System.IO;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class ProgressLineTests
{
    [Fact]
    public void WritesALineAnEpoch()
    {
        string[] lines = Run(live: false, validation: 0.1).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(12, lines.Length);
        const string number = @"[0-9.E-]+";
        Assert.Matches($@"^Epoch  1/12  batch 9/9  loss {number}  val_loss {number}  [0-9]+ samples/s  [0-9]+:[0-9]{{2}} left\r?$", lines[0]);
        Assert.Matches(@"^Epoch 12/12 .* 0:00 left\r?$", lines[11]);
    }

    [Fact]
    public void WritesOverOneLineOnATerminal()
    {
        string text = Run(live: true, validation: 0);
        string[] shown = text.Split('\r');

        Assert.Equal(1, text.Split('\n').Length - 1);
        Assert.EndsWith(Environment.NewLine, text);
        Assert.True(shown.Length > 12);
        Assert.Matches(@"^Epoch  1/12 \[=*>? *\] +1/10  loss .* samples/s  .* left$", shown[1].TrimEnd());
        Assert.Contains("Epoch 12/12 [====================]  10/10", text);
        Assert.DoesNotContain("val_loss", text);
        for (int i = 2; i < shown.Length; i++)
        {
            // What the line before left is covered.
            Assert.True(shown[i].TrimEnd('\n').Length >= shown[i - 1].TrimEnd().Length);
        }
    }

    [Fact]
    public void TimeIsThatOfTheClock()
    {
        // The clock goes on by a second whenever it is asked: once a batch, and once for the train's start, the epoch's and the line.
        string line = Run(live: false, validation: 0, new SteppingClock()).Split('\n')[0];
        Assert.EndsWith("  10 samples/s  2:12 left", line.TrimEnd());
    }

    private static string Run(bool live, double validation, TimeProvider? clock = null)
    {
        var writer = new StringWriter();
        new DenseModel<LinearShape>().Fit(Samples.Linear(100), new FitOptions
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Sgd(),
            BatchSize = 10,
            Epochs = 12,
            ValidationSplit = validation,
            Callbacks = { new ProgressLine(writer) { Live = live, Clock = clock ?? TimeProvider.System } },
        });
        return writer.ToString();
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
