using System;

namespace SeqGen.Generator.Emit;

/// <summary>How far emitted code is unrolled. Past these limits the JIT gives up optimizing and code runs several times slower.</summary>
internal static class UnrollPolicy
{
    /// <summary>Timesteps of batched code written as one call each; longer sequences are a loop.</summary>
    public const int Timesteps = 16;

    /// <summary>Values of scratch memory that a prediction takes from the stack (32 KB); larger models borrow a buffer of the thread.</summary>
    public const int StackValues = 8192;

    /// <summary>Accumulators of one block: they hide the latency of a multiply-add (4 cycles, two a cycle) and fit 16 registers with their operands.</summary>
    public const int Accumulators = 8;

    /// <summary>Vectors of units that a block of <paramref name="chains"/> accumulators a unit vector takes at once.</summary>
    public static int VectorsPerBlock(int chains) => Math.Max(1, Accumulators / chains);
}
