using System;

namespace SeqGen.Training;

/// <summary>Changes parameters by their gradients, with Keras's formulas.</summary>
/// <remarks>
/// <para>
/// A step does, in this order: add the penalties' gradients; accumulate (<see cref="GradientAccumulationSteps"/>); clip
/// (<see cref="ClipValue"/>, <see cref="ClipNorm"/> or <see cref="GlobalClipNorm"/>); decay (<see cref="WeightDecay"/>); update; average
/// (<see cref="UseEma"/>). Source: keras/src/optimizers/base_optimizer.py.
/// </para>
/// <para>
/// An optimizer is settings alone. What it remembers from step to step (a momentum, say) is an <see cref="OptimizerState"/> that each
/// trainer creates for itself, so that one optimizer object can serve several trainers, one after the other or at once.
/// </para>
/// </remarks>
public abstract class Optimizer
{
    private readonly LearningRateSchedule? _schedule;
    private readonly double _weightDecay;
    private readonly double _emaMomentum = 0.99;
    private readonly int _accumulationSteps = 1;
    private readonly double? _clipValue;
    private readonly double? _clipNorm;
    private readonly double? _globalClipNorm;
    private double _learningRate;

    /// <summary>Sets the learning rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>Where the learning rate of each batch comes from; null if it is <see cref="LearningRate"/>.</summary>
    public LearningRateSchedule? Schedule
    {
        get => _schedule;
        protected init => _schedule = value ?? throw new ArgumentNullException(nameof(Schedule));
    }

    /// <summary>The learning rate; may be set between steps. With a <see cref="Schedule"/> it is that of the first batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    /// <exception cref="InvalidOperationException">It is set, though a schedule decides it.</exception>
    public double LearningRate
    {
        get => _schedule?.At(0) ?? _learningRate;
        set
        {
            if (_schedule is not null)
            {
                throw new InvalidOperationException(
                    $"This optimizer's LearningRate comes from a {_schedule.GetType().Name} and cannot be set; "
                    + "create the optimizer with a number instead.");
            }
            _learningRate = CheckLearningRate(value, nameof(value));
        }
    }

    /// <summary>wd of w ← w - wd · lr · w, taken before the update; 0 by default (AdamW: 0.004). Decoupled from gradients.</summary>
    public double WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = CheckEpsilon(value, nameof(WeightDecay));
    }

    /// <summary>Says which tensors <see cref="WeightDecay"/> leaves alone, as <c>t => t.Name.EndsWith("bias")</c>; null for none.</summary>
    public Func<ParameterTensor, bool>? ExcludeFromWeightDecay { get; init; }

    /// <summary>c of g ← min(max(g, -c), c), each value by itself; null for no clipping.</summary>
    /// <exception cref="ArgumentException">It is not above 0, or another kind of clipping is set.</exception>
    public double? ClipValue
    {
        get => _clipValue;
        init => _clipValue = CheckClip(value, nameof(ClipValue));
    }

    /// <summary>c of g ← g c / max(‖g‖, c), with the norm of each parameter tensor by itself; null for no clipping.</summary>
    /// <exception cref="ArgumentException">It is not above 0, or another kind of clipping is set.</exception>
    public double? ClipNorm
    {
        get => _clipNorm;
        init => _clipNorm = CheckClip(value, nameof(ClipNorm));
    }

    /// <summary>c of g ← g c / max(‖g‖, c), with the norm over all trainable parameters; null for no clipping.</summary>
    /// <exception cref="ArgumentException">It is not above 0, or another kind of clipping is set.</exception>
    public double? GlobalClipNorm
    {
        get => _globalClipNorm;
        init => _globalClipNorm = CheckClip(value, nameof(GlobalClipNorm));
    }

    /// <summary>Batches whose mean gradient makes one update; 1 by default. Schedules count batches, β powers count updates.</summary>
    public int GradientAccumulationSteps
    {
        get => _accumulationSteps;
        init => _accumulationSteps = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(GradientAccumulationSteps), value, "It is 1 or more.");
    }

    /// <summary>
    /// Whether to keep a running mean of the parameters, a ← m a + (1 - m) w after each batch, a = w until the first update; false by
    /// default. <see cref="ModelTraining"/>'s Fit puts it into the model at its end; see also Trainer.ApplyAverages.
    /// </summary>
    public bool UseEma { get; init; }

    /// <summary>m, in [0, 1); 0.99 by default.</summary>
    public double EmaMomentum
    {
        get => _emaMomentum;
        init => _emaMomentum = CheckRate(value, nameof(EmaMomentum));
    }

    /// <summary>Values that the optimizer remembers for each parameter.</summary>
    public abstract int Slots { get; }

    /// <summary>What the values of a slot are before the first step; 0 by default.</summary>
    /// <param name="slot">0 to <see cref="Slots"/> - 1.</param>
    public virtual float InitialValue(int slot) => 0;

    /// <summary>Memory for training <paramref name="parameterCount"/> parameters from the start.</summary>
    public OptimizerState CreateState(int parameterCount) => new(this, parameterCount);

    /// <summary>
    /// Changes a range of the parameters. A step calls this once or more, with ranges that do not overlap, perhaps on several threads.
    /// </summary>
    /// <param name="parameters">The range's parameters.</param>
    /// <param name="gradients">Their gradients, accumulated and clipped.</param>
    /// <param name="state">
    /// What is remembered, its <see cref="OptimizerState.Step"/> and <see cref="OptimizerState.LearningRate"/> those of this step.
    /// </param>
    /// <param name="offset">Index of the range's first parameter among all, for <see cref="OptimizerState.Slot"/>.</param>
    public abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset);

    /// <summary>What an update takes from the step and the learning rate, where that is dear to compute for every range.</summary>
    internal virtual StepFactors FactorsOf(OptimizerState state) => default;

    internal double RateAt(long batches) =>
        _schedule is null ? _learningRate : CheckLearningRate(_schedule.At(batches), _schedule.GetType().Name);

    private protected static double CheckRate(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} lies in [0, 1).");

    private protected static double CheckEpsilon(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and not negative.");

    private static double CheckLearningRate(double value, string name) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A learning rate is finite and not negative.");

    private double? CheckClip(double? value, string name)
    {
        if (value is null)
        {
            return null;
        }
        if (!(value > 0) || !double.IsFinite(value.Value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and above 0.");
        }
        string? other = _clipValue.HasValue ? nameof(ClipValue) : _clipNorm.HasValue ? nameof(ClipNorm)
            : _globalClipNorm.HasValue ? nameof(GlobalClipNorm) : null;
        return other is null || other == name
            ? value
            : throw new ArgumentException($"{other} is set already; only one of ClipValue, ClipNorm and GlobalClipNorm may be.", name);
    }
}
