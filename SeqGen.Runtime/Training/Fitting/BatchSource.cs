using System;

namespace SeqGen.Training;

/// <summary>Where training gets its batches.</summary>
internal abstract class BatchSource : IDisposable
{
    /// <summary>Batches of the epoch; 0 if that is not known beforehand.</summary>
    internal abstract int Batches { get; }

    /// <summary>Samples of the epoch; 0 if that is not known beforehand.</summary>
    internal abstract int Samples { get; }

    /// <summary>Goes to the first batch of an epoch.</summary>
    /// <param name="epoch">From 1; the one after the last or, first of all, any: what earlier epochs would have read is left out.</param>
    internal abstract void BeginEpoch(int epoch);

    /// <summary>Reads the epoch's next batch.</summary>
    /// <returns>False if there is none.</returns>
    internal abstract bool Read(out SampleBatch batch);

    public virtual void Dispose()
    {
    }
}
