using System;
using System.Numerics;

namespace SeqGen.Training;

/// <summary>Adam with Nesterov's momentum (Dozat 2015). Keras: Nadam.</summary>
/// <remarks>
/// <para>m ← m + (g - m)(1 - β1), v ← v + (g² - v)(1 - β2)</para>
/// <para>With u(t) = β1 (1 - 0.96^t / 2) and U(t) = u(1) u(2) ... u(t) at step t:</para>
/// <para>w ← w - lr (u(t + 1) m / (1 - U(t + 1)) + (1 - u(t)) g / (1 - U(t))) / (√(v / (1 - β2^t)) + ε)</para>
/// <para>PyTorch has 0.96^(0.004 t) in u.</para>
/// </remarks>
/// <param name="learningRate">lr.</param>
public sealed class Nadam(double learningRate = 0.001) : Optimizer(learningRate)
{
    private const double Decay = 0.96;

    // Products of 1 - 0.96^i / 2 for i up to t: beyond the table's end the factors are 1 to the last bit.
    private static readonly double[] s_products = CreateProducts();

    private readonly double _beta1 = 0.9;
    private readonly double _beta2 = 0.999;
    private readonly double _epsilon = 1e-7;

    /// <summary>Takes the learning rate of each batch from a schedule.</summary>
    /// <param name="schedule">lr by batch.</param>
    public Nadam(LearningRateSchedule schedule) : this() => Schedule = schedule;

    /// <summary>β1, in [0, 1); 0.9 by default.</summary>
    public double Beta1
    {
        get => _beta1;
        init => _beta1 = CheckRate(value, nameof(Beta1));
    }

    /// <summary>β2, in [0, 1); 0.999 by default.</summary>
    public double Beta2
    {
        get => _beta2;
        init => _beta2 = CheckRate(value, nameof(Beta2));
    }

    /// <summary>ε; 1e-7 by default.</summary>
    public double Epsilon
    {
        get => _epsilon;
        init => _epsilon = CheckEpsilon(value, nameof(Epsilon));
    }

    /// <inheritdoc/>
    public override int Slots => 2;

    /// <inheritdoc/>
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset)
    {
        Span<float> firsts = state.Slot(0, offset, parameters.Length);
        Span<float> seconds = state.Slot(1, offset, parameters.Length);
        (float ofMean, float ofGradient, float correction) = state.Factors;
        float part1 = (float)(1 - _beta1);
        float part2 = (float)(1 - _beta2);
        float epsilon = (float)_epsilon;

        int i = 0;
        for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradients[i..]);
            var m = new Vector<float>(firsts[i..]);
            var v = new Vector<float>(seconds[i..]);
            m += (g - m) * part1;
            v += (g * g - v) * part2;
            m.CopyTo(firsts[i..]);
            v.CopyTo(seconds[i..]);
            Vector<float> step = (ofMean * m + ofGradient * g) / (Vector.SquareRoot(v * correction) + new Vector<float>(epsilon));
            (new Vector<float>(parameters[i..]) - step).CopyTo(parameters[i..]);
        }
        for (; i < parameters.Length; i++)
        {
            float g = gradients[i];
            float m = firsts[i] + (g - firsts[i]) * part1;
            float v = seconds[i] + (g * g - seconds[i]) * part2;
            firsts[i] = m;
            seconds[i] = v;
            parameters[i] -= (ofMean * m + ofGradient * g) / (MathF.Sqrt(v * correction) + epsilon);
        }
    }

    internal override StepFactors FactorsOf(OptimizerState state)
    {
        long t = state.Step;
        return new StepFactors(
            (float)(state.LearningRate * Momentum(t + 1) / (1 - Product(t + 1))),
            (float)(state.LearningRate * (1 - Momentum(t)) / (1 - Product(t))),
            (float)(1 / (1 - Math.Pow(_beta2, t))));
    }

    private double Momentum(long t) => _beta1 * (1 - 0.5 * Math.Pow(Decay, t));

    private double Product(long t) => Math.Pow(_beta1, t) * s_products[Math.Min(t, s_products.Length - 1)];

    private static double[] CreateProducts()
    {
        double[] products = new double[1001];
        products[0] = 1;
        for (int i = 1; i < products.Length; i++)
        {
            products[i] = products[i - 1] * (1 - 0.5 * Math.Pow(Decay, i));
        }
        return products;
    }
}
