using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>Training on streams, chunk after chunk.</summary>
public sealed class StreamTrainerTests
{
    private static readonly Dictionary<string, Golden> s_goldens = JsonSerializer.Deserialize<Dictionary<string, Golden>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "streaming.json")), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;

    [Fact]
    public void Chunks_of_an_lstm_train_as_in_PyTorch()
    {
        var model = new LstmChunks();
        using StreamTrainer<LstmChunks.State> trainer = model.CreateStreamTrainer(Options(new Sgd(0.1f)), streams: 2);
        CheckGolden(s_goldens["lstm"], model.Parameters, trainer, features: 2, outputs: 3);
    }

    [Fact]
    public void Chunks_of_a_gru_train_as_in_PyTorch()
    {
        var model = new GruChunks();
        using StreamTrainer<GruChunks.State> trainer = model.CreateStreamTrainer(Options(new Sgd(0.1f)), streams: 2);
        CheckGolden(s_goldens["gru"], model.Parameters, trainer, features: 2, outputs: 3);
    }

    [Fact]
    public void States_and_loss_are_those_of_Step()
    {
        var model = ModelTheory.Create<GruChunks>();
        using StreamTrainer<GruChunks.State> trainer = model.CreateStreamTrainer(Options(new Sgd(0)), streams: 3);
        var states = new GruChunks.State[3];
        for (int chunk = 0; chunk < 5; chunk++)
        {
            float[] inputs = ModelTheory.Values(3 * 4 * 2, 1 + chunk, 1), targets = ModelTheory.Values(3 * 4 * 3, 70 + chunk, 1), outputs = new float[targets.Length];
            for (int row = 0; row < 12; row++)
            {
                model.Step(inputs.AsSpan(row * 2, 2), ref states[row / 4], outputs.AsSpan(row * 3, 3));
            }
            float loss = trainer.TrainChunk(inputs, targets);
            Assert.Equal(outputs.Zip(targets, (o, t) => (o - t) * (double)(o - t)).Average(), loss, 1e-6);
            Assert.Equal(states, trainer.States.ToArray());
        }
    }

    [Fact]
    public void Shapes_of_a_vector_do_nothing_to_chunks()
    {
        var model = ModelTheory.Create<FlatChunks>();
        var plain = new LstmChunks();
        model.Parameters.CopyTo(plain.Parameters);
        using StreamTrainer<FlatChunks.State> trainer = model.CreateStreamTrainer(Options(new Adam()), streams: 2);
        using StreamTrainer<LstmChunks.State> other = plain.CreateStreamTrainer(Options(new Adam()), streams: 2);
        for (int chunk = 0; chunk < 3; chunk++)
        {
            float[] inputs = ModelTheory.Values(2 * 4 * 2, chunk, 1), targets = ModelTheory.Values(2 * 4 * 3, 9 + chunk, 1);
            Assert.Equal(other.TrainChunk(inputs, targets), trainer.TrainChunk(inputs, targets));
        }
        Assert.Equal(plain.Parameters.ToArray(), model.Parameters.ToArray());
    }

    [Fact]
    public void Steps_gather_chunks()
    {
        GruChunks model = ModelTheory.Create<GruChunks>(), other = ModelTheory.Create<GruChunks>();
        using StreamTrainer<GruChunks.State> whole = model.CreateStreamTrainer(Options(new Adam()), streams: 2);
        using StreamTrainer<GruChunks.State> stepped = other.CreateStreamTrainer(Options(new Adam()), streams: 2);
        float[] inputs = ModelTheory.Values(2 * 4 * 2, 1, 1), targets = ModelTheory.Values(2 * 4 * 3, 2, 1);
        for (int t = 0; t < 4; t++)
        {
            float[] input = [.. inputs[(t * 2)..((t * 2) + 2)], .. inputs[((t + 4) * 2)..(((t + 4) * 2) + 2)]];
            float[] target = [.. targets[(t * 3)..((t * 3) + 3)], .. targets[((t + 4) * 3)..(((t + 4) * 3) + 3)]];
            Assert.Equal(t == 3, stepped.TrainStep(input, target, out float loss));
            Assert.Equal(t == 3 ? whole.TrainChunk(inputs, targets) : float.NaN, loss);
        }
        Assert.Equal(model.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Equal(whole.States.ToArray(), stepped.States.ToArray());
        Assert.Equal(1, stepped.Chunks);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        float[] Train(int threads)
        {
            var model = ModelTheory.Create<DeepChunks>();
            var options = new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Adam(), Threads = threads };
            using StreamTrainer<DeepChunks.State> trainer = model.CreateStreamTrainer(options, streams: 70);
            for (int chunk = 0; chunk < 3; chunk++)
            {
                trainer.TrainChunk(ModelTheory.Values(70 * 20, chunk, 1), ModelTheory.Values(70 * 20, chunk + 9, 1));
            }
            return [.. model.Parameters];
        }
        Assert.Equal(Train(1), Train(2));
    }

    [Fact]
    public void What_was_longer_ago_than_a_chunk_is_remembered()
    {
        // The target is the last impulse, which comes every 8 timesteps: a chunk of 4 has seen it in half of the cases only.
        var model = new LstmChunks(3);
        using StreamTrainer<LstmChunks.State> trainer = model.CreateStreamTrainer(Options(new Adam(0.01f)), streams: 16);
        var random = new Random(1);
        float[] last = new float[16];
        double first = 0, loss = 0;
        for (int step = 0; step < 6000; step++)
        {
            float[] input = new float[32], target = new float[48];
            for (int stream = 0; stream < 16; stream++)
            {
                if (step % 8 == 0)
                {
                    last[stream] = random.Next(2);
                    (input[stream * 2], input[(stream * 2) + 1]) = (1, last[stream]);
                }
                target.AsSpan(stream * 3, 3).Fill(last[stream]);
            }
            if (trainer.TrainStep(input, target, out float now))
            {
                loss = now;
                first = first == 0 ? now : first;
            }
        }
        Assert.True(loss < 0.01, $"{first} became {loss}, and guessing gives 0.25.");
    }

    [Fact]
    public void Chunks_of_tokens_see_what_steps_see()
    {
        var model = new TokenChunks(5);
        using StreamTrainer<TokenChunks.State> trainer = model.CreateStreamTrainer(Options(new Sgd(0.1f)), streams: 2);
        var states = new TokenChunks.State[2];
        for (int chunk = 0; chunk < 3; chunk++)
        {
            float[] tokens = Tokens(chunk, 8), targets = ModelTheory.Values(16, chunk, 1), outputs = new float[16];
            for (int row = 0; row < 8; row++)
            {
                model.Step((int)tokens[row], ref states[row / 4], outputs.AsSpan(row * 2, 2));
            }
            Assert.Equal(outputs.Zip(targets, (o, t) => (o - t) * (double)(o - t)).Average(), trainer.TrainChunk(tokens, targets), 1e-6);
            states = trainer.States.ToArray();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_lazy_embedding_of_a_stream_moves_the_rows_of_its_tokens_alone(int threads)
    {
        TokenChunks model = new(5);
        LazyTokenChunks lazy = new(5);
        TrainerOptions With(Optimizer optimizer) => new() { Loss = Loss.MeanSquaredError, Optimizer = optimizer, Threads = threads };

        // Plain gradient descent leaves rows without a gradient where they are, so that both are the same.
        using StreamTrainer<TokenChunks.State> trainer = model.CreateStreamTrainer(With(new Sgd(0.1f)), streams: 40);
        using StreamTrainer<LazyTokenChunks.State> lazyTrainer = lazy.CreateStreamTrainer(With(new Sgd(0.1f)), streams: 40);
        for (int chunk = 0; chunk < 3; chunk++)
        {
            float[] tokens = Tokens(chunk, 160), targets = ModelTheory.Values(320, chunk, 1);
            Assert.Equal(trainer.TrainChunk(tokens, targets), lazyTrainer.TrainChunk(tokens, targets));
        }
        Assert.All(model.Parameters.ToArray().Zip(lazy.Parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

        // Adam's momentum would move the rows of the chunk before as well.
        using StreamTrainer<LazyTokenChunks.State> adam = lazy.CreateStreamTrainer(With(new Adam(0.1f)), streams: 2);
        adam.TrainChunk([0, 4, 5, 6, 7, 8, 10, 1], ModelTheory.Values(16, 3, 1));
        float[] before = lazy.Parameters.ToArray();
        adam.TrainChunk([1, 2, 3, 1, 2, 2, 9, 9], ModelTheory.Values(16, 4, 1));
        float[] after = lazy.Parameters.ToArray();
        Assert.Equal([1, 2, 3, 9], Enumerable.Range(0, 11).Where(row => !before.AsSpan(row * 3, 3).SequenceEqual(after.AsSpan(row * 3, 3))));
    }

    private static float[] Tokens(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(11))];
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var model = new DeepChunks(1);
        using StreamTrainer<DeepChunks.State> trainer = model.CreateStreamTrainer(Options(new Adam()), streams: 3);
        float[] inputs = new float[3], targets = new float[3];
        Allocations.None(200, () => trainer.TrainStep(inputs, targets, out _));
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_parameters_and_states()
    {
        var model = ModelTheory.Create<LstmChunks>();
        using StreamTrainer<LstmChunks.State> trainer = model.CreateStreamTrainer(Options(new Adam()));
        float[] inputs = ModelTheory.Values(8, 1, 1), targets = ModelTheory.Values(12, 2, 1);
        trainer.TrainChunk(inputs, targets);
        float[] parameters = [.. model.Parameters];
        LstmChunks.State state = trainer.States[0];
        Assert.Equal(4ul, state.Steps);
        Assert.False(float.IsFinite(trainer.TrainChunk([float.NaN, .. inputs[1..]], targets)));
        Assert.Equal(parameters, model.Parameters.ToArray());
        Assert.Equal(state, trainer.States[0]);
        trainer.Reset();
        Assert.Equal(default, trainer.States[0]);
    }

    [Fact]
    public void Wrong_values_are_refused_when_they_come()
    {
        var model = new GruChunks(1);
        var options = new TrainerOptions { Loss = Loss.SparseCategoricalCrossentropy, Optimizer = new Adam() };
        StreamTrainer<GruChunks.State> trainer = model.CreateStreamTrainer(options, streams: 2);
        Assert.False(trainer.TrainStep(new float[4], [0, 2], out _));
        Assert.Throws<ArgumentException>("targets", () => trainer.TrainStep(new float[4], [0, 9], out _));
        Assert.False(trainer.TrainStep(new float[4], [0, 1], out _));
        Assert.False(trainer.TrainStep(new float[4], [0, 1], out _));
        Assert.True(trainer.TrainStep(new float[4], [0, 1], out _));
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.TrainStep(new float[4], [0, 1], out _));
    }

    [Fact]
    public void A_token_outside_the_vocabulary_drops_its_chunk_alone()
    {
        var model = new TokenChunks(1);
        using StreamTrainer<TokenChunks.State> trainer = model.CreateStreamTrainer(Options(new Adam()));
        trainer.TrainChunk([1, 2, 3, 4], new float[8]);
        float[] parameters = model.Parameters.ToArray();
        TokenChunks.State state = trainer.States[0];
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => trainer.TrainChunk([1, 11, 3, 4], new float[8]));
        Assert.Equal(parameters, model.Parameters.ToArray());
        Assert.Equal(state, trainer.States[0]);
        Assert.True(float.IsFinite(trainer.TrainChunk([1, 10, 3, 4], new float[8])));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(-1)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void A_token_outside_the_vocabulary_is_refused_when_it_comes(float token)
    {
        var model = new TokenChunks(1);
        using StreamTrainer<TokenChunks.State> trainer = model.CreateStreamTrainer(Options(new Adam()));
        Assert.False(trainer.TrainStep([1], [0, 0], out _));
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => trainer.TrainStep([token], [0, 0], out _));
        Assert.False(trainer.TrainStep([2], [0, 0], out _));
        Assert.False(trainer.TrainStep([3], [0, 0], out _));
        Assert.True(trainer.TrainStep([10], [0, 0], out float loss));
        Assert.True(float.IsFinite(loss));
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        var model = new LstmChunks();
        using StreamTrainer<LstmChunks.State> trainer = model.CreateStreamTrainer(Options(new Adam()), streams: 2);
        Assert.Throws<ArgumentException>("inputs", () => trainer.TrainStep(new float[3], new float[6], out _));
        Assert.Throws<ArgumentException>("targets", () => trainer.TrainStep(new float[4], new float[5], out _));
        Assert.Throws<ArgumentException>("inputs", () => trainer.TrainChunk(new float[15], new float[24]));
        Assert.Throws<ArgumentException>("targets", () => trainer.TrainChunk(new float[16], new float[23]));
        Assert.Throws<ArgumentOutOfRangeException>("streams", () => model.CreateStreamTrainer(Options(new Adam()), streams: 0));
        trainer.TrainStep(new float[4], new float[6], out _);
        Assert.Throws<InvalidOperationException>(() => trainer.TrainChunk(new float[16], new float[24]));
    }

    private static TrainerOptions Options(Optimizer optimizer) => new() { Loss = Loss.MeanSquaredError, Optimizer = optimizer };

    private static void CheckGolden<TState>(Golden golden, Span<float> parameters, StreamTrainer<TState> trainer, int features, int outputs)
        where TState : struct, IStreamState<TState>
    {
        Floats(golden.Parameters).CopyTo(parameters);
        for (int chunk = 0; chunk < golden.Losses.Length; chunk++)
        {
            float loss = trainer.TrainChunk(Chunk(golden.Inputs, chunk, features), Chunk(golden.Targets, chunk, outputs));
            Assert.Equal(golden.Losses[chunk], loss, 1e-5);
        }
        Assert.All(golden.Trained.Zip(parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    // 2 streams of 3 chunks of 4 timesteps
    private static float[] Chunk(double[] values, int chunk, int length) =>
        [.. Enumerable.Range(0, 2).SelectMany(stream => Floats(values).Skip(((stream * 12) + (chunk * 4)) * length).Take(4 * length))];

    private static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];

    private sealed record Golden(double[] Parameters, double[] Inputs, double[] Targets, double[] Losses, double[] Trained);
}
