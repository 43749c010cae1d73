using System;
using System.Linq;
using SeqGen.Data;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>Training of compiled models.</summary>
public sealed class TrainingTests : ModelTheory
{
    [Theory]
    [MemberData(nameof(Models))]
    public void Threads_do_not_change_a_bit(string model) => Run(model, nameof(CheckThreads));

    private static void CheckThreads<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        (int BatchSize, int Rows)[] batches = [(33, 33), (100, 71), (1, 1), (31, 31), (32, 32), (64, 64), (100, 100), (100, 1), (600, 150)];
        foreach ((int batchSize, int rows) in IsLarge<TModel>() ? batches[..2] : batches)
        {
            float[] expected = TrainTwoSteps<TModel>(batchSize, rows, 1);
            Assert.All(expected, value => Assert.True(float.IsFinite(value)));
            Assert.Equal(expected, TrainTwoSteps<TModel>(batchSize, rows, 2));
            Assert.Equal(expected, TrainTwoSteps<TModel>(batchSize, rows, 3));
        }
    }

    // Parameters and losses.
    private static float[] TrainTwoSteps<TModel>(int batchSize, int rows, int threads) where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        var optimizer = new Sgd(0.05) { Momentum = 0.9 };
        using var trainer = new Trainer<TModel>(
            model, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = optimizer, BatchSize = batchSize, Threads = threads });
        float[] losses = [.. Enumerable.Range(0, 2).Select(step => trainer.Step(
            Inputs<TModel>(rows, seed: step), Values(rows * TModel.OutputLength, 10 + step, 1)))];
        return [.. model.Parameters, .. losses];
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_do_not_depend_on_how_a_batch_is_cut(string model) => Run(model, nameof(CheckShards));

    private static void CheckShards<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        // 3 shards of 32 rows, and one of 96: the same rows must drop the same values.
        float[] sharded = Gradients<TModel>(96), whole = Gradients<TModel>(1536);
        Assert.All(whole.Zip(sharded), pair => Assert.Equal(pair.First, pair.Second, 2e-5f + (2e-5f * Math.Abs(pair.First))));
    }

    private static float[] Gradients<TModel>(int batchSize) where TModel : class, ISequenceModel<TModel>
    {
        using var trainer = new Trainer<TModel>(
            Create<TModel>(), new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = batchSize });
        float loss = trainer.ComputeGradients(Inputs<TModel>(96), Values(96 * TModel.OutputLength, 10, 1));
        return [.. trainer.Gradients, loss];
    }

    [Fact]
    public void Each_step_and_each_seed_drops_other_values()
    {
        float[] inputs = Inputs<Lstm32Dropout>(40), targets = Values(40, 3, 1);
        using Trainer<Lstm32Dropout> trainer = CreateTrainer(0), same = CreateTrainer(0), other = CreateTrainer(1);
        float first = trainer.ComputeGradients(inputs, targets);
        Assert.Equal(first, trainer.ComputeGradients(inputs, targets));
        Assert.Equal(first, same.ComputeGradients(inputs, targets));
        Assert.NotEqual(first, other.ComputeGradients(inputs, targets));

        // A step so small that it changes no parameter.
        trainer.Step(inputs, targets);
        Assert.NotEqual(first, trainer.ComputeGradients(inputs, targets));
        Assert.Equal(trainer.Evaluate(inputs, targets), other.Evaluate(inputs, targets));

        static Trainer<Lstm32Dropout> CreateTrainer(int seed) => new(
            Create<Lstm32Dropout>(), new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(1e-30), BatchSize = 40, Seed = seed });
    }

    [Fact]
    public void A_sine_wave_is_learned()
    {
        Assert.InRange(FitSine(new Lstm7(1)), 0, 2e-3);
        Assert.InRange(FitSine(new Lstm32(1)), 0, 1e-3);
        Assert.InRange(FitSine(new Lstm32Dropout(1)), 0, 2e-2);
    }

    // The validation loss after training, of waves whose mean square is 1/2.
    private static double FitSine<TModel>(TModel model) where TModel : class, ISequenceModel<TModel>
    {
        float[] wave = [.. Enumerable.Range(0, 407).Select(i => MathF.Sin(i * 0.3f))];
        float[] inputs = [.. Enumerable.Range(0, 400).SelectMany(i => wave[i..(i + 7)])];
        History history = model.Fit(new ArrayDataset(inputs, wave[7..], 7, 1), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(0.01), Epochs = 20, ValidationSplit = 0.2, Threads = 2,
        });
        Assert.True(history.Loss[^1] < history.Loss[0] / 5);
        return history.ValidationLoss[^1];
    }

    [Fact]
    public void A_sigmoid_learns_which_sequences_rise()
    {
        float[] inputs = Inputs<Detector>(800);
        float[] targets = [.. Enumerable.Range(0, 800).Select(i => inputs[(i * 8) + 7] > inputs[i * 8] ? 1f : 0)];
        Assert.InRange(FitClasses(new Detector(1), inputs, targets), 0.93, 1);
    }

    [Fact]
    public void A_softmax_learns_four_classes()
    {
        float[] inputs = Inputs<ClassifierWithoutDropout>(800), targets = new float[4 * 800];
        for (int i = 0; i < 800; i++)
        {
            int quadrant = (inputs[(i * 12) + 4] > 0 ? 1 : 0) + (inputs[(i * 12) + 11] > 0 ? 2 : 0);
            targets[(4 * i) + quadrant] = 1;
        }
        Assert.InRange(FitClasses(new ClassifierWithoutDropout(1), inputs, targets), 0.9, 1);
    }

    private static double FitClasses<TModel>(TModel model, float[] inputs, float[] targets) where TModel : class, ISequenceModel<TModel>
    {
        var data = new ArrayDataset(inputs, targets, TModel.Timesteps * TModel.Features, TModel.OutputLength);
        Loss loss = TModel.OutputLength == 1 ? Loss.BinaryCrossentropy : Loss.CategoricalCrossentropy;
        model.Fit(data, new FitOptions { Loss = loss, Optimizer = new Adam(0.01), Epochs = 30, Threads = 2 });
        return model.Evaluate(data, loss, Metric.Accuracy).Metrics["accuracy"];
    }
}
