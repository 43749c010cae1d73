using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

[SequenceModel(5, 3, VariableLength = true), Gru(4, ReturnSequences = true), Dense(3, Activation = Activation.Softmax)]
internal sealed partial class AnyTags;

[SequenceModel(5, 3), Gru(4, ReturnSequences = true), Dense(3, Activation = Activation.Softmax)]
internal sealed partial class FiveTags;

[SequenceModel(2, 3), Gru(4, ReturnSequences = true), Dense(3, Activation = Activation.Softmax)]
internal sealed partial class TwoTags;

[SequenceModel(4, 2), Masking(0), Lstm(3, ReturnSequences = true), Dense(2)]
internal sealed partial class PaddedSeries;

[SequenceModel(6, VariableLength = true), Embedding(9, 5, MaskZero = true), BatchNormalization, Gru(3, ReturnSequences = true, Direction = Direction.Reverse), Dense(2)]
internal sealed partial class PaddedWords;

[SequenceModel(6, VariableLength = true), Embedding(9, 17, MaskZero = true), GlobalAveragePooling1D, Dense(2)]
internal sealed partial class BagOfWords;

/// <summary>Timesteps of the output that are padding count in no loss and no metric; alone, because allocations are counted.</summary>
[Collection(nameof(AllocationTests))]
public sealed class PaddedOutputTests
{
    [Fact]
    public void Loss_gradients_and_metrics_are_those_of_the_timesteps_that_count()
    {
        int[] lengths = [5, 2, 2, 5, 2];
        float[] inputs = Samples.Uniform(5 * 15, 1), targets = [.. Enumerable.Range(0, 25).Select(i => (float)(i % 3))];
        double[] sum = new double[AnyTags.ParameterCount];
        double loss = 0, right = 0;
        for (int i = 0; i < 5; i++)
        {
            float[] input = inputs[(i * 15)..(i * 15 + lengths[i] * 3)], target = targets[(i * 5)..(i * 5 + lengths[i])];
            (double one, float[] gradients, double accuracy) = lengths[i] == 2 ? Gradients(new TwoTags(3), input, target) : Gradients(new FiveTags(3), input, target);
            loss += one * lengths[i] / 16;
            right += accuracy * lengths[i] / 16;
            sum = [.. sum.Zip(gradients, (a, b) => a + b * lengths[i] / 16)];
        }
        (double actual, float[] all, double share) = Gradients(new AnyTags(3), inputs, targets, lengths);
        Assert.Equal(loss, actual, 1e-6);
        Assert.Equal(right, share, 1e-12);
        Assert.All(sum.Zip(all), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Contains(all, gradient => Math.Abs(gradient) > 1e-2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Gradients_are_the_derivatives_of_the_weighted_mean_over_what_counts(int weightsPerSample)
    {
        const string Source = "[SequenceModel(4, 2), Masking(0), Lstm(3, ReturnSequences = true), Dense(2)]";
        DoubleModel model = GradientSuite.Compile([Source])[Source];
        (float[] inputs, bool[] counts) = Padded();
        float[] targets = Samples.Uniform(5 * 8, 2), weights = [.. Samples.Uniform(5 * weightsPerSample, 3).Select(Math.Abs)];
        var series = new PaddedSeries(4);
        using var trainer = Trainer(series, Loss.MeanSquaredError, batchSize: 5);
        double actual = trainer.ComputeGradients(inputs, targets, weights);
        double[] parameters = [.. series.Parameters.ToArray().Select(p => (double)p)], ins = [.. inputs.Select(x => (double)x)];
        Assert.Equal(Expected(), actual, 1e-6);
        for (int i = 0; i < parameters.Length; i++)
        {
            double value = parameters[i];
            parameters[i] = value + 1e-6;
            double above = Expected();
            parameters[i] = value - 1e-6;
            double below = Expected();
            parameters[i] = value;
            Assert.Equal((above - below) / 2e-6, trainer.Gradients[i], 1e-6);
        }

        double Expected()
        {
            double[] outputs = new double[5 * 8];
            model.Run(5, parameters, ins, outputs);
            double total = 0;
            for (int row = 0; row < 20; row++)
            {
                double weight = weightsPerSample == 0 ? 1 : weights[weightsPerSample == 1 ? row / 4 : row];
                total += counts[row] ? weight * Enumerable.Range(2 * row, 2).Average(k => Math.Pow(outputs[k] - targets[k], 2)) : 0;
            }
            return total / counts.Count(c => c);
        }
    }

    [Fact]
    public void Nothing_but_padding_has_no_loss_and_no_gradients()
    {
        using var trainer = Trainer(new PaddedSeries(4), Loss.MeanAbsoluteError, batchSize: 2);
        Assert.Equal(0, trainer.ComputeGradients(new float[16], Samples.Uniform(16, 1)));
        Assert.Equal(new float[PaddedSeries.ParameterCount], trainer.Gradients.ToArray());
    }

    [Fact]
    public void Threads_train_to_the_same_bits_and_Evaluate_takes_the_mean_over_what_counts()
    {
        (PaddedSeries one, double[] losses) = Trained(1);
        (PaddedSeries two, double[] same) = Trained(2);
        Assert.Equal(one.Parameters, two.Parameters);
        Assert.Equal(losses, same);
        Assert.True(losses[^1] < losses[0]);

        (ArrayDataset data, bool[] counts, float[] targets) = Series();
        float[] outputs = one.Predict(data);
        double expected = Enumerable.Range(0, outputs.Length).Where(i => counts[i / 2]).Average(i => Math.Abs((double)outputs[i] - targets[i]));
        Evaluation all = one.Evaluate(data, new EvaluateOptions { Loss = Loss.MeanAbsoluteError, Metrics = [Metric.MeanAbsoluteError], BatchSize = 100 });
        Assert.Equal(expected, all.Loss, 1e-6);
        Assert.Equal(expected, all.Metrics["mean_absolute_error"], 1e-6);
        Evaluation threaded = one.Evaluate(data, new EvaluateOptions { Loss = Loss.MeanAbsoluteError, BatchSize = 100, Threads = 2 });
        Assert.Equal(all.Loss, threaded.Loss);
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        (float[] inputs, _) = Padded();
        float[] targets = Samples.Uniform(40, 2), weights = Samples.Uniform(20, 3);
        using var trainer = Trainer(new PaddedSeries(4), Loss.MeanSquaredError, batchSize: 5);
        Allocations.None(1_000, () =>
        {
            trainer.Step(inputs, targets);
            trainer.Evaluate(inputs, targets, weights);
        });
    }

    [Fact]
    public void One_sample_gives_the_bits_of_many_whatever_its_padding()
    {
        Check(new PaddedWords(5));
        Check(new BagOfWords(5));

        static void Check<TModel>(TModel model) where TModel : class, ISequenceModel<TModel>
        {
            Samples.Uniform(TModel.ParameterCount, 6).Select(Math.Abs).ToArray().CopyTo(model.Parameters);
            float[] tokens = [1, 0, 3, 4, 0, 5, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 1, 2, 3, 6, 5, 4, 3, 2, 1];
            int[] lengths = [6, 3, 6, 4, 1];
            float[] many = new float[5 * TModel.OutputLength], one = new float[many.Length];
            SequenceModel.PredictBatch(model, tokens, lengths, many);
            for (int i = 0; i < 5; i++)
            {
                model.Predict(tokens.AsSpan(i * 6, lengths[i]), one.AsSpan(i * TModel.OutputLength, TModel.OutputLength));
            }
            Assert.Equal(one, many);
            Assert.True(one.All(float.IsFinite));
        }
    }

    private static (PaddedSeries Model, double[] Losses) Trained(int threads)
    {
        var model = new PaddedSeries(1);
        History history = model.Fit(Series().Data, new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(0.01), BatchSize = 100, Epochs = 5, Threads = threads, Metrics = { Metric.MeanAbsoluteError },
        });
        return (model, [.. history.Epochs.Select(epoch => epoch.Metrics["loss"])]);
    }

    // Five samples: whole, padded on either side, with a hole, and nothing but padding.
    private static (float[] Inputs, bool[] Counts) Padded(int samples = 5)
    {
        string[] patterns = ["1111", "0011", "1000", "1011", "0000"];
        bool[] counts = [.. Enumerable.Range(0, samples).SelectMany(i => patterns[i % 5]).Select(c => c == '1')];
        float[] inputs = [.. Samples.Uniform(samples * 8, 1).Select((x, i) => counts[i / 2] ? x : 0)];
        return (inputs, counts);
    }

    private static (ArrayDataset Data, bool[] Counts, float[] Targets) Series()
    {
        (float[] inputs, bool[] counts) = Padded(100);
        float[] targets = [.. inputs.Select((x, i) => counts[i / 2] ? x / 2 : 100)];
        return (new ArrayDataset(inputs, targets, 8, 8), counts, targets);
    }

    private static Trainer<TModel> Trainer<TModel>(TModel model, Loss loss, int batchSize) where TModel : class, ISequenceModel<TModel> =>
        new(model, new TrainerOptions { Loss = loss, Optimizer = new Adam(), BatchSize = batchSize, Metrics = [Metric.MeanAbsoluteError] });

    private static (double Loss, float[] Gradients, double Accuracy) Gradients<TModel>(
        TModel model, float[] inputs, float[] targets, ReadOnlySpan<int> lengths = default) where TModel : class, ISequenceModel<TModel>
    {
        using var trainer = new Trainer<TModel>(
            model, new TrainerOptions { Loss = Loss.SparseCategoricalCrossentropy, Optimizer = new Adam(), Metrics = [Metric.Accuracy] });
        double loss = trainer.ComputeGradients(inputs, targets, lengths: lengths);
        return (loss, trainer.Gradients.ToArray(), trainer.Metrics[0]);
    }
}
