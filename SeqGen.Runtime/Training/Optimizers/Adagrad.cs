using System;
using System.Numerics;

namespace SeqGen.Training;

/// <summary>Adagrad (Duchi, Hazan and Singer 2011). Keras: Adagrad.</summary>
/// <remarks>
/// <para>a ← a + g², w ← w - lr g / √(a + ε); a starts at <see cref="InitialAccumulatorValue"/>.</para>
/// <para>PyTorch adds its ε outside the root and starts at 0.</para>
/// </remarks>
/// <param name="learningRate">lr.</param>
public sealed class Adagrad(double learningRate = 0.001) : Optimizer(learningRate)
{
    private readonly double _initial = 0.1;
    private readonly double _epsilon = 1e-7;

    /// <summary>Takes the learning rate of each batch from a schedule.</summary>
    /// <param name="schedule">lr by batch.</param>
    public Adagrad(LearningRateSchedule schedule) : this() => Schedule = schedule;

    /// <summary>Where a starts, not negative; 0.1 by default.</summary>
    public double InitialAccumulatorValue
    {
        get => _initial;
        init => _initial = CheckEpsilon(value, nameof(InitialAccumulatorValue));
    }

    /// <summary>ε; 1e-7 by default.</summary>
    public double Epsilon
    {
        get => _epsilon;
        init => _epsilon = CheckEpsilon(value, nameof(Epsilon));
    }

    /// <inheritdoc/>
    public override int Slots => 1;

    /// <inheritdoc/>
    public override float InitialValue(int slot) => (float)_initial;

    /// <inheritdoc/>
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset)
    {
        Span<float> squares = state.Slot(0, offset, parameters.Length);
        float rate = (float)state.LearningRate;
        float epsilon = (float)_epsilon;
        int i = 0;
        for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradients[i..]);
            Vector<float> a = new Vector<float>(squares[i..]) + g * g;
            a.CopyTo(squares[i..]);
            Vector<float> step = rate * g / Vector.SquareRoot(a + new Vector<float>(epsilon));
            (new Vector<float>(parameters[i..]) - step).CopyTo(parameters[i..]);
        }
        for (; i < parameters.Length; i++)
        {
            float g = gradients[i];
            float a = squares[i] + g * g;
            squares[i] = a;
            parameters[i] -= rate * g / MathF.Sqrt(a + epsilon);
        }
    }
}
