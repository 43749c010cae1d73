using System;
using System.Collections.Generic;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class ScheduleTests
{
    private static readonly Dictionary<string, LearningRateSchedule> s_schedules = new()
    {
        ["ExponentialDecay"] = new ExponentialDecay(0.1, 10, 0.5),
        ["ExponentialDecay, staircase"] = new ExponentialDecay(0.1, 10, 0.5, staircase: true),
        ["InverseTimeDecay"] = new InverseTimeDecay(0.1, 10, 0.5),
        ["InverseTimeDecay, staircase"] = new InverseTimeDecay(0.1, 10, 0.5, staircase: true),
        ["PolynomialDecay"] = new PolynomialDecay(0.1, 10, 0.01),
        ["PolynomialDecay, squared"] = new PolynomialDecay(0.1, 10, 0.01, power: 2),
        ["PolynomialDecay, cycle"] = new PolynomialDecay(0.1, 10, 0.01, power: 2, cycle: true),
        ["PiecewiseConstantDecay"] = new PiecewiseConstantDecay([3, 12], [0.1, 0.01, 0.001]),
        ["CosineDecay"] = new CosineDecay(0.1, 10, alpha: 0.05),
        ["CosineDecay, warm-up"] = new CosineDecay(0.01, 10, alpha: 0.05, warmupTarget: 0.2, warmupSteps: 4),
        ["CosineDecayRestarts"] = new CosineDecayRestarts(0.1, 4, mMul: 0.5, alpha: 0.1),
        ["CosineDecayRestarts, even"] = new CosineDecayRestarts(0.1, 4, tMul: 1, alpha: 0.1),
    };

    public static TheoryData<string> Names => [.. ToolkitGoldens.Value.Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void RatesAreThoseOfKeras(string name)
    {
        double[] expected = ToolkitGoldens.Value.Schedules[name];
        for (int step = 0; step < expected.Length; step++)
        {
            Assert.Equal(expected[step], s_schedules[name].At(step), 1e-12);
        }
    }

    [Fact]
    public void WarmUpLeadsToWhereTheOtherStarts()
    {
        var schedule = new LinearWarmup(4, new ExponentialDecay(0.1, 1, 0.5), startLearningRate: 0.02);
        double[] expected = [0.02, 0.04, 0.06, 0.08, 0.1, 0.05];
        for (int step = 0; step < expected.Length; step++)
        {
            Assert.Equal(expected[step], schedule.At(step), 1e-12);
        }
        Assert.Equal(0.3, new ConstantLearningRate(0.3).At(1_000_000));
    }

    [Fact]
    public void AScheduleAndASettableRateExcludeEachOther()
    {
        var optimizer = new RmsProp(new ConstantLearningRate(0.2));
        Assert.Equal(0.2, optimizer.LearningRate);
        var error = Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 0.1);
        Assert.Contains("comes from a ConstantLearningRate", error.Message);
        Callback[] callbacks = [new LearningRateScheduler((_, rate) => rate), new ReduceLearningRateOnPlateau("loss")];
        foreach (Callback callback in callbacks)
        {
            Assert.Throws<ArgumentException>("Optimizer", () => new DenseModel<LinearShape>().Fit(
                Samples.Linear(9), new FitOptions { Loss = Loss.MeanSquaredError, Optimizer = optimizer, Callbacks = { callback } }));
        }
    }

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>("decaySteps", () => new ExponentialDecay(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("initialLearningRate", () => new CosineDecay(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new ConstantLearningRate(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>("decayRate", () => new ExponentialDecay(1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("power", () => new PolynomialDecay(1, 1, power: -1));
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => new CosineDecay(1, 1, alpha: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("values", () => new PiecewiseConstantDecay([1], [1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>("tMul", () => new CosineDecayRestarts(1, 1, tMul: 0.5));
        Assert.Throws<ArgumentException>("values", () => new PiecewiseConstantDecay([1], [1]));
        Assert.Throws<ArgumentException>("boundaries", () => new PiecewiseConstantDecay([2, 2], [1, 2, 3]));
        Assert.Throws<ArgumentNullException>("Schedule", () => new Sgd((LearningRateSchedule)null!));
    }
}
