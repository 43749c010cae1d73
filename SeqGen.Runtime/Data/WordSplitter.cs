using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;

namespace SeqGen.Data;

/// <summary>
/// Cuts a text into words as Keras's text_to_word_sequence: lower case, filtered characters become separators, no empty words.
/// </summary>
public static class WordSplitter
{
    /// <summary>Keras's filters: punctuation without the apostrophe, tab and line feed.</summary>
    public const string DefaultFilters = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

    private static readonly SearchValues<char> s_default = SearchValues.Create(DefaultFilters);

    /// <summary>The words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="filters">Characters that are taken for the separator.</param>
    /// <param name="lower">Whether words are brought to lower case.</param>
    /// <param name="separator">What stands between words.</param>
    /// <exception cref="ArgumentException">The separator is empty.</exception>
    public static string[] Words(string text, string filters = DefaultFilters, bool lower = true, string separator = " ")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentException.ThrowIfNullOrEmpty(separator);
        string cased = lower ? text.ToLowerInvariant() : text;
        SearchValues<char> filtered = filters == DefaultFilters ? s_default : SearchValues.Create(filters);
        StringBuilder clean = new(cased.Length);
        ReadOnlySpan<char> rest = cased;
        for (int next; (next = rest.IndexOfAny(filtered)) >= 0; rest = rest[(next + 1)..])
        {
            clean.Append(rest[..next]).Append(separator);
        }
        clean.Append(rest);
        return clean.ToString().Split(separator, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The characters of a text, those beyond 16 bits whole.</summary>
    internal static List<string> Characters(string text)
    {
        List<string> characters = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            characters.Add(rune.ToString());
        }
        return characters;
    }
}
