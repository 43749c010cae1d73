using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

/// <summary>The rows of a lazily updated table that are to change, each once, and their gradients among those of the first shard.</summary>
internal sealed class LazyRows(LazyTable table)
{
    /// <summary>Rows that one thread changes at a time.</summary>
    internal const int ChunkRows = 128;

    private readonly int[] _rows = new int[table.Rows];

    // By row, the last shard that looked it up, shards counted over all batches.
    private readonly long[] _lastShards = new long[table.Rows];
    private long _shard;
    private long _firstShard;
    private int _count;

    internal LazyTable Table => table;

    internal ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    internal int Chunks => (_count + ChunkRows - 1) / ChunkRows;

    /// <summary>The most there are at any time.</summary>
    internal int MostChunks => (table.Rows + ChunkRows - 1) / ChunkRows;

    internal ReadOnlySpan<int> Chunk(int index) =>
        _rows.AsSpan(index * ChunkRows, Math.Min(ChunkRows, _count - (index * ChunkRows)));

    /// <summary>Begins a batch: what was left of the last becomes 0.</summary>
    internal void Begin(Span<float> gradients)
    {
        foreach (int row in Rows)
        {
            Slice(gradients, row).Clear();
        }
        _count = 0;
        _firstShard = _shard + 1;
    }

    /// <summary>Adds the next shard's rows, in the order it looks them up.</summary>
    /// <param name="tokens"><c>[samples, timesteps]</c>.</param>
    /// <param name="lengths">Tokens of each sample, behind which all count as 0; empty if all count.</param>
    /// <param name="timesteps">Tokens of a whole sample.</param>
    /// <param name="gradients">The shard's, which only those rows are right in.</param>
    /// <param name="sums">Receives the sums; those of the first shard themselves.</param>
    internal void Add(ReadOnlySpan<float> tokens, ReadOnlySpan<int> lengths, int timesteps, ReadOnlySpan<float> gradients, Span<float> sums)
    {
        _shard++;
        for (int start = 0; start < tokens.Length; start += timesteps)
        {
            int length = lengths.IsEmpty ? timesteps : lengths[start / timesteps];
            for (int t = 0; t < timesteps; t++)
            {
                int row = table.RowOf(t < length ? tokens[start + t] : 0);
                if (_lastShards[row] != _shard)
                {
                    Add(row, gradients, sums);
                    _lastShards[row] = _shard;
                }
            }
        }
    }

    /// <summary>Takes the rows that are marked instead, in their order, and removes the marks.</summary>
    internal void TakeMarked(Span<float> marks)
    {
        _count = 0;
        for (int row = 0; row < marks.Length; row++)
        {
            if (marks[row] != 0)
            {
                _rows[_count++] = row;
            }
        }
        marks.Clear();
    }

    /// <summary>A row of a buffer of all parameters.</summary>
    internal Span<float> Slice(Span<float> all, int row) => all.Slice(table.Offset + (row * table.Dimensions), table.Dimensions);

    private void Add(int row, ReadOnlySpan<float> gradients, Span<float> sums)
    {
        bool isNew = _lastShards[row] < _firstShard;
        if (isNew)
        {
            _rows[_count++] = row;
        }
        if (_shard == _firstShard)
        {
            return;
        }
        ReadOnlySpan<float> from = gradients.Slice(table.Offset + (row * table.Dimensions), table.Dimensions);
        Span<float> sum = Slice(sums, row);
        if (isNew)
        {
            from.CopyTo(sum);
        }
        else
        {
            TensorPrimitives.Add(sum, from, sum);
        }
    }
}
