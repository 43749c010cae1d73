using System;
using System.IO;
using System.Linq;
using SeqGen.Tests.Models;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>Trainings that are written down and gone on with, and averages of parameters in them.</summary>
public sealed class StreamTrainingFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("seqgen").FullName, "training.safetensors");

    [Fact]
    public void A_training_on_streams_goes_on_in_the_middle_of_a_chunk_as_if_nothing_had_happened()
    {
        var whole = new DeepChunks(1);
        using StreamTrainer<DeepChunks.State> trainer = whole.CreateStreamTrainer(Options(), streams: 3);
        Run(trainer, 0, 170);

        using (StreamTrainer<DeepChunks.State> first = new DeepChunks(1).CreateStreamTrainer(Options(), streams: 3))
        {
            Run(first, 0, 93);
            first.Save(_path);
        }
        var model = new DeepChunks(2);
        using StreamTrainer<DeepChunks.State> second = model.CreateStreamTrainer(Options(), streams: 3);
        second.Load(_path);
        Assert.Equal(4, second.Chunks);
        Run(second, 93, 170);

        Assert.Equal(whole.Parameters.ToArray(), model.Parameters.ToArray());
        Assert.Equal(trainer.States.ToArray(), second.States.ToArray());
        Assert.Equal(trainer.Chunks, second.Chunks);
    }

    [Fact]
    public void A_training_on_batches_goes_on_as_if_nothing_had_happened()
    {
        DeepChunks whole = new(1), model = new(2);
        float[] inputs = ModelTheory.Values(8 * 5, 1, 1), targets = ModelTheory.Values(8, 2, 1);
        using var trainer = new Trainer<DeepChunks>(whole, Options(batchSize: 8));
        using var first = new Trainer<DeepChunks>(new DeepChunks(1), Options(batchSize: 8));
        using var second = new Trainer<DeepChunks>(model, Options(batchSize: 8));
        for (int i = 0; i < 7; i++)
        {
            trainer.Step(inputs, targets);
        }
        for (int i = 0; i < 3; i++)
        {
            first.Step(inputs, targets);
        }
        first.Save(_path);
        second.Load(_path);
        for (int i = 3; i < 7; i++)
        {
            second.Step(inputs, targets);
        }
        Assert.Equal(7, second.Steps);
        Assert.Equal(whole.Parameters.ToArray(), model.Parameters.ToArray());
    }

    [Fact]
    public void A_file_of_another_training_changes_nothing()
    {
        using (StreamTrainer<DeepChunks.State> other = new DeepChunks(1).CreateStreamTrainer(Options(), streams: 3))
        {
            Run(other, 0, 25);
            other.Save(_path);
        }
        var model = new DeepChunks(2);
        float[] parameters = model.Parameters.ToArray();
        using StreamTrainer<DeepChunks.State> fewer = model.CreateStreamTrainer(Options(), streams: 2);
        using StreamTrainer<DeepChunks.State> sgd = model.CreateStreamTrainer(Options(new Sgd(0.1f)), streams: 3);
        using StreamTrainer<LstmChunks.State> layers = new LstmChunks().CreateStreamTrainer(Options(), streams: 3);
        Assert.Contains("2 streams", Assert.Throws<InvalidDataException>(() => fewer.Load(_path)).Message, StringComparison.Ordinal);
        Assert.Contains("with Adam; this one is of", Assert.Throws<InvalidDataException>(() => sgd.Load(_path)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => layers.Load(_path));
        model.Save(_path);
        Assert.Contains("no backup", Assert.Throws<InvalidDataException>(() => sgd.Load(_path)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => sgd.Load(_path + "x"));
        Assert.Equal(parameters, model.Parameters.ToArray());
        Assert.All(sgd.States.ToArray(), state => Assert.Equal(default, state));
    }

    [Fact]
    public void Averages_of_a_training_on_streams_go_into_the_model()
    {
        DeepChunks model = new(1), plain = new(1);
        using StreamTrainer<DeepChunks.State> trainer = model.CreateStreamTrainer(
            Options(new Adam(0.01f) { UseEma = true, EmaMomentum = 0.5 }), streams: 3);
        using StreamTrainer<DeepChunks.State> other = plain.CreateStreamTrainer(Options(), streams: 3);
        double[] average = [.. plain.Parameters.ToArray().Select(value => (double)value)];
        for (int chunk = 0; chunk < 5; chunk++)
        {
            Run(trainer, 20 * chunk, 20 * (chunk + 1));
            Run(other, 20 * chunk, 20 * (chunk + 1));
            average = chunk == 0
                ? [.. plain.Parameters.ToArray().Select(value => (double)value)]
                : [.. average.Zip(plain.Parameters.ToArray(), (mean, value) => (0.5 * mean) + (0.5 * value))];
        }
        Assert.Equal(plain.Parameters.ToArray(), model.Parameters.ToArray());
        trainer.ApplyAverages();
        Assert.All(average.Zip(model.Parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Throws<InvalidOperationException>(other.ApplyAverages);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private static TrainerOptions Options(Optimizer? optimizer = null, int batchSize = 32) =>
        new() { Loss = Loss.MeanSquaredError, Optimizer = optimizer ?? new Adam(0.01f), Seed = 3, BatchSize = batchSize };

    private static void Run(StreamTrainer<DeepChunks.State> trainer, int from, int to)
    {
        for (int t = from; t < to; t++)
        {
            trainer.TrainStep([MathF.Sin(t), MathF.Cos(t), 0.1f], [MathF.Sin(t + 1), MathF.Cos(t + 1), 0.2f], out _);
        }
    }
}
