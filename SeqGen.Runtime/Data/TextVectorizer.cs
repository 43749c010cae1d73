using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace SeqGen.Data;

/// <summary>Where a text is cut into tokens.</summary>
public enum TextSplit
{
    /// <summary>At ASCII white space.</summary>
    Whitespace,

    /// <summary>Between characters, white space included.</summary>
    Character,
}

/// <summary>Numbers the tokens of texts, as Keras's TextVectorization layer in its integer mode.</summary>
/// <remarks>
/// <para>
/// A text is brought to lower case (ASCII letters only, as in Keras), stripped of ASCII punctuation, which leaves no space, and cut. Id 0
/// is padding, 1 <c>[UNK]</c>; the tokens follow by count descending, of equals the one whose UTF-8 is larger first.
/// </para>
/// <para>Sequences are filled up and cut behind their last token.</para>
/// </remarks>
public sealed class TextVectorizer
{
    private const string Unknown = "[UNK]";
    private const int FirstToken = 2;

    private static readonly char[] s_whitespace = [' ', '\t', '\n', '\v', '\f', '\r'];
    private Dictionary<string, int> _ids = [];
    private List<string> _tokens = [];

    /// <summary>Most ids, padding and [UNK] among them; null, the default, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is 2 or less.</exception>
    public int? MaxTokens
    {
        get;
        init
        {
            if (value is { } number)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(number, FirstToken, nameof(MaxTokens));
            }
            field = value;
        }
    }

    /// <summary>Whether letters A to Z are brought to lower case; true by default.</summary>
    public bool Lower { get; init; } = true;

    /// <summary>Whether the 32 characters of ASCII punctuation, the apostrophe too, are taken out; true by default.</summary>
    public bool StripPunctuation { get; init; } = true;

    /// <summary>Where texts are cut; at white space by default.</summary>
    public TextSplit Split { get; init; }

    /// <summary>Length of every sequence; null, the default, for as many ids as there are tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int? OutputSequenceLength
    {
        get;
        init
        {
            if (value is { } number)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(OutputSequenceLength));
            }
            field = value;
        }
    }

    /// <summary>The tokens by id: the empty string for padding, [UNK], and what was learned.</summary>
    public IReadOnlyList<string> Vocabulary => ["", Unknown, .. _tokens];

    /// <summary>Each learned token's id.</summary>
    public IReadOnlyDictionary<string, int> TokenIndex => _ids;

    /// <summary>Learns the vocabulary of texts, in place of any before.</summary>
    /// <returns>This vectorizer.</returns>
    /// <exception cref="ArgumentException">The texts have no token.</exception>
    public TextVectorizer Adapt(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            foreach (string token in Tokens(text))
            {
                counts[token] = counts.GetValueOrDefault(token) + 1;
            }
        }
        counts.Remove(Unknown);
        if (counts.Count == 0)
        {
            throw new ArgumentException("texts has no token; expected at least one.", nameof(texts));
        }
        (string Token, int Count, byte[] Bytes)[] sorted = [.. counts.Select(c => (c.Key, c.Value, Encoding.UTF8.GetBytes(c.Key)))];
        Array.Sort(sorted, (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : b.Bytes.AsSpan().SequenceCompareTo(a.Bytes));
        SetVocabulary(sorted.Take(MaxTokens - FirstToken ?? int.MaxValue).Select(token => token.Token));
        return this;
    }

    /// <summary>The ids of a text's tokens, <see cref="OutputSequenceLength"/> of them where that is set.</summary>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    public int[] Vectorize(string text)
    {
        CheckAdapted();
        IReadOnlyList<string> tokens = Tokens(text);
        int[] ids = new int[OutputSequenceLength ?? tokens.Count];
        for (int i = 0; i < Math.Min(ids.Length, tokens.Count); i++)
        {
            ids[i] = _ids.GetValueOrDefault(tokens[i], 1);
        }
        return ids;
    }

    /// <summary>The ids of each text's tokens, filled up with 0 to one length.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="length">Receives the length: <see cref="OutputSequenceLength"/>, or that of the longest text.</param>
    /// <returns><c>[texts, length]</c>, row-major.</returns>
    /// <exception cref="ArgumentException">There are no texts, or they have no token.</exception>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    public int[] Vectorize(IEnumerable<string> texts, out int length)
    {
        CheckAdapted();
        ArgumentNullException.ThrowIfNull(texts);
        int[][] sequences = [.. texts.Select(Vectorize)];
        if (Array.TrueForAll(sequences, sequence => sequence.Length == 0))
        {
            throw new ArgumentException($"texts has {sequences.Length} texts without a token; expected at least one token.", nameof(texts));
        }
        return PadSequences.Pad(sequences, out length, SequenceEnd.Post);
    }

    /// <summary>
    /// Writes the learned tokens as UTF-8 text, a token a line, without padding and [UNK], as Keras's vocabulary argument takes it; beside
    /// its place and moved there.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, or the path is a folder's; what stood there still does.</exception>
    public void SaveVocabulary(string path)
    {
        CheckAdapted();
        VocabularyFile.Write(path, _tokens);
    }

    /// <summary>Takes a vocabulary that <see cref="SaveVocabulary"/> wrote.</summary>
    /// <returns>This vectorizer.</returns>
    /// <exception cref="InvalidDataException">A line is wrong, or there are more than <see cref="MaxTokens"/> allows.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public TextVectorizer LoadVocabulary(string path)
    {
        List<string> tokens = VocabularyFile.Read(path);
        if (tokens.Count + FirstToken > MaxTokens)
        {
            throw new InvalidDataException(
                $"{path} has {tokens.Count} tokens, with padding and {Unknown} {tokens.Count + FirstToken} ids; MaxTokens is {MaxTokens}.");
        }
        SetVocabulary(tokens);
        return this;
    }

    private void SetVocabulary(IEnumerable<string> tokens)
    {
        _tokens = [.. tokens];
        _ids = new(_tokens.Count, StringComparer.Ordinal);
        foreach (string token in _tokens)
        {
            _ids[token] = _ids.Count + FirstToken;
        }
    }

    private IReadOnlyList<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder standard = new(text.Length);
        foreach (char c in text)
        {
            if (!StripPunctuation || !char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c)))
            {
                standard.Append(Lower && char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c);
            }
        }
        string clean = standard.ToString();
        return Split == TextSplit.Character
            ? WordSplitter.Characters(clean)
            : clean.Split(s_whitespace, StringSplitOptions.RemoveEmptyEntries);
    }

    private void CheckAdapted()
    {
        if (_tokens.Count == 0)
        {
            throw new InvalidOperationException("The vectorizer has no vocabulary; call Adapt or LoadVocabulary first.");
        }
    }
}
