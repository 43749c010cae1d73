using System;

namespace SeqGen.Training;

/// <summary>Refuses a batch that no memory holds, before any is reserved.</summary>
internal static class BatchMemory
{
    /// <param name="batchSize">Samples of the batch.</param>
    /// <param name="longest">Values of its longest buffer.</param>
    /// <param name="values">Values of all its buffers.</param>
    /// <param name="argument">What the caller calls the batch size.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are more than a buffer, or this machine, can hold.</exception>
    internal static void Check(int batchSize, long longest, long values, string argument = nameof(FitOptions.BatchSize))
    {
        if (longest > BatchLayout.MaxWorkspace || values > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / sizeof(float))
        {
            throw new ArgumentOutOfRangeException(
                argument,
                batchSize,
                $"Batches of {batchSize} need {values} values of memory, {longest} of them in one buffer; that is more than a buffer or this "
                + "machine can hold. Use smaller ones.");
        }
    }
}
