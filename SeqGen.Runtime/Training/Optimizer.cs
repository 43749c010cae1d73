using System;

namespace SeqGen.Training;

/// <summary>Changes parameters by their gradients, with Keras's formulas.</summary>
/// <remarks>
/// An optimizer is settings alone. What it remembers from step to step (a momentum, say) is an <see cref="OptimizerState"/> that each
/// trainer creates for itself, so that one optimizer object can serve several trainers, one after the other or at once.
/// </remarks>
public abstract class Optimizer
{
    private double _learningRate;

    /// <summary>Sets the learning rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate; may be set between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            if (!double.IsFinite(value) || value < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is finite and not negative.");
            }
            _learningRate = value;
        }
    }

    /// <summary>Values that the optimizer remembers for each parameter.</summary>
    public abstract int Slots { get; }

    /// <summary>Memory for training <paramref name="parameterCount"/> parameters from the start.</summary>
    public OptimizerState CreateState(int parameterCount) => new(parameterCount, Slots);

    /// <summary>Changes a range of the parameters. A step calls this once or more, with ranges that do not overlap, perhaps on several threads.</summary>
    /// <param name="parameters">The range's parameters.</param>
    /// <param name="gradients">Their gradients of the batch's mean loss.</param>
    /// <param name="state">What is remembered, its <see cref="OptimizerState.Step"/> that of this step.</param>
    /// <param name="offset">Index of the range's first parameter among all, for <see cref="OptimizerState.Slot"/>.</param>
    public abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset);

    private protected static double CheckRate(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} lies in [0, 1).");

    private protected static double CheckEpsilon(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and not negative.");
}
