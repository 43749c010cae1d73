namespace SeqGen.Data;

/// <summary>What every dataset can do.</summary>
public static class DatasetExtensions
{
    /// <summary>Samples <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1, without copying them.</summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The samples are not all in <paramref name="data"/>.</exception>
    public static Subset Slice(this IDataset data, int start, int count) => new(data, start, count);
}
