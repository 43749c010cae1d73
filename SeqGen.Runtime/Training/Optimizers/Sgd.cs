using System;
using System.Numerics;

namespace SeqGen.Training;

/// <summary>Gradient descent, with momentum if wanted. Keras: SGD.</summary>
/// <remarks>
/// <para>Without momentum: w ← w - lr g.</para>
/// <para>With momentum m: v ← m v - lr g, then w ← w + v, or with Nesterov's w ← w + m v - lr g.</para>
/// </remarks>
/// <param name="learningRate">lr.</param>
public sealed class Sgd(double learningRate = 0.01) : Optimizer(learningRate)
{
    private readonly double _momentum;

    /// <summary>Takes the learning rate of each batch from a schedule.</summary>
    /// <param name="schedule">lr by batch.</param>
    public Sgd(LearningRateSchedule schedule) : this() => Schedule = schedule;

    /// <summary>m, in [0, 1); 0 by default.</summary>
    public double Momentum
    {
        get => _momentum;
        init => _momentum = CheckRate(value, nameof(Momentum));
    }

    /// <summary>Whether to use Nesterov's form of momentum; false by default.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override int Slots => _momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset)
    {
        float rate = (float)state.LearningRate;
        if (_momentum > 0)
        {
            UpdateWithMomentum(parameters, gradients, state.Slot(0, offset, parameters.Length), rate, (float)_momentum, Nesterov);
            return;
        }

        int i = 0;
        for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(parameters[i..]) - rate * new Vector<float>(gradients[i..])).CopyTo(parameters[i..]);
        }
        for (; i < parameters.Length; i++)
        {
            parameters[i] -= rate * gradients[i];
        }
    }

    private static void UpdateWithMomentum(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> velocities, float rate, float momentum, bool nesterov)
    {
        int i = 0;
        for (; i <= parameters.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> change = rate * new Vector<float>(gradients[i..]);
            Vector<float> v = momentum * new Vector<float>(velocities[i..]) - change;
            v.CopyTo(velocities[i..]);
            (new Vector<float>(parameters[i..]) + (nesterov ? momentum * v - change : v)).CopyTo(parameters[i..]);
        }
        for (; i < parameters.Length; i++)
        {
            float change = rate * gradients[i];
            float v = momentum * velocities[i] - change;
            velocities[i] = v;
            parameters[i] += nesterov ? momentum * v - change : v;
        }
    }
}
