using System;
using System.Numerics;

namespace SeqGen.Training;

/// <summary>RMSprop (Hinton 2012). Keras: RMSprop.</summary>
/// <remarks>
/// <para>v ← ρ v + (1 - ρ) g²</para>
/// <para>s = lr g / √(v + ε), or if centered: a ← ρ a + (1 - ρ) g, s = lr g / √(v - a² + ε)</para>
/// <para>w ← w - s, or with momentum: b ← momentum b + s, w ← w - b</para>
/// <para>PyTorch adds its ε outside the root.</para>
/// </remarks>
/// <param name="learningRate">lr.</param>
public sealed class RmsProp(double learningRate = 0.001) : Optimizer(learningRate)
{
    private readonly double _rho = 0.9;
    private readonly double _epsilon = 1e-7;
    private readonly double _momentum;

    /// <summary>Takes the learning rate of each batch from a schedule.</summary>
    /// <param name="schedule">lr by batch.</param>
    public RmsProp(LearningRateSchedule schedule) : this() => Schedule = schedule;

    /// <summary>ρ, in [0, 1); 0.9 by default.</summary>
    public double Rho
    {
        get => _rho;
        init => _rho = CheckRate(value, nameof(Rho));
    }

    /// <summary>ε; 1e-7 by default.</summary>
    public double Epsilon
    {
        get => _epsilon;
        init => _epsilon = CheckEpsilon(value, nameof(Epsilon));
    }

    /// <summary>The momentum, in [0, 1); 0 by default.</summary>
    public double Momentum
    {
        get => _momentum;
        init => _momentum = CheckRate(value, nameof(Momentum));
    }

    /// <summary>Whether the gradient's running mean is taken off; false by default.</summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    public override int Slots => 1 + (Centered ? 1 : 0) + (_momentum > 0 ? 1 : 0);

    /// <inheritdoc/>
    public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset)
    {
        float rate = (float)state.LearningRate;
        int length = parameters.Length;
        Span<float> squares = state.Slot(0, offset, length);
        Span<float> means = Centered ? state.Slot(1, offset, length) : default;
        Span<float> momenta = _momentum > 0 ? state.Slot(Slots - 1, offset, length) : default;

        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Update(rate, parameters[i..], gradients[i..], squares[i..], From(means, i), From(momenta, i));
        }
        if (i < length)
        {
            UpdateTail(rate, parameters[i..], gradients[i..], squares[i..], From(means, i), From(momenta, i));
        }
    }

    private static Span<float> From(Span<float> values, int start) => values.IsEmpty ? default : values[start..];

    // One vector; means and momenta are empty where they are not used.
    private void Update(
        float rate, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> squares, Span<float> means, Span<float> momenta)
    {
        float rho = (float)_rho;
        float rest = (float)(1 - _rho);
        var g = new Vector<float>(gradients);
        Vector<float> v = rho * new Vector<float>(squares) + rest * (g * g);
        v.CopyTo(squares);
        Vector<float> d = v + new Vector<float>((float)_epsilon);
        if (!means.IsEmpty)
        {
            Vector<float> a = rho * new Vector<float>(means) + rest * g;
            a.CopyTo(means);
            d = v - a * a + new Vector<float>((float)_epsilon);
        }
        Vector<float> s = rate * g / Vector.SquareRoot(d);
        if (!momenta.IsEmpty)
        {
            s += (float)_momentum * new Vector<float>(momenta);
            s.CopyTo(momenta);
        }
        (new Vector<float>(parameters) - s).CopyTo(parameters);
    }

    private void UpdateTail(
        float rate, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> squares, Span<float> means, Span<float> momenta)
    {
        // A whole vector of copies, so that the formula stands once.
        int length = parameters.Length;
        int width = Vector<float>.Count;
        Span<float> copy = stackalloc float[5 * width];
        copy.Clear();
        Span<float> w = copy[..width], g = copy.Slice(width, width), v = copy.Slice(2 * width, width);
        Span<float> a = means.IsEmpty ? default : copy.Slice(3 * width, width);
        Span<float> b = momenta.IsEmpty ? default : copy.Slice(4 * width, width);
        parameters.CopyTo(w);
        gradients.CopyTo(g);
        squares.CopyTo(v);
        means.CopyTo(a);
        momenta.CopyTo(b);
        Update(rate, w, g, v, a, b);
        w[..length].CopyTo(parameters);
        v[..length].CopyTo(squares);
        a[..means.Length].CopyTo(means);
        b[..momenta.Length].CopyTo(momenta);
    }
}
