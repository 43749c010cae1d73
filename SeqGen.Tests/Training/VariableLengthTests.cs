using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

[SequenceModel(6, 3, VariableLength = true), Gru(5, Direction = Direction.Bidirectional, ReturnSequences = true), Lstm(4), Dense(2)]
internal sealed partial class AnyRows;

[SequenceModel(6, 3), Gru(5, Direction = Direction.Bidirectional, ReturnSequences = true), Lstm(4), Dense(2)]
internal sealed partial class SixRows;

[SequenceModel(4, 3), Gru(5, Direction = Direction.Bidirectional, ReturnSequences = true), Lstm(4), Dense(2)]
internal sealed partial class FourRows;

[SequenceModel(5, VariableLength = true), Embedding(9, 4), SimpleRnn(3, Dropout = 0.25f), Dense(1)]
internal sealed partial class AnyWords;

[SequenceModel(5, VariableLength = true), Embedding(9, 4), Gru(3), Dense(1)]
internal sealed partial class AnyCalmWords;

[SequenceModel(2), Embedding(9, 4), Gru(3), Dense(1)]
internal sealed partial class TwoWords;

/// <summary>Training on samples of any length; alone, because allocations are counted.</summary>
[Collection(nameof(AllocationTests))]
public sealed class VariableLengthTests
{
    private static readonly int[] s_lengths = [4, 6, 4, 4, 6];

    [Fact]
    public void Gradients_are_those_of_the_samples_at_their_own_length()
    {
        float[] inputs = Samples.Uniform(5 * 18, 1), targets = Samples.Uniform(5 * 2, 2);
        float[] sum = new float[AnyRows.ParameterCount];
        Assert.Equal((SixRows.ParameterCount, FourRows.ParameterCount), (sum.Length, sum.Length));
        double loss = 0;
        for (int i = 0; i < 5; i++)
        {
            float[] input = inputs[(i * 18)..(i * 18 + s_lengths[i] * 3)], target = targets[(i * 2)..(i * 2 + 2)];
            (float one, float[] gradients) = s_lengths[i] == 4 ? Gradients(new FourRows(7), input, target, []) : Gradients(new SixRows(7), input, target, []);
            loss += one / 5;
            sum = [.. sum.Zip(gradients, (a, b) => a + b / 5)];
        }
        (float actual, float[] all) = Gradients(new AnyRows(7), inputs, targets, s_lengths);
        Assert.Equal(loss, actual, 1e-6);
        Assert.All(sum.Zip(all), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Contains(all, gradient => Math.Abs(gradient) > 1e-2);
    }

    [Fact]
    public void Tokens_behind_a_sample_have_no_gradients()
    {
        float[] target = [0.3f];
        (float expectedLoss, float[] expected) = Gradients(new TwoWords(3), [4, 8], target, []);
        (float loss, float[] actual) = Gradients(new AnyCalmWords(3), [4, 8, 1, 2, 1], target, [2]);
        Assert.Equal(expectedLoss, loss, 1e-6);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(new float[8], actual[4..12]); // tokens 1 and 2
    }

    [Fact]
    public void Threads_and_streams_train_to_the_same_bits()
    {
        (AnyWords one, double[] losses) = Trained(threads: 1);
        (AnyWords three, double[] same) = Trained(threads: 3);
        Assert.Equal(one.Parameters, three.Parameters);
        Assert.Equal(losses, same);

        var stream = new AnyWords(1);
        ArrayDataset data = Words();
        stream.Fit(Streamed(data), Options(threads: 2));
        Assert.Equal(one.Parameters, stream.Parameters);

        Assert.Equal(one.Predict(data), three.Predict(data, threads: 3));
        float[] outputs = one.Predict(data.Slice(10, 5)), alone = new float[1], input = new float[5];
        for (int i = 0; i < 5; i++)
        {
            data.CopyInput(10 + i, input);
            int[] tokens = [.. input.Take(data.Timesteps(10 + i)!.Value).Select(token => (int)token)];
            one.Predict(tokens, alone);
            Assert.Equal(alone[0], outputs[i]);
        }
        float[] targets = new float[150];
        for (int i = 0; i < targets.Length; i++)
        {
            data.CopyTarget(i, targets.AsSpan(i, 1));
        }
        double mean = one.Predict(data).Zip(targets, (a, b) => (double)(a - b) * (a - b)).Average();
        Assert.Equal(mean, one.Evaluate(data, Loss.MeanSquaredError).Loss, 1e-6);
    }

    [Fact]
    public void Wrong_lengths_are_refused_with_the_sample()
    {
        float[] inputs = new float[5 * 18], targets = new float[5 * 2];
        using var trainer = new Trainer<AnyRows>(new AnyRows(), Options<AnyRows>());
        Refused("lengths: sample 2 has 7 timesteps; expected 1 to 6.", () => trainer.Step(inputs, targets, lengths: [1, 2, 7, 3, 4]));
        Refused("lengths: sample 0 has 0 timesteps", () => trainer.Evaluate(inputs, targets, lengths: [0, 2, 6, 3, 4]));
        Refused("lengths", () => trainer.ComputeGradients(inputs, targets, lengths: [1, 2]));
        Refused("lengths: sample 3 has 0 timesteps", () => new ArrayDataset(inputs, targets, 18, 2, new[] { 1, 2, 3, 0, 5 }));
        Refused("lengths has 1 values; 5 samples need 5", () => new ArrayDataset(inputs, targets, 18, 2, new[] { 1 }));

        var data = new ArrayDataset(inputs, targets, 18, 2, new[] { 1, 2, 3, 9, 5 });
        const string message = "data: sample 3 has 9 timesteps; expected 1 to 6.";
        Refused(message, () => new AnyRows().Predict(data));
        Refused(message, () => new AnyRows().Evaluate(data, Loss.MeanSquaredError));
        Refused(message, () => new AnyRows().Fit(data, new FitOptions { Loss = Loss.MeanSquaredError, Optimizer = new Adam() }));
        Refused("data: sample 0 has 1 timesteps; the model takes 6, and others only with VariableLength = true", () => new SixRows().Predict(data));
        Refused("samples: sample 1", () => new AnyRows().Fit(
            [(new float[3], new float[2]), (new float[4], new float[2])], new FitOptions { Loss = Loss.MeanSquaredError, Optimizer = new Adam() }));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        float[] inputs = Samples.Uniform(5 * 18, 1), targets = Samples.Uniform(5 * 2, 2);
        using var trainer = new Trainer<AnyRows>(new AnyRows(), Options<AnyRows>());
        trainer.Step(inputs, targets, lengths: s_lengths);
        GC.Collect();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1_000; i++)
            {
                trainer.Step(inputs, targets, lengths: s_lengths);
                trainer.Evaluate(inputs, targets, lengths: s_lengths);
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    private static (AnyWords Model, double[] Losses) Trained(int threads)
    {
        var model = new AnyWords(1);
        return (model, [.. model.Fit(Words(), Options(threads)).Loss]);
    }

    private static FitOptions Options(int threads) => new()
    {
        Loss = Loss.MeanSquaredError, Optimizer = new Adam(0.01), BatchSize = 100, Epochs = 3, Threads = threads, Shuffle = false,
    };

    private static TrainerOptions Options<TModel>() =>
        new() { Loss = Loss.MeanSquaredError, Optimizer = new Adam(), Metrics = [Metric.MeanAbsoluteError] };

    private static ArrayDataset Words()
    {
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, 150 * 5).Select(_ => (float)random.Next(9))];
        int[] lengths = [.. Enumerable.Range(0, 150).Select(_ => random.Next(1, 6))];
        return new ArrayDataset(inputs, Samples.Uniform(150, 3), 5, 1, lengths);
    }

    private static IEnumerable<(float[] Input, float[] Target)> Streamed(ArrayDataset data)
    {
        float[] whole = new float[5], target = new float[1];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyInput(i, whole);
            data.CopyTarget(i, target);
            yield return (whole[..data.Timesteps(i)!.Value], target);
        }
    }

    private static (float Loss, float[] Gradients) Gradients<TModel>(TModel model, float[] inputs, float[] targets, int[] lengths)
        where TModel : class, ISequenceModel<TModel>
    {
        using var trainer = new Trainer<TModel>(model, Options<TModel>());
        float loss = trainer.ComputeGradients(inputs, targets, lengths: lengths);
        return (loss, trainer.Gradients.ToArray());
    }

    private static void Refused(string message, Func<object?> action) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => action()).Message, StringComparison.Ordinal);
}
