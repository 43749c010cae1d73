using System;
using System.Linq;
using System.Threading;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void GradientsAreThoseOfTheBatchMean()
    {
        CheckGradients<LinearShape>(Loss.MeanSquaredError, 45);
        CheckGradients<LinearShape>(Loss.Huber(0.3), 33);
        CheckGradients<DropoutShape>(Loss.MeanSquaredError, 45);
        CheckGradients<PenalizedShape>(Loss.MeanSquaredError, 45);
        CheckGradients<SoftmaxShape>(Loss.CategoricalCrossentropyWith(labelSmoothing: 0.1), 40);
        CheckGradients<SequenceShape>(Loss.KlDivergence, 20);
        CheckGradients<SigmoidShape>(Loss.MeanSquaredError, 40);
        CheckGradients<SigmoidShape>(Loss.BinaryCrossentropy, 70);
        CheckGradients<SoftmaxShape>(Loss.CategoricalCrossentropy, 40);
        CheckGradients<SoftmaxShape>(Loss.MeanSquaredError, 40);
        CheckGradients<SequenceShape>(Loss.BinaryCrossentropy, 40);
        CheckGradients<SequenceShape>(Loss.MeanSquaredError, 7);
    }

    [Fact]
    public void TheLossHasThePenalties()
    {
        var model = new DenseModel<PenalizedShape>(seed: 2);
        using var trainer = NewTrainer(model, Loss.MeanSquaredError, new Sgd());
        float[] inputs = Samples.Uniform(20 * 6, 5);
        float[] outputs = new float[40];
        model.PredictBatch(inputs, outputs);
        float[] kernel = model.Parameters[..12].ToArray();
        model.Parameters[12..].Fill(0); // biases have no penalty
        double penalty = kernel.Sum(w => 0.1 * Math.Abs(w) + 0.3 * w * w);
        Assert.Equal(penalty, trainer.Evaluate(inputs, outputs), 1e-6);
        Assert.Equal(penalty, trainer.Step(inputs, outputs), 1e-6);
    }

    [Fact]
    public void FusedAndUnfusedLossesAgree()
    {
        // Softmax and categorical crossentropy: fused here; the other computes the same from the probabilities.
        var model = new DenseModel<SoftmaxShape>(seed: 2);
        float[] inputs = Samples.Uniform(20 * 6, 5);
        float[] targets = OneHot(20, 3);
        using var trainer = NewTrainer(model, Loss.CategoricalCrossentropy, new Sgd());
        float fused = trainer.Evaluate(inputs, targets);

        float[] outputs = new float[60];
        model.PredictBatch(inputs, outputs);
        Assert.Equal(Loss.CategoricalCrossentropy.Compute(outputs, targets, 3, 1, default) / 20, fused, 1e-5);
    }

    [Fact]
    public void MetricsSeeActivatedOutputs()
    {
        var model = new DenseModel<SigmoidShape>(seed: 2);
        float[] inputs = Samples.Uniform(50 * 6, 5);
        float[] outputs = new float[50];
        model.PredictBatch(inputs, outputs);
        float[] targets = [.. outputs.Select((o, i) => i < 40 == o > 0.5f ? 1f : 0f)];
        using var trainer = new Trainer<DenseModel<SigmoidShape>>(model, new TrainerOptions
        {
            Loss = Loss.BinaryCrossentropy, Optimizer = new Sgd(), BatchSize = 50, Metrics = { Metric.Accuracy },
        });
        trainer.Evaluate(inputs, targets);
        Assert.Equal(40 / 50.0, trainer.Metrics[0], 1e-12);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(1500)]
    public void ThreadsDoNotChangeABit(int batchSize)
    {
        float[] expected = TrainOn<DropoutShape>(1, batchSize);
        Assert.Equal(expected, TrainOn<DropoutShape>(2, batchSize));
        Assert.Equal(expected, TrainOn<DropoutShape>(3, batchSize));
        Assert.Equal(expected, TrainOn<DropoutShape>(16, batchSize));
    }

    [Fact]
    public void TheSeedChoosesTheMasks()
    {
        Assert.Equal(TrainOn<DropoutShape>(1, 32, seed: 7), TrainOn<DropoutShape>(1, 32, seed: 7));
        Assert.NotEqual(TrainOn<DropoutShape>(1, 32, seed: 7), TrainOn<DropoutShape>(1, 32, seed: 8));
    }

    [Fact]
    public void TensorsThatAreNotTrainableStay()
    {
        var model = new DenseModel<FrozenBiasShape>();
        model.Parameters[6] = 0.25f;
        float kernel = model.Parameters[0];
        using var trainer = NewTrainer(model, Loss.MeanSquaredError, new Adam());
        trainer.Step(Samples.Uniform(60, 1), Samples.Uniform(10, 2));

        Assert.Equal(0.25f, model.Parameters[6]);
        Assert.NotEqual(kernel, model.Parameters[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AStepAllocatesNothing(int threads)
    {
        var model = new DenseModel<SigmoidShape>();
        using var trainer = new Trainer<DenseModel<SigmoidShape>>(model, new TrainerOptions
        {
            Loss = Loss.BinaryCrossentropy, Optimizer = new Adam(), BatchSize = 64, Threads = threads, Metrics = { Metric.Accuracy },
        });
        float[] inputs = Samples.Uniform(64 * 6, 1);
        float[] targets = [.. Samples.Uniform(64, 2).Select(t => t > 0 ? 1f : 0f)];
        Allocations.None(1000, () => trainer.Step(inputs, targets));
        Assert.True(trainer.Steps >= 1003);
    }

    [Fact]
    public void ThreadsThatSleepWakeForTheNextStep()
    {
        var model = new DenseModel<LinearShape>();
        using var trainer = NewTrainer(model, Loss.MeanSquaredError, new Sgd(), batchSize: 128, threads: 3);
        float[] inputs = Samples.Uniform(128 * 6, 1);
        float[] targets = Samples.Uniform(128, 2);
        float last = float.PositiveInfinity;
        for (int i = 0; i < 20; i++)
        {
            float loss = trainer.Step(inputs, targets);
            Assert.True(loss < last);
            last = loss;
            Thread.Sleep(3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnErrorInAShardReachesTheCallerAndLeavesTheParameters(int threads)
    {
        var model = new DenseModel<FailingShape>();
        using var trainer = NewTrainer(model, Loss.MeanSquaredError, new Sgd(), batchSize: 128, threads: threads);
        float[] inputs = Samples.Uniform(128 * 6, 1);
        float[] targets = Samples.Uniform(128, 2);
        float[] before = model.Parameters.ToArray();
        DenseModel<FailingShape>.OnForward = row =>
        {
            if (row == 96)
            {
                throw new NotSupportedException("row 96");
            }
        };
        try
        {
            Assert.Equal("row 96", Assert.Throws<NotSupportedException>(() => trainer.Step(inputs, targets)).Message);
        }
        finally
        {
            DenseModel<FailingShape>.OnForward = null;
        }
        Assert.Equal(before, model.Parameters.ToArray());
        Assert.Equal(0, trainer.Steps);
        trainer.Step(inputs, targets);
        Assert.NotEqual(before, model.Parameters.ToArray());
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        var model = new DenseModel<LinearShape>();
        using var trainer = NewTrainer(model, Loss.MeanSquaredError, new Sgd(), batchSize: 4);
        var error = Assert.Throws<ArgumentException>("inputs", () => trainer.Step(new float[7], new float[1]));
        Assert.Contains("inputs has 7 values; expected 1 to 4 samples of [3, 2]", error.Message);
        Assert.Throws<ArgumentException>("inputs", () => trainer.Step([], []));
        Assert.Throws<ArgumentException>("inputs", () => trainer.Step(new float[30], new float[5]));
        error = Assert.Throws<ArgumentException>("targets", () => trainer.Step(new float[24], new float[3]));
        Assert.Contains("targets has 3 values; 4 samples of 1 outputs need 4", error.Message);

        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => NewTrainer(model, Loss.MeanSquaredError, new Sgd(), batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => NewTrainer(model, Loss.MeanSquaredError, new Sgd(), threads: 0));
        Assert.Throws<ArgumentException>("metrics", () => new Trainer<DenseModel<LinearShape>>(model, new TrainerOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), Metrics = { Metric.Accuracy, Metric.Accuracy },
        }));
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Step(new float[6], new float[1]));
    }

    private static Trainer<DenseModel<TShape>> NewTrainer<TShape>(
        DenseModel<TShape> model, Loss loss, Optimizer optimizer, int batchSize = 100, int threads = 1, int seed = 0)
        where TShape : IDenseShape =>
        new(model, new TrainerOptions { Loss = loss, Optimizer = optimizer, BatchSize = batchSize, Threads = threads, Seed = seed });

    private static float[] TrainOn<TShape>(int threads, int batchSize, int seed = 0) where TShape : IDenseShape
    {
        var model = new DenseModel<TShape>(seed: 1);
        using var trainer = NewTrainer(model, Loss.MeanAbsoluteError, new Adam(), batchSize, threads, seed);
        float loss = 0;
        for (int step = 0; step < 30; step++)
        {
            int rows = step % 3 == 2 ? batchSize - 17 : batchSize; // a ragged batch now and then
            float[] inputs = Samples.Uniform(rows * 6, (ulong)step);
            loss += trainer.Step(inputs, Samples.Uniform(rows * DenseModel<TShape>.OutputLength, (ulong)step + 99));
        }
        return [.. model.Parameters, .. trainer.Gradients, loss];
    }

    private static void CheckGradients<TShape>(Loss loss, int rows) where TShape : IDenseShape
    {
        var model = new DenseModel<TShape>(seed: 6);
        using var trainer = NewTrainer(model, loss, new Sgd());
        float[] inputs = Samples.Uniform(rows * 6, 3);
        float[] targets = typeof(TShape) == typeof(SoftmaxShape)
            ? OneHot(rows, 3)
            : [.. Samples.Uniform(rows * DenseModel<TShape>.OutputLength, 4).Select(Math.Abs)];
        trainer.ComputeGradients(inputs, targets);
        float[] gradients = trainer.Gradients.ToArray();
        for (int i = 0; i < gradients.Length; i++)
        {
            const float step = 1e-2f;
            float value = model.Parameters[i];
            model.Parameters[i] = value + step;
            double above = trainer.ComputeGradients(inputs, targets);
            model.Parameters[i] = value - step;
            double below = trainer.ComputeGradients(inputs, targets);
            model.Parameters[i] = value;
            Assert.Equal((above - below) / (2 * step), gradients[i], 5e-4);
        }
    }

    private static float[] OneHot(int rows, int classes) =>
        [.. Enumerable.Range(0, rows * classes).Select(i => i / classes % classes == i % classes ? 1f : 0f)];
}
