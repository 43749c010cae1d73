using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace SeqGen.Data;

/// <summary>Numbers words by an index that exists, as Keras's imdb.load_data does by imdb_word_index.json.</summary>
/// <remarks>
/// A sequence starts with <see cref="Start"/>; a word of rank r has the id r + <see cref="IndexFrom"/>; words that are not in the index,
/// and ids from <see cref="NumWords"/> on or below <see cref="SkipTop"/>, become <see cref="Oov"/>. As in Keras the start is measured by
/// SkipTop too. With the defaults 0 is padding, 1 the start, 2 out of vocabulary, and 4 the most frequent word.
/// </remarks>
public sealed class WordIndexEncoder
{
    private readonly Dictionary<string, int> _ranks;
    private Dictionary<int, string>? _words;

    /// <summary>An encoder by ranks.</summary>
    /// <param name="ranks">Each word's rank, from 1.</param>
    /// <exception cref="ArgumentException">There are no words, or a rank is below 1.</exception>
    public WordIndexEncoder(IReadOnlyDictionary<string, int> ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count == 0)
        {
            throw new ArgumentException("ranks is empty; expected at least one word.", nameof(ranks));
        }
        _ranks = new(ranks, StringComparer.Ordinal);
        foreach ((string word, int rank) in _ranks)
        {
            if (rank < 1)
            {
                throw new ArgumentException($"ranks gives '{word}' the rank {rank}; expected 1 or more.", nameof(ranks));
            }
        }
    }

    /// <summary>Each word's rank.</summary>
    public IReadOnlyDictionary<string, int> Ranks => _ranks;

    /// <summary>Ids from this on become <see cref="Oov"/>; null, the default, for all.</summary>
    public int? NumWords { get; init; }

    /// <summary>Ids below this become <see cref="Oov"/>; 0 by default.</summary>
    public int SkipTop { get; init; }

    /// <summary>The first id of each sequence, Keras's start_char; 1 by default, null for none.</summary>
    public int? Start { get; init; } = 1;

    /// <summary>The id of words without one, Keras's oov_char; 2 by default, null to leave them out.</summary>
    public int? Oov { get; init; } = 2;

    /// <summary>What is added to a rank; 3 by default.</summary>
    public int IndexFrom { get; init; } = 3;

    /// <summary>Reads an index: a JSON object of words and ranks, as Keras's imdb_word_index.json.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no such object.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static IReadOnlyDictionary<string, int> ReadIndex(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Dictionary<string, int> ranks = new(StringComparer.Ordinal);
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            var json = new Utf8JsonReader(bytes);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                throw new InvalidDataException($"{path} is not a JSON object of words and ranks.");
            }
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string word = json.GetString()!;
                if (!json.Read() || json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out int rank))
                {
                    throw new InvalidDataException($"{path}: the rank of '{word}' is no whole number.");
                }
                ranks[word] = rank;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is not valid JSON: {error.Message}", error);
        }
        return ranks;
    }

    /// <summary>The ids of a text, cut into words as Keras's dataset was: <see cref="WordSplitter.Words"/> with its defaults.</summary>
    public int[] EncodeText(string text) => Encode(WordSplitter.Words(text));

    /// <summary>The ids of words.</summary>
    public int[] Encode(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        List<int> ids = [];
        if (Start is { } start)
        {
            Add(ids, start);
        }
        foreach (string word in words)
        {
            Add(ids, _ranks.TryGetValue(word, out int rank) ? rank + IndexFrom : null);
        }
        return [.. ids];
    }

    /// <summary>The words of ids, with spaces between and ? for ids without a word, padding and start among them.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        if (_words is null)
        {
            Dictionary<int, string> words = [];
            foreach ((string word, int rank) in _ranks)
            {
                words[rank] = word;
            }
            _words = words;
        }
        StringBuilder text = new();
        foreach (int id in ids)
        {
            text.Append(text.Length > 0 ? " " : "").Append(_words.GetValueOrDefault(id - IndexFrom, "?"));
        }
        return text.ToString();
    }

    private void Add(List<int> ids, int? id)
    {
        bool kept = id >= SkipTop && !(id >= NumWords);
        if (kept)
        {
            ids.Add(id!.Value);
        }
        else if (Oov is { } oov)
        {
            ids.Add(oov);
        }
    }
}
