using System;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>What an optimizer remembers about the parameters of one trainer.</summary>
public sealed class OptimizerState
{
    private readonly Optimizer _optimizer;
    private readonly AlignedBuffer<float>[] _slots;

    internal OptimizerState(Optimizer optimizer, int parameterCount)
    {
        _optimizer = optimizer;
        _slots = new AlignedBuffer<float>[optimizer.Slots];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new AlignedBuffer<float>(parameterCount);
            _slots[i].Span.Fill(optimizer.InitialValue(i));
        }
        Accumulated = new AlignedBuffer<float>(optimizer.GradientAccumulationSteps > 1 ? parameterCount : 0);
        Averages = new AlignedBuffer<float>(optimizer.UseEma ? parameterCount : 0);
    }

    /// <summary>The update that is being taken, from 1; 0 before the first batch.</summary>
    public long Step => (Batches + _optimizer.GradientAccumulationSteps - 1) / _optimizer.GradientAccumulationSteps;

    /// <summary>The learning rate of the batch in hand.</summary>
    public double LearningRate { get; private set; }

    /// <summary>Batches begun; as many as updates unless gradients are accumulated.</summary>
    internal long Batches { get; set; }

    /// <summary>Whether the batch in hand ends in an update.</summary>
    internal bool Updates => Batches % _optimizer.GradientAccumulationSteps == 0;

    /// <summary>Sums of gradients; empty unless they are accumulated.</summary>
    internal AlignedBuffer<float> Accumulated { get; }

    /// <summary>Running means of the parameters; empty unless they are kept.</summary>
    internal AlignedBuffer<float> Averages { get; }

    /// <summary>1 for each row of a lazily updated table that has gradients in <see cref="Accumulated"/>; empty if none can have.</summary>
    internal AlignedBuffer<float> Touched { get; private set; } = new(0);

    /// <summary>What the optimizer computed from the step and the learning rate, once for all ranges.</summary>
    internal StepFactors Factors { get; private set; }

    /// <summary>The memory that goes into a backup, always in this order.</summary>
    internal AlignedBuffer<float>[] Buffers => [Accumulated, Averages, .. _slots, Touched];

    /// <summary>One remembered value for each parameter of a range.</summary>
    /// <param name="index">Which of the optimizer's <see cref="Optimizer.Slots"/>, from 0.</param>
    /// <param name="offset">Index of the range's first parameter among all.</param>
    /// <param name="length">Parameters of the range.</param>
    public Span<float> Slot(int index, int offset, int length) => _slots[index].Span.Slice(offset, length);

    /// <summary>Begins the next batch. Trainers call this before they update the ranges.</summary>
    public void Advance()
    {
        LearningRate = _optimizer.RateAt(Batches);
        Batches++;
        Factors = _optimizer.FactorsOf(this);
    }

    internal void TrackRows(int rows) => Touched = new AlignedBuffer<float>(rows);
}

/// <summary>Up to three numbers that are the same for all parameters in a step.</summary>
internal readonly record struct StepFactors(float First, float Second = 0, float Third = 0);
