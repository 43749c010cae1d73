using System;

namespace SeqGen.Generator.Emit;

/// <summary>How far emitted code is unrolled. Past these limits the JIT gives up optimizing and code runs several times slower.</summary>
internal static class UnrollPolicy
{
    /// <summary>Timesteps of batched code written as one call each; longer sequences are a loop.</summary>
    public const int Timesteps = 16;

    /// <summary>Streams that a step takes at once: enough to read parameters seldom, few enough that what they work in stays in the second cache.</summary>
    public const int StreamsAtOnce = 64;

    /// <summary>Streams below which packing the parameters costs more than the batched kernels save.</summary>
    public const int FewStreams = 16;

    /// <summary>Values of scratch memory that a prediction takes from the stack (32 KB); larger models borrow a buffer of the thread.</summary>
    public const int StackValues = 8192;

    /// <summary>Parameters of a recurrent layer (40 KB) that stay in a first cache of 48 KB from timestep to timestep, beside all else.</summary>
    private const long CachedParameters = 10240;

    /// <summary>Most timesteps of one product with W: enough that reading W costs little, few enough that the sums stay in the second cache.</summary>
    public const int StepsPerProduct = 64;

    /// <summary>True if x W of many timesteps is to be one product, since a step that reads all <paramref name="parameters"/> waits for memory.</summary>
    public static bool IsProjected(long parameters) => parameters > CachedParameters;

    /// <summary>Accumulators of one block: they hide the latency of a multiply-add (4 cycles, two a cycle) and fit 16 registers with their operands.</summary>
    public const int Accumulators = 8;

    /// <summary>Vectors of units that a block of <paramref name="chains"/> accumulators a unit vector takes at once.</summary>
    public static int VectorsPerBlock(int chains) => Math.Max(1, Accumulators / chains);
}
