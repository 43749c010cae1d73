using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace SeqGen.Data;

/// <summary>Vectors of words from a text file, as GloVe and word2vec publish them: a word and its values on each line.</summary>
/// <remarks>
/// <code>
/// WordVectors vectors = WordVectors.Load("glove.6B.50d.txt", dimensions: 50);
/// EmbeddingMatrix matrix = vectors.ToMatrix(tokenizer.WordIndex, rows: 10_000);
/// Console.WriteLine($"{matrix.Found} of {matrix.Words} words found");
/// matrix.CopyTo(model, "embedding0/embeddings");    // [Embedding(10_000, 50, Trainable = false)] keeps it as it is
/// </code>
/// </remarks>
public sealed class WordVectors
{
    private readonly Dictionary<string, int> _rows;
    private readonly float[] _values;

    private WordVectors(Dictionary<string, int> rows, float[] values, int dimensions)
    {
        _rows = rows;
        _values = values;
        Dimensions = dimensions;
    }

    /// <summary>Number of words.</summary>
    public int Count => _rows.Count;

    /// <summary>Values of a word.</summary>
    public int Dimensions { get; }

    /// <summary>The words.</summary>
    public IReadOnlyCollection<string> Words => _rows.Keys;

    /// <summary>Reads a file.</summary>
    /// <param name="path">UTF-8 text; compressed by gzip where the name ends in .gz. A first line with the number of words and of
    /// dimensions, as word2vec writes it, is skipped.</param>
    /// <param name="dimensions">Values of a word.</param>
    /// <param name="only">Words to keep, to spare memory; null, the default, for all.</param>
    /// <returns>The vectors; where a word is on two lines, the later one's.</returns>
    /// <exception cref="InvalidDataException">A line is wrong; the message gives its number and what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static WordVectors Load(string path, int dimensions, IReadOnlySet<string>? only = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        using FileStream file = File.OpenRead(path);
        bool compressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using Stream text = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text, Encoding.UTF8);
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        float[] values = [];
        var lines = new WordVectorLines(path, dimensions);
        float[] row = new float[dimensions];
        while (reader.ReadLine() is { } line)
        {
            if (!lines.TryRead(line, row, out string word) || only?.Contains(word) == false)
            {
                continue;
            }
            if (!rows.TryGetValue(word, out int at))
            {
                rows.Add(word, at = rows.Count);
                if (values.Length < checked((at + 1) * dimensions))
                {
                    Array.Resize(ref values, (int)Math.Min(Array.MaxLength, Math.Max(values.Length * 2L, 1024L * dimensions)));
                }
            }
            row.CopyTo(values, at * dimensions);
        }
        if (lines.Words == 0)
        {
            throw new InvalidDataException($"{path} has no vectors; expected a word and {dimensions} values a line.");
        }
        Array.Resize(ref values, rows.Count * dimensions);
        return new WordVectors(rows, values, dimensions);
    }

    /// <summary>The vector of a word, if the file has it; as it is, in capital letters or small.</summary>
    public bool TryGet(string word, out ReadOnlySpan<float> vector)
    {
        bool found = _rows.TryGetValue(word, out int row);
        vector = found ? _values.AsSpan(row * Dimensions, Dimensions) : default;
        return found;
    }

    /// <summary>The matrix of an Embedding: each word's vector in the row of its id, zeros in rows without a vector.</summary>
    /// <param name="wordIndex">
    /// Each word's id, as <see cref="Tokenizer.WordIndex"/>; ids from <paramref name="rows"/> on are left out.
    /// </param>
    /// <param name="rows">Rows of the matrix: the Embedding's vocabulary.</param>
    /// <param name="offset">Added to each id, as the 3 of <see cref="WordIndexEncoder.IndexFrom"/>; 0 by default.</param>
    /// <exception cref="ArgumentException">There are no words, or an id is below 0.</exception>
    public EmbeddingMatrix ToMatrix(IReadOnlyDictionary<string, int> wordIndex, int rows, int offset = 0)
    {
        ArgumentNullException.ThrowIfNull(wordIndex);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (wordIndex.Count == 0)
        {
            throw new ArgumentException("wordIndex is empty; expected at least one word.", nameof(wordIndex));
        }
        float[] values = new float[checked(rows * Dimensions)];
        int words = 0;
        int found = 0;
        foreach ((string word, int number) in wordIndex)
        {
            long id = (long)number + offset;
            if (id < 0)
            {
                throw new ArgumentException($"wordIndex gives '{word}' the id {id}; expected 0 or more.", nameof(wordIndex));
            }
            if (id >= rows)
            {
                continue;
            }
            words++;
            if (TryGet(word, out ReadOnlySpan<float> vector))
            {
                found++;
                vector.CopyTo(values.AsSpan((int)id * Dimensions));
            }
        }
        return new EmbeddingMatrix(values, rows, Dimensions, words, found);
    }
}
