using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeqGen.Training;

/// <summary>Adam (Kingma and Ba 2014), in the form before section 2.1 of the paper. Keras: Adam.</summary>
/// <remarks>
/// <para>m ← m + (g - m)(1 - β1), v ← v + (g² - v)(1 - β2)</para>
/// <para>w ← w - α m / (√v + ε), where α = lr √(1 - β2^t) / (1 - β1^t) at step t</para>
/// <para>PyTorch adds its ε to the corrected √v instead, which tells for tiny gradients.</para>
/// </remarks>
/// <param name="learningRate">lr.</param>
public class Adam(double learningRate = 0.001) : Optimizer(learningRate)
{
    private readonly double _beta1 = 0.9;
    private readonly double _beta2 = 0.999;
    private readonly double _epsilon = 1e-7;

    /// <summary>Takes the learning rate of each batch from a schedule.</summary>
    /// <param name="schedule">lr by batch.</param>
    public Adam(LearningRateSchedule schedule) : this() => Schedule = schedule;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset)
    {
        Span<float> firsts = state.Slot(0, offset, parameters.Length);
        Span<float> seconds = state.Slot(1, offset, parameters.Length);
        float alpha = state.Factors.First;
        float part1 = (float)(1 - _beta1);
        float part2 = (float)(1 - _beta2);
        float epsilon = (float)_epsilon;

        // Views as whole vectors spare the loop a bounds check for each load and store.
        Span<Vector<float>> ws = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> gs = MemoryMarshal.Cast<float, Vector<float>>(gradients)[..ws.Length];
        Span<Vector<float>> ms = MemoryMarshal.Cast<float, Vector<float>>(firsts)[..ws.Length];
        Span<Vector<float>> vs = MemoryMarshal.Cast<float, Vector<float>>(seconds)[..ws.Length];
        for (int k = 0; k < ws.Length; k++)
        {
            Vector<float> g = gs[k];
            Vector<float> m = ms[k] + (g - ms[k]) * part1;
            Vector<float> v = vs[k] + (g * g - vs[k]) * part2;
            ms[k] = m;
            vs[k] = v;
            ws[k] -= alpha * m / (Vector.SquareRoot(v) + new Vector<float>(epsilon));
        }
        for (int i = ws.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            float g = gradients[i];
            float m = firsts[i] + (g - firsts[i]) * part1;
            float v = seconds[i] + (g * g - seconds[i]) * part2;
            firsts[i] = m;
            seconds[i] = v;
            parameters[i] -= alpha * m / (MathF.Sqrt(v) + epsilon);
        }
    }
    internal override StepFactors FactorsOf(OptimizerState state) =>
        new((float)(state.LearningRate * Math.Sqrt(1 - Math.Pow(_beta2, state.Step)) / (1 - Math.Pow(_beta1, state.Step))));
}
