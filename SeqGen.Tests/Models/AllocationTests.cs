using System;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>Alone, so that what is counted for the whole process is this class's.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationCollection;

[Collection(nameof(AllocationTests))]
public sealed class AllocationTests : ModelTheory
{
    [Theory]
    [MemberData(nameof(Models))]
    public void Predict_allocates_nothing(string model) => Run(model, nameof(CheckPredict));

    private static void CheckPredict<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        float[] inputs = Inputs<TModel>(1), outputs = new float[TModel.OutputLength];
        Allocations.None(Calls<TModel>(1), () => model.Predict(inputs, outputs));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void PredictBatch_allocates_nothing(string model) => Run(model, nameof(CheckPredictBatch));

    private static void CheckPredictBatch<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        foreach (int samples in new[] { 3, 64 })
        {
            float[] inputs = Inputs<TModel>(samples), outputs = new float[samples * TModel.OutputLength];
            Allocations.None(Calls<TModel>(samples), () => model.PredictBatch(inputs, outputs));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Training_steps_allocate_nothing(string model) => Run(model, nameof(CheckStep));

    private static void CheckStep<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        float[] inputs = Inputs<TModel>(8), targets = Values(8 * TModel.OutputLength, 3, 1);
        var options = new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Adam(), BatchSize = 8, Metrics = [Metric.MeanAbsoluteError] };
        using var trainer = new Trainer<TModel>(Create<TModel>(), options);
        Allocations.None(Calls<TModel>(24), () => trainer.Step(inputs, targets));
    }

    [Fact]
    public void Training_steps_on_two_threads_allocate_nothing_on_either()
    {
        float[] inputs = Inputs<Lstm32Dropout>(100), targets = Values(100, 3, 1);
        using var trainer = new Trainer<Lstm32Dropout>(
            new Lstm32Dropout(), new TrainerOptions { Loss = Loss.MeanAbsoluteError, Optimizer = new RmsProp(), BatchSize = 100, Threads = 2 });
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 20 && least > 0; attempt++)
        {
            // The test host may allocate beside it, but not in every attempt.
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 20; i++)
            {
                trainer.Step(inputs, targets);
            }
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.Equal(0, least);
    }

    // 10,000, fewer where one call takes long.
    private static int Calls<TModel>(int samples) where TModel : class, ISequenceModel<TModel> =>
        (int)Math.Clamp(2e9 / ((double)samples * TModel.Timesteps * TModel.ParameterCount), 50, 10_000);
}
