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
        const string number = "[0-9.E-]+";
        const string speed = "[0-9]+ samples/s  [0-9]+:[0-9]{2} left";
        Assert.Matches($@"^Epoch  1/12  batch 9/9  loss {number}  val_loss {number}  {speed}\r?$", lines[0]);
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

    [Theory]
    [InlineData(119, "Epoch  3/100 [=========>          ]   5/10  loss 0.05123  val_loss 0.04432  12345 samples/s  0:12 left")]
    [InlineData(79, "Epoch  3/100 [====>     ]  5/10 loss 0.0512 val_loss 0.0443 12k smp/s 0:12 left")]
    [InlineData(59, " 3/100 [====>     ]  5/10 loss 0.0512 val 0.0443 12k/s 0:12")]
    [InlineData(53, " 3/100 [=>  ]  5/10 loss 0.0512 val 0.0443 12k/s 0:12")]
    [InlineData(49, " 3/100  5/10 loss 0.0512 val 0.0443 12k/s 0:12")]
    [InlineData(39, " 3/100 loss 0.0512 val 0.0443 0:12")]
    [InlineData(29, " 3/100 loss 0.0512 0:12")]
    [InlineData(17, "loss 0.0512 0:12")]
    [InlineData(12, "loss 0.0512")]
    [InlineData(5, "")]
    public void FitsATerminalOfSoManyColumns(int width, string expected)
    {
        var text = new ProgressText
        {
            Epoch = " 3/100", Batch = " 5/10", Done = 0.45, Loss = 0.051234, Validation = 0.044321, Rate = 12_345, Left = "0:12",
        };
        Assert.Equal(expected, text.Fitted(live: true, width));
        for (int columns = 1; columns < 130; columns++)
        {
            Assert.InRange(text.Fitted(live: true, columns).Length, 0, columns);
            Assert.InRange((text with { Done = null, Left = null, Rate = 5e7 }).Fitted(live: true, columns).Length, 0, columns);
        }
    }

    [Fact]
    public void HasABarOnEightyColumns()
    {
        string[] shown = Run(live: true, validation: 0.1, width: 79).TrimEnd().Split('\r')[1..];
        Assert.All(shown, line => Assert.Matches(@"^Epoch +[0-9]+/12 \[[=> ]{8,20}\] +[0-9]+/9 .* [0-9]+:[0-9]{2} left *$", line));
        Assert.All(shown, line => Assert.InRange(line.Length, 1, 79));
        Assert.Contains("val_loss", shown[^1]);
    }

    private static string Run(bool live, double validation, TimeProvider? clock = null, int width = int.MaxValue)
    {
        var writer = new StringWriter();
        new DenseModel<LinearShape>().Fit(Samples.Linear(100), new FitOptions
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Sgd(),
            BatchSize = 10,
            Epochs = 12,
            ValidationSplit = validation,
            Callbacks = { new ProgressLine(writer) { Live = live, Clock = clock ?? TimeProvider.System, WriterWidth = width } },
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
