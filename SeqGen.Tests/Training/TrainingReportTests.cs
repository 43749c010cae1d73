using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public sealed class TrainingReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ThePageHasEverySectionAndNeedsNothingElse()
    {
        string path = Path.Combine(_folder, "report.html");
        Sample().Save(path);
        string page = File.ReadAllText(path);

        Assert.Equal(["report.html"], Directory.GetFiles(_folder).Select(Path.GetFileName));
        Assert.Contains("<title>A &lt;small&gt; model &amp; its training</title>", page);
        // Loss, mean absolute error and the forecast, each drawn wide and narrow.
        Assert.Equal(6, Regex.Count(page, "<svg class=\"(wide|narrow)\""));
        Assert.Contains("Total params", page);
        Assert.Contains("Training ran for 12 epochs", page);
        Assert.Contains("<th>cat</th><th>dog &amp; wolf</th><th>other</th>", page);
        Assert.DoesNotMatch("<script|https?://|<link|@import|NaN", page);
    }

    [Fact]
    public void EpochsWithoutValidationAndLossesThatAreNotFiniteLeaveGaps()
    {
        var history = new TrainingReport("t").Curves(Train(validate: false)).ToString();
        Assert.DoesNotContain("validation", history.Split("<body>")[1]);

        string page = new TrainingReport("t").Chart(new LineChart("c", ChartAxis.Numbers("x"), ChartAxis.Numbers("y"),
        [
            new ChartLine("gap", LineStyle.Blue, [0, 1, 2, 3, 4], [1, 2, double.NaN, 3, double.PositiveInfinity]),
        ])).ToString();
        Assert.Equal(2, Regex.Count(page, "<circle class=\"dot blue\"")); // the value alone between two gaps
    }

    [Fact]
    public void ALongLineIsThinnedToWhatCanBeSeen()
    {
        float[] values = new float[200_000];
        values[123_456] = 1; // a spike has to stay
        string page = new TrainingReport("t").Forecast("f", values, values).ToString();
        Assert.InRange(page.Length, 10_000, 400_000);
        foreach (Match line in Regex.Matches(page, "class=\"line (?:ink|purple)\" d=\"(M[^\"]{20,})\""))
        {
            string[] heights = [.. Regex.Matches(line.Groups[1].Value, " ([0-9.]+)").Select(y => y.Groups[1].Value).Distinct()];
            Assert.Equal(2, heights.Length);
        }
    }

    [Fact]
    public void ConfusionIsCounted()
    {
        var binary = ConfusionMatrix.FromOutputs([0, 1, 1, 1, 0], [0.5f, 0.6f, 0.1f, 1, 0.9f]);
        Assert.Equal([1, 1, 1, 2], [binary[0, 0], binary[0, 1], binary[1, 0], binary[1, 1]]);
        Assert.Equal((0.6, 2 / 3.0, 2 / 3.0), (binary.Accuracy, binary.Precision(1), binary.Recall(1)));

        float[] outputs = [0.2f, 0.5f, 0.3f, 0.9f, 0.1f, 0];
        var sparse = ConfusionMatrix.FromOutputs([1, 2], outputs, outputLength: 3);
        var oneHot = ConfusionMatrix.FromOutputs([0, 1, 0, 0, 0, 1], outputs, outputLength: 3);
        Assert.Equal((1, 1), (sparse[1, 1], sparse[2, 0]));
        Assert.Equal((1, 1), (oneHot[1, 1], oneHot[2, 0]));
        Assert.True(double.IsNaN(sparse.Precision(2)));

        Assert.Contains("actual[1] is 3; expected a class from 0 to 2",
            Assert.Throws<ArgumentException>("actual", () => ConfusionMatrix.FromOutputs([1, 3], outputs, 3)).Message);
        Assert.Contains("targets[0] is 0.5",
            Assert.Throws<ArgumentException>("targets", () => ConfusionMatrix.FromOutputs([0.5f], [1])).Message);
        Assert.Throws<ArgumentException>("targets", () => ConfusionMatrix.FromOutputs([1, 2, 3], outputs, 3));
        Assert.Throws<ArgumentException>("outputs", () => ConfusionMatrix.FromOutputs([], []));
        Assert.Throws<ArgumentException>("classes", () => ConfusionMatrix.FromOutputs([1], [1], classes: ["one"]));
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        var report = new TrainingReport("t");
        Assert.Throws<ArgumentException>("targets", () => report.Forecast("f", [], []));
        Assert.Throws<ArgumentException>("forecasts", () => report.Forecast("f", [1], [1, 2]));
        Assert.Throws<ArgumentException>("places", () => report.Forecast("f", [1], [1], places: [1, 2]));
        Assert.ThrowsAny<IOException>(() => report.Save(Path.Combine(_folder, "nowhere", "report.html")));
    }

    /// <summary>Set SEQGEN_SCREENSHOTS to a folder to look at the pictures.</summary>
    [ChromiumTheory]
    [InlineData("desktop", 1100, false)]
    [InlineData("phone", 390, false)]
    [InlineData("dark", 1100, true)]
    [InlineData("dark-phone", 390, true)]
    public void ThePageIsRenderedByABrowser(string name, int width, bool dark)
    {
        string page = Path.Combine(_folder, "report.html");
        Sample().Save(page);
        string picture = Path.Combine(Environment.GetEnvironmentVariable("SEQGEN_SCREENSHOTS") ?? _folder, name + ".png");

        Chromium.Screenshot(page, picture, width, height: 2600, dark);
        byte[] png = File.ReadAllBytes(picture);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.True(png.Length > 20_000, "An empty page would make a smaller picture.");

        // A page wider than its window would scroll sideways. In a frame, as a browser's own window may not be as narrow as a phone.
        string measuring = File.ReadAllText(page).Replace("</body>", "<script>parent.document.title = "
            + "document.documentElement.scrollWidth + ' ' + innerWidth;</script></body>");
        string frame = Path.Combine(_folder, "frame.html");
        File.WriteAllText(frame, $"""
            <!DOCTYPE html><meta charset="utf-8"><title>none</title>
            <iframe style="border: 0; width: {width}px; height: 900px" srcdoc="{WebUtility.HtmlEncode(measuring)}"></iframe>
            """);
        Match widths = Regex.Match(Chromium.Dom(frame, 1200, dark), "<title>([0-9]+) ([0-9]+)</title>");
        Assert.Equal(($"{width}", $"{width}"), (widths.Groups[2].Value, widths.Groups[1].Value));
    }

    private static TrainingReport Sample()
    {
        float[] targets = [.. Enumerable.Range(0, 150).Select(i => 40 + 8 * MathF.Sin(i / 9f) + i / 12f)];
        float[] forecasts = [.. targets.Select((t, i) => t + MathF.Cos(i * 1.7f) * 1.5f)];
        int[] actual = [.. Enumerable.Range(0, 90).Select(i => i % 3)];
        int[] predicted = [.. Enumerable.Range(0, 90).Select(i => i % 7 == 0 ? (i + 1) % 3 : i % 3)];
        return new TrainingReport("A <small> model & its training")
            .Paragraph("What this page shows is made up, but for the training.")
            .Summary(new DenseModel<LinearShape>())
            .Curves(Train(validate: true))
            .Forecast("Forecast of the test part", targets, forecasts)
            .Confusion(new ConfusionMatrix(actual, predicted, ["cat", "dog & wolf", "other"]));
    }

    private static History Train(bool validate)
    {
        ArrayDataset data = Samples.Linear(200);
        return new DenseModel<LinearShape>(seed: 1).Fit(data, new FitOptions
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Adam(0.01),
            Epochs = 12,
            Metrics = { Metric.MeanAbsoluteError },
            Validation = validate ? Samples.Linear(60, seed: 2) : null,
        });
    }
}
