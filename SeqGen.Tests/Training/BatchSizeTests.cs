using System;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class BatchSizeTests
{
    [Theory]
    [InlineData(10_000_000)]
    [InlineData(int.MaxValue)]
    public void MemoryIsThatOfTheSamplesAndNotOfTheBatchSize(int batchSize)
    {
        var expected = new DenseModel<LinearShape>(seed: 3);
        var actual = new DenseModel<LinearShape>(seed: 3);
        History history = Fit(expected, 5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        History same = Fit(actual, batchSize);
        Evaluation evaluation = Evaluate(actual, batchSize);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);

        Assert.Equal(expected.Parameters.ToArray(), actual.Parameters.ToArray());
        Assert.Equal(history.Loss, same.Loss);
        Assert.Equal(history.ValidationLoss, same.ValidationLoss);
        Assert.Equal(Evaluate(expected, 5).Loss, evaluation.Loss);
    }

    [Fact]
    public void ABatchThatNoMemoryHoldsIsRefused()
    {
        Refused("BatchSize", int.MaxValue, () => NewTrainer(int.MaxValue));
        Refused("BatchSize", int.MaxValue, () => new DenseModel<LinearShape>().Fit(
            Enumerable.Repeat((new float[6], new float[1]), 3), Options(int.MaxValue, null)));
        Refused("BatchSize", 1_000_000_000, () => new DenseModel<LinearShape>().Fit(new Endless(), Options(int.MaxValue, null)));
        Refused("BatchSize", 1_000_000_000, () => Evaluate(new DenseModel<LinearShape>(), int.MaxValue, new Endless()));
        Refused("streams", int.MaxValue, () => new GruChunks(1).CreateStreamTrainer(
            new TrainerOptions { Loss = Loss.SparseCategoricalCrossentropy, Optimizer = new Sgd() }, streams: int.MaxValue));
    }

    [Fact]
    public void MoreThreadsNeedMoreThanTheMachineHas()
    {
        // 16 workers of 3 GB: each buffer could be made, all together cannot be held.
        long machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (machine < 40_000_000_000)
        {
            Refused("BatchSize", 1_000_000_000, () => NewTrainer(1_000_000_000, threads: 16));
        }
    }

    private static void Refused(string argument, int value, Action call)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(argument, call);
        Assert.Equal(value, error.ActualValue);
        Assert.Contains("Use smaller ones", error.Message);
    }

    private static Trainer<DenseModel<SequenceShape>> NewTrainer(int batchSize, int threads = 1) => new(
        new DenseModel<SequenceShape>(),
        new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = batchSize, Threads = threads });

    private static History Fit(DenseModel<LinearShape> model, int batchSize) =>
        model.Fit(Samples.Linear(3), Options(batchSize, Samples.Linear(5, seed: 2)));

    private static Evaluation Evaluate(DenseModel<LinearShape> model, int batchSize, IDataset? data = null) =>
        model.Evaluate(data ?? Samples.Linear(5), new EvaluateOptions { Loss = Loss.MeanSquaredError, BatchSize = batchSize });

    private static FitOptions Options(int batchSize, IDataset? validation) => new()
    {
        Loss = Loss.MeanSquaredError, Optimizer = new Adam(), BatchSize = batchSize, Epochs = 4, Validation = validation,
    };

    private sealed class Endless : IDataset
    {
        public int Count => 1_000_000_000;

        public int InputLength => 6;

        public int TargetLength => 1;

        public void CopyInput(int index, Span<float> destination) => throw new NotSupportedException();

        public void CopyTarget(int index, Span<float> destination) => throw new NotSupportedException();
    }
}
