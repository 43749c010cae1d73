using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

/// <summary>Whole steps: accumulation, clipping, decay, update, averages.</summary>
public class OptimizerGoldenTests
{
    private static readonly Dictionary<string, Optimizer> s_optimizers = new()
    {
        ["Adam"] = new Adam(0.01),
        ["AdamW"] = new AdamW(0.01),
        ["Nadam"] = new Nadam(0.01),
        ["Adagrad"] = new Adagrad(0.01),
        ["Adagrad from 0.5"] = new Adagrad(0.01) { InitialAccumulatorValue = 0.5 },
        ["Sgd, weight decay"] = new Sgd { WeightDecay = 0.3 },
        ["Sgd, weight decay of the kernel"] = new Sgd
        {
            WeightDecay = 0.3, ExcludeFromWeightDecay = t => t.Name.EndsWith("bias", StringComparison.Ordinal),
        },
        ["Sgd, clip value"] = new Sgd { ClipValue = 0.5 },
        ["Sgd, clip norm"] = new Sgd { ClipNorm = 0.9 },
        ["Sgd, global clip norm"] = new Sgd { GlobalClipNorm = 0.9 },
        ["Adam, accumulation"] = new Adam(0.01) { GradientAccumulationSteps = 2 },
        ["Adam, accumulation, schedule"] = new Adam(Falling) { GradientAccumulationSteps = 3 },
        ["Adam, schedule"] = new Adam(Falling),
        ["Adam, ema"] = new Adam(0.01) { UseEma = true, EmaMomentum = 0.8 },
        ["Adam, accumulation, ema"] = new Adam(0.01) { UseEma = true, EmaMomentum = 0.8, GradientAccumulationSteps = 2 },
        ["Adam, all"] = new Adam(Falling)
        {
            WeightDecay = 0.1, ExcludeFromWeightDecay = t => t.Name == "layer0/bias", GlobalClipNorm = 0.5, GradientAccumulationSteps = 2,
        },
    };

    public static TheoryData<string> Names => [.. ToolkitGoldens.Value.Optimizers.Steps.Keys];

    private static LearningRateSchedule Falling => new InverseTimeDecay(0.1, 1, 0.5);

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsAreThoseOfKeras(string name)
    {
        OptimizerGoldens goldens = ToolkitGoldens.Value.Optimizers;
        Optimizer optimizer = s_optimizers[name];
        var model = new GradientModel();
        goldens.Start.CopyTo(model.Parameters);
        using var trainer = new Trainer<GradientModel>(
            model, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = optimizer, BatchSize = 1 });
        for (int step = 0; step < goldens.Gradients.Length; step++)
        {
            trainer.Step(goldens.Gradients[step], [0]);
            if (!optimizer.UseEma)
            {
                Near(goldens.Steps[name][step], model.Parameters);
            }
        }
        if (optimizer.UseEma)
        {
            trainer.ApplyAverages();
            Near(goldens.Steps[name][^1], model.Parameters);
        }
        Assert.Equal(goldens.Gradients.Length, trainer.Steps);
    }

    [Fact]
    public void OnlyOneKindOfClippingMayBeSet()
    {
        var error = Assert.Throws<ArgumentException>("GlobalClipNorm", () => new Adam { ClipNorm = 1, GlobalClipNorm = 1 });
        Assert.Contains("ClipNorm is set already; only one of ClipValue, ClipNorm and GlobalClipNorm", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>("ClipValue", () => new Sgd { ClipValue = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new Sgd { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("EmaMomentum", () => new Sgd { EmaMomentum = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("GradientAccumulationSteps", () => new Sgd { GradientAccumulationSteps = 0 });
    }

    [Fact]
    public void KerasDefaults()
    {
        Assert.Equal((0.001, 0.004), (new AdamW().LearningRate, new AdamW().WeightDecay));
        Assert.Equal(0.01, new AdamW { WeightDecay = 0.01 }.WeightDecay);
        Assert.Equal((0.001, 0.9, 0.999, 1e-7), (new Nadam().LearningRate, new Nadam().Beta1, new Nadam().Beta2, new Nadam().Epsilon));
        Assert.Equal((0.001, 0.1, 1e-7), (new Adagrad().LearningRate, new Adagrad().InitialAccumulatorValue, new Adagrad().Epsilon));
        var adam = new Adam();
        Assert.Equal((0, 0.99, 1, false), (adam.WeightDecay, adam.EmaMomentum, adam.GradientAccumulationSteps, adam.UseEma));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NoStepAllocatesAndThreadsChangeNoBit(int threads)
    {
        var adam = new Adam(0.01) { ClipNorm = 0.1, WeightDecay = 0.1, GradientAccumulationSteps = 2, UseEma = true };
        float[] first = Train(adam, 1);
        Assert.Equal(first, Train(adam, threads));
        first = Train(new Nadam(new CosineDecay(0.01, 100)) { GlobalClipNorm = 0.1 }, 1);
        Assert.Equal(first, Train(new Nadam(new CosineDecay(0.01, 100)) { GlobalClipNorm = 0.1 }, threads));
    }

    private static float[] Train(Optimizer optimizer, int threads)
    {
        var model = new DenseModel<SoftmaxShape>(seed: 1);
        using var trainer = new Trainer<DenseModel<SoftmaxShape>>(model, new TrainerOptions
        {
            Loss = Loss.SparseCategoricalCrossentropy, Optimizer = optimizer, BatchSize = 96, Threads = threads,
            Metrics = { Metric.Accuracy },
        });
        float[] inputs = Samples.Uniform(96 * 6, 1);
        float[] targets = [.. Enumerable.Range(0, 96).Select(i => (float)(i % 3))];
        float[] weights = [.. Samples.Uniform(96, 2).Select(w => w + 1)];
        for (int i = 0; i < 51; i++)
        {
            trainer.Step(inputs, targets, weights);
        }
        float[] trained = model.Parameters.ToArray();
        Allocations.None(50, () => trainer.Step(inputs, targets, weights));
        return trained;
    }

    private static void Near(double[] expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 2e-6);
        }
    }
}
