using System;
using System.Collections.Generic;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class OptimizerTests
{
    private static readonly float[] Gradients = [0.5f, -0.2f, 0.1f];

    public static TheoryData<Optimizer, double[]> GoldenSteps => new()
    {
        { new Adam(), [.9990000063, .9986544025, .9982750129] },
        { new RmsProp(), [.9968377287, .9980663166, .9974319564] },
        { new Sgd { Momentum = 0.9 }, [.995, .9925, .98925] },
        { new Sgd { Momentum = 0.9, Nesterov = true }, [.9905, .99025, .986325] },
        { new Sgd(), [.995, .997, .996] },
    };

    public static TheoryData<Optimizer> Variants =>
    [
        new Sgd(0.1),
        new Sgd(0.1) { Momentum = 0.8 },
        new Sgd(0.1) { Momentum = 0.8, Nesterov = true },
        new RmsProp(),
        new RmsProp { Momentum = 0.9 },
        new RmsProp { Centered = true },
        new RmsProp { Centered = true, Momentum = 0.9, Rho = 0.8, Epsilon = 1e-3 },
        new Adam(),
        new Adam(0.01) { Beta1 = 0.5, Beta2 = 0.9, Epsilon = 1e-3 },
    ];

    [Theory]
    [MemberData(nameof(GoldenSteps))]
    public void TakesKerasSteps(Optimizer optimizer, double[] expected)
    {
        float[] w = [1];
        OptimizerState state = optimizer.CreateState(1);
        for (int step = 0; step < 3; step++)
        {
            state.Advance();
            optimizer.Update(w, Gradients.AsSpan(step, 1), state, 0);
            Assert.Equal(expected[step], w[0], 1e-7);
        }
    }

    [Fact]
    public void TinyGradientsShowWhereEpsilonStands()
    {
        var optimizer = new Adam();
        float[] w = [1];
        OptimizerState state = optimizer.CreateState(1);
        state.Advance();
        optimizer.Update(w, [1e-6f], state, 0);
        Assert.Equal(0.99976, w[0], 1e-5);

        var rms = new RmsProp();
        w = [1];
        state = rms.CreateState(1);
        state.Advance();
        rms.Update(w, [1e-6f], state, 0);
        Assert.Equal(0.9999968, w[0], 1e-7);
    }

    [Fact]
    public void CenteredRmsPropWithMomentumFollowsItsFormula()
    {
        var optimizer = new RmsProp(0.01) { Centered = true, Momentum = 0.9, Rho = 0.8, Epsilon = 1e-3 };
        OptimizerState state = optimizer.CreateState(1);
        float[] w = [1];
        double v = 0, a = 0, b = 0, expected = 1;
        foreach (float g in Gradients)
        {
            state.Advance();
            optimizer.Update(w, [g], state, 0);
            v = 0.8 * v + 0.2 * g * g;
            a = 0.8 * a + 0.2 * g;
            b = 0.9 * b + 0.01 * g / Math.Sqrt(v - a * a + 1e-3);
            expected -= b;
            Assert.Equal(expected, w[0], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryLengthAndRangeGivesTheSameBits(Optimizer optimizer)
    {
        const int length = 37;
        float[] start = Samples.Uniform(length, 1);
        float[] whole = [.. start];
        float[] parts = [.. start];
        OptimizerState wholeState = optimizer.CreateState(length);
        OptimizerState partState = optimizer.CreateState(length);
        for (int step = 0; step < 4; step++)
        {
            float[] gradients = Samples.Uniform(length, (ulong)step + 10);
            wholeState.Advance();
            partState.Advance();
            optimizer.Update(whole, gradients, wholeState, 0);
            foreach ((int from, int to) in new[] { (0, 1), (1, 4), (4, 23), (23, 37) })
            {
                optimizer.Update(parts.AsSpan(from..to), gradients.AsSpan(from..to), partState, from);
            }
        }
        Assert.Equal(whole, parts);
        Assert.NotEqual(start, whole);
        Assert.All(whole, w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void OneObjectServesSeveralTrainers()
    {
        var shared = new Adam(0.05);
        List<float[]> results = [];
        for (int i = 0; i < 2; i++)
        {
            var model = new DenseModel<LinearShape>(seed: 3);
            model.Fit(Samples.Linear(50), new FitOptions { Loss = Loss.MeanSquaredError, Optimizer = shared, Epochs = 3 });
            results.Add(model.Parameters.ToArray());
        }
        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("Beta1", () => new Adam { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Rho", () => new RmsProp { Rho = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new RmsProp { Epsilon = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new Sgd { Momentum = 1.5 });
    }
}
