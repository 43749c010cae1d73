using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SeqGen.Data;

/// <summary>Numbers words by how frequent they are, as Keras's legacy Tokenizer.</summary>
/// <remarks>
/// Ids start at 1; 0 is left for padding. The most frequent word has the lowest id; of equals the one that was seen first. With an
/// <see cref="OovToken"/>, that has the id 1. <see cref="NumWords"/> limits what texts become, not what is counted: ids below it are kept,
/// which are NumWords - 1 words. Case is that of Unicode's simple mapping, where Python's lower() gives two letters for a few. The
/// apostrophe is not filtered.
/// </remarks>
public sealed partial class Tokenizer
{
    private readonly OrderedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _documents = new(StringComparer.Ordinal);
    private Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private Dictionary<int, string> _words = [];

    /// <summary>Only ids below this come out of texts; null, the default, for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int? NumWords
    {
        get;
        init
        {
            if (value is { } number)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(NumWords));
            }
            field = value;
        }
    }

    /// <summary>Characters that separate words; <see cref="WordSplitter.DefaultFilters"/> by default. Not used with characters.</summary>
    public string Filters { get; init; } = WordSplitter.DefaultFilters;

    /// <summary>Whether texts are brought to lower case; true by default.</summary>
    public bool Lower { get; init; } = true;

    /// <summary>What stands between words, Keras's split; a space by default.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>Whether each character is a token of its own; false by default.</summary>
    public bool CharacterLevel { get; init; }

    /// <summary>Stands for words that are not known or are left out; null, the default, drops them.</summary>
    public string? OovToken { get; init; }

    /// <summary>Each word's id: all that were seen, also beyond <see cref="NumWords"/>.</summary>
    public IReadOnlyDictionary<string, int> WordIndex => _index;

    /// <summary>How often each word was seen, in the order in which they were; empty for a vocabulary that was loaded.</summary>
    public IReadOnlyDictionary<string, int> WordCounts => _counts;

    /// <summary>Texts that were counted.</summary>
    public int DocumentCount { get; private set; }

    /// <summary>Counts the words of texts, on top of those counted before, and numbers them anew.</summary>
    /// <returns>This tokenizer.</returns>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public Tokenizer FitOnTexts(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            DocumentCount++;
            seen.Clear();
            foreach (string token in Tokens(text))
            {
                _counts.TryGetValue(token, out int count);
                _counts[token] = count + 1;
                seen.Add(token);
            }
            foreach (string token in seen)
            {
                _documents[token] = _documents.GetValueOrDefault(token) + 1;
            }
        }
        // OrderBy keeps the order of equals.
        IEnumerable<string> byCount = _counts.OrderByDescending(word => word.Value).Select(word => word.Key);
        Number(OovToken is null ? byCount : byCount.Prepend(OovToken));
        return this;
    }

    /// <summary>The ids of a text's words.</summary>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    public int[] TextToSequence(string text)
    {
        CheckFitted();
        int? oov = OovToken is null ? null : _index[OovToken];
        List<int> ids = [];
        foreach (string token in Tokens(text))
        {
            bool kept = _index.TryGetValue(token, out int id) && !(id >= NumWords);
            if (kept || oov is not null)
            {
                ids.Add(kept ? id : oov!.Value);
            }
        }
        return [.. ids];
    }

    /// <summary>The ids of each text's words.</summary>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    public int[][] TextsToSequences(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return [.. texts.Select(TextToSequence)];
    }

    /// <summary>The words of ids, with spaces between; ids without a word become the OOV token or are left out.</summary>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    public string SequenceToText(ReadOnlySpan<int> sequence)
    {
        CheckFitted();
        List<string> words = [];
        foreach (int id in sequence)
        {
            if (_words.TryGetValue(id, out string? word) && !(id >= NumWords))
            {
                words.Add(word);
            }
            else if (OovToken is not null)
            {
                words.Add(OovToken);
            }
        }
        return string.Join(' ', words);
    }

    /// <summary>Writes the vocabulary as UTF-8 text, a word a line, the line's number its id; beside its place and moved there.</summary>
    /// <remarks>Settings and counts are not part of it.</remarks>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, or the path is a folder's; what stood there still does.</exception>
    public void SaveVocabulary(string path)
    {
        CheckFitted();
        VocabularyFile.Write(path, _words.OrderBy(word => word.Key).Select(word => word.Value));
    }

    /// <summary>Takes a vocabulary that <see cref="SaveVocabulary"/> wrote, in place of what was counted.</summary>
    /// <returns>This tokenizer.</returns>
    /// <exception cref="InvalidDataException">
    /// A line is wrong, or the <see cref="OovToken"/> is not on the first; the message says which.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public Tokenizer LoadVocabulary(string path)
    {
        List<string> words = VocabularyFile.Read(path);
        if (OovToken is not null && words[0] != OovToken)
        {
            throw new InvalidDataException($"{path}, line 1: expected the OOV token '{OovToken}', found '{words[0]}'.");
        }
        _counts.Clear();
        _documents.Clear();
        DocumentCount = 0;
        Number(words);
        return this;
    }

    private IReadOnlyList<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CharacterLevel
            ? WordSplitter.Characters(Lower ? text.ToLowerInvariant() : text)
            : WordSplitter.Words(text, Filters, Lower, Separator);
    }

    private void Number(IEnumerable<string> words)
    {
        _index = new(StringComparer.Ordinal);
        _words = [];
        int id = 0;
        foreach (string word in words.Distinct(StringComparer.Ordinal))
        {
            _index[word] = ++id;
            _words[id] = word;
        }
    }

    private void CheckFitted()
    {
        if (_index.Count == 0)
        {
            throw new InvalidOperationException("The tokenizer has no vocabulary; call FitOnTexts or LoadVocabulary first.");
        }
    }
}
