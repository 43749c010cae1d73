using System;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <summary>What an optimizer remembers about the parameters of one trainer.</summary>
public sealed class OptimizerState
{
    private readonly AlignedBuffer<float>[] _slots;

    internal OptimizerState(int parameterCount, int slots)
    {
        _slots = new AlignedBuffer<float>[slots];
        for (int i = 0; i < slots; i++)
        {
            _slots[i] = new AlignedBuffer<float>(parameterCount);
        }
    }

    /// <summary>The step that is being taken, from 1; 0 before the first.</summary>
    public long Step { get; private set; }

    /// <summary>One remembered value for each parameter of a range; all 0 before the first step.</summary>
    /// <param name="index">Which of the optimizer's <see cref="Optimizer.Slots"/>, from 0.</param>
    /// <param name="offset">Index of the range's first parameter among all.</param>
    /// <param name="length">Parameters of the range.</param>
    public Span<float> Slot(int index, int offset, int length) => _slots[index].Span.Slice(offset, length);

    /// <summary>Begins the next step. Trainers call this before they update the ranges.</summary>
    public void Advance() => Step++;
}
