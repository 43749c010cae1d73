using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Examples;

/// <summary>Runs examples/AudioEffect as a user does, and compares the sound with whole predictions.</summary>
public sealed class AudioEffectTests : IDisposable
{
    private const int Frames = AudioWindow.Length;
    private readonly ExampleProcess _example = new("AudioEffect");

    public void Dispose() => _example.Dispose();

    [Fact]
    public void Quick_run_makes_its_own_signal_and_says_so()
    {
        ExampleProcess.Outcome outcome = _example.Run("--quick");

        outcome.WentWell();
        Assert.Contains("Input: a test signal", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Weights: random ones", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("mono, 48,000 Hz, 32-bit float; 48,000 frames, 1.00 s", outcome.Output, StringComparison.Ordinal);
        double factor = double.Parse(Regex.Match(outcome.Output, @"Real-time factor: ([0-9.]+) ").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(factor > 1, outcome.Output);
        Assert.Equal(["effect.wav"], _example.Files());
    }

    [Theory]
    [InlineData(1, 16, false)]
    [InlineData(2, 16, true)]
    [InlineData(1, 24, false)]
    [InlineData(2, 24, false)]
    [InlineData(1, 32, true)]
    [InlineData(2, 32, false)]
    public void Each_channel_is_the_prediction_over_all_of_it(int channels, int bits, bool extensible)
    {
        var model = new AudioWindow(seed: 3);
        float[] samples = [.. Models.ModelTheory.Values(Frames * channels, 8, 1).Select(sample => WaveBytes.Rounded(sample, bits))];
        File.WriteAllBytes(_example.InFolder("in.wav"), WaveBytes.Of(samples, channels, bits, extensible));
        model.Save(_example.InFolder("weights.safetensors"));

        _example.Run("--input", "in.wav", "--weights", "weights.safetensors", "--output", "out.wav").WentWell();

        float[] actual = WaveBytes.Read(File.ReadAllBytes(_example.InFolder("out.wav")), channels, bits);
        for (int channel = 0; channel < channels; channel++)
        {
            float[] output = new float[Frames];
            model.Predict(EachOf(samples, channels, channel), output);
            float[] expected = [.. output.Select(sample => WaveBytes.Rounded(sample, bits))];
            Assert.Equal(StreamAssert.Bits(expected), StreamAssert.Bits(EachOf(actual, channels, channel)));
        }
    }

    [Fact]
    public void Weights_without_a_file_are_those_of_the_seed()
    {
        float[] samples = Models.ModelTheory.Values(Frames, 8, 1), expected = new float[Frames];
        File.WriteAllBytes(_example.InFolder("in.wav"), WaveBytes.Of(samples, 1, 32));

        _example.Run("--input", "in.wav", "--seed", "7").WentWell();

        new AudioWindow(seed: 7).Predict(samples, expected);
        Assert.Equal(expected, WaveBytes.Read(File.ReadAllBytes(_example.InFolder("effect.wav")), 1, 32));
    }

    [Fact]
    public void Samples_beyond_full_scale_are_cut_and_counted()
    {
        var model = new AudioWindow(seed: 3);
        model.Parameters[^1] = 3; // the bias of the dense layer
        model.Save(_example.InFolder("weights.safetensors"));
        File.WriteAllBytes(_example.InFolder("in.wav"), WaveBytes.Of(new float[Frames], 1, 16));

        ExampleProcess.Outcome outcome = _example.Run("--input", "in.wav", "--weights", "weights.safetensors");

        outcome.WentWell();
        Assert.Contains("Samples beyond full scale, cut: 1,301.", outcome.Output, StringComparison.Ordinal);
        Assert.All(WaveBytes.Read(File.ReadAllBytes(_example.InFolder("effect.wav")), 1, 16), sample => Assert.Equal(short.MaxValue / 32_768f, sample));
    }

    [SharedDataFact]
    public void Trained_lstm_of_RTNeural_gives_what_it_gave_there() => CheckTrained("lstm8", "lstm_1d");

    [SharedDataFact]
    public void Trained_stack_of_RTNeural_gives_what_it_gave_there() => CheckTrained("dense-lstm8", "lstm");

    [SharedDataFact]
    public void Weights_of_another_model_get_one_line()
    {
        Refuse("'lstm0/kernel' has the shape [1, 80] there; the model's has [1, 32]", "--model", "lstm8", "--weights", Trained("bad_lstm"));
        Refuse("it has the layers 'lstm tanh', 'dense linear'; the model has 'dense tanh'", "--model", "dense-lstm8", "--weights", Trained("lstm_1d"));
        Refuse("it is not a model as RTNeural writes it", "--weights", Trained("lstm_torch"));
        Assert.Empty(_example.Files());
    }

    [Fact]
    public void Weights_that_do_not_fit_get_one_line()
    {
        new AudioWindow(seed: 3).Save(_example.InFolder("weights.safetensors"));
        Refuse("'lstm0/kernel' has the shape [1, 128]; the model's has [1, 32]", "--model", "lstm8", "--weights", "weights.safetensors");
        Refuse("the tensor 'lstm1/kernel' is missing", "--model", "stacked-lstm32", "--weights", "weights.safetensors");
        Refuse("There is no file 'nowhere.json'", "--weights", "nowhere.json");
        File.WriteAllText(_example.InFolder("w.json"), """{"layers": [{"type": "lstm", "activation": "tanh", "weights": [[[1e99]]]}]}""");
        Refuse("'w.json' does not fit", "--weights", "w.json");
        Refuse("it is not a WAV file", "--input", "w.json");
    }

    [Theory]
    [InlineData("There is no file 'nowhere.wav'", "--input", "nowhere.wav")]
    [InlineData("--model is one of lstm32, ", "--model", "fuzz")]
    [InlineData("there is no folder", "--output", "nowhere/out.wav")]
    [InlineData("--quick shortens the test signal", "--quick", "--input", "a.wav")]
    [InlineData("another file than --input", "--input", "a.wav", "--output", "./a.wav")]
    public void Wrong_options_get_one_line(string expected, params string[] args) => Refuse(expected, args);

    [LinuxTheory]
    [InlineData("/dev/full cannot be written: No space left on device", "", "--quick", "--output", "/dev/full")]
    [InlineData("error: Standard output cannot be written: No space left on device", "> /dev/full", "--input", "in.wav")]
    public void Places_that_cannot_be_written_get_one_line(string expected, string redirection, params string[] args)
    {
        File.WriteAllBytes(_example.InFolder("in.wav"), WaveBytes.Of(new float[Frames], 1, 16));
        _example.RunInto(redirection, args).IsRefused(expected);
    }

    [Fact]
    public void Files_that_are_damaged_or_of_other_formats_get_one_line()
    {
        byte[] sound = WaveBytes.Of(new float[100], 1, 16);
        RefuseFile("it is cut off: 200 bytes of samples should follow, and 150 do", sound[..^50]);
        RefuseFile("it ends before its first sample", sound[..30]);
        RefuseFile("it is not a WAV file", sound[..10]);
        RefuseFile("it is not a WAV file", []);
        RefuseFile("a sample is NaN", WaveBytes.Of([0, float.NaN], 1, 32));
        RefuseFile("6 channels", [.. sound[..22], 6, .. sound[23..]]);
        RefuseFile("8 bits", [.. sound[..34], 8, .. sound[35..]]);
        RefuseFile("format 6", [.. sound[..20], 6, .. sound[21..]]);
        RefuseFile("its format does not come before its samples", [.. sound[..12], .. sound[36..]]);
    }

    private void RefuseFile(string expected, byte[] file)
    {
        File.WriteAllBytes(_example.InFolder("in.wav"), file);
        Refuse(expected, "--input", "in.wav");
        Assert.Equal(["in.wav"], _example.Files());
    }

    private void Refuse(string expected, params string[] args) => _example.Run(args).IsRefused(expected);

    private void CheckTrained(string model, string name)
    {
        File.WriteAllBytes(_example.InFolder("in.wav"), WaveBytes.Of(RtNeural.Values(name + "_x_python"), 1, 32));

        _example.Run("--input", "in.wav", "--model", model, "--weights", Trained(name)).WentWell();

        RtNeural.Near(RtNeural.Values(name + "_y_python"), WaveBytes.Read(File.ReadAllBytes(_example.InFolder("effect.wav")), 1, 32));
    }

    private static string Trained(string name) => SharedData.File(Path.Combine("models", "rtneural", "models", name + ".json"));

    private static float[] EachOf(float[] samples, int channels, int channel) => [.. samples.Where((_, i) => i % channels == channel)];
}

/// <summary>The example's usual model on windows as long as the tests' sounds: more than a block of the example, and no multiple of one.</summary>
[SequenceModel(Length, features: 1)]
[Lstm(32, ReturnSequences = true)]
[Dense(1)]
internal sealed partial class AudioWindow
{
    internal const int Length = 1_301;
}
