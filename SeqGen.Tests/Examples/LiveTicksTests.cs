using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Examples;

/// <summary>Runs examples/LiveTicks as a user does.</summary>
public sealed class LiveTicksTests : IDisposable
{
    private readonly ExampleProcess _example = new("LiveTicks");

    public void Dispose() => _example.Dispose();

    [Fact]
    public void Quick_run_allocates_nothing_and_forecasts_what_can_be_forecast()
    {
        ExampleProcess.Outcome outcome = _example.Run("--quick", "--save", "model.safetensors");

        outcome.WentWell();
        Assert.Contains("synthetic", outcome.Output, StringComparison.Ordinal);
        Assert.Matches("Steps: 200,000 in ", outcome.Output);
        Assert.Matches("Bytes allocated by both threads: 0. Garbage collections: 0.", outcome.Output);
        Assert.InRange(Variance(outcome), 23, 28);
        foreach (string row in new[] { "Step", "Tick to output" })
        {
            double[] times = [.. Regex.Match(outcome.Output, $"{row}((?: +[0-9.,]+)+)").Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
            Assert.Equal(4, times.Length);
            Assert.True(times[0] > 0 && times.Order().SequenceEqual(times), string.Join(' ', times));
        }

        ExampleProcess.Outcome loaded = _example.Run("--model", "model.safetensors", "--seconds", "1", "--rate", "50000");
        loaded.WentWell();
        Assert.DoesNotContain("Epoch", loaded.Output, StringComparison.Ordinal);
        Assert.Matches("Steps: 50,000 in ", loaded.Output);
        Assert.InRange(Variance(loaded), 23, 28);

        // At the rate of the run, the warm-up alone would take hours.
        ExampleProcess.Outcome slow = _example.Run("--model", "model.safetensors", "--steps", "2", "--rate", "1");
        slow.WentWell();
        Assert.Matches("Steps: 2 in ", slow.Output);

        string path = _example.InFolder("model.safetensors");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(File.ReadAllBytes(path)).Replace("\"scaler\"", "\"others\"", StringComparison.Ordinal)));
        _example.Run("--model", "model.safetensors").IsRefused("no scale of returns");
    }

    [Theory]
    [InlineData("There is no file 'nowhere.safetensors'", "--model", "nowhere.safetensors")]
    [InlineData("--rate takes a whole number from 1 to", "--rate", "0")]
    [InlineData("--steps takes a whole number from 1 to", "--steps", "many")]
    [InlineData("give one of them", "--steps", "5", "--seconds", "5")]
    [InlineData("are 36000000000 steps; at most", "--seconds", "3600", "--rate", "10000000")]
    [InlineData("there is no folder", "--save", "nowhere/model.safetensors")]
    public void Wrong_options_get_one_line(string expected, params string[] args) => _example.Run(args).IsRefused(expected);

    [LinuxTheory]
    [InlineData("/dev/full cannot be written", "", "--quick", "--save", "/dev/full")]
    [InlineData("Standard output cannot be written", "> /dev/full")]
    public void Places_that_cannot_be_written_get_one_line(string expected, string redirection, params string[] args) =>
        _example.RunInto(redirection, args).IsRefused(expected);

    [Fact]
    public void A_file_that_is_no_model_gets_one_line()
    {
        File.WriteAllText(_example.InFolder("model.safetensors"), "no model");

        _example.Run("--model", "model.safetensors").IsRefused("model.safetensors' cannot be loaded");
    }

    private static double Variance(ExampleProcess.Outcome outcome) => double.Parse(
        Regex.Match(outcome.Output, @"Variance of the next return that was forecast: ([0-9.]+) ?%").Groups[1].Value, CultureInfo.InvariantCulture);
}
