using System;
using System.Globalization;
using System.IO;

namespace SeqGen.Data;

/// <summary>Reads the lines of a file of word vectors.</summary>
internal sealed class WordVectorLines(string path, int dimensions)
{
    private readonly Range[] _fields = new Range[dimensions + 2];
    private long _line;

    /// <summary>Words read so far.</summary>
    internal int Words { get; private set; }

    /// <summary>Reads a word and its values; false for a header, or an empty line.</summary>
    /// <exception cref="InvalidDataException">The line is wrong.</exception>
    internal bool TryRead(ReadOnlySpan<char> line, Span<float> values, out string word)
    {
        _line++;
        line = line.TrimEnd();
        word = "";
        if (line.IsEmpty || (_line == 1 && IsHeader(line)))
        {
            return false;
        }
        // From the back: some words of GloVe's larger files have spaces in them.
        ReadOnlySpan<char> rest = line;
        for (int i = dimensions - 1; i >= 0; i--)
        {
            int space = rest.LastIndexOfAny(' ', '\t');
            if (space < 0)
            {
                throw Wrong($"it has {dimensions - 1 - i} values behind its word; expected {dimensions}");
            }
            ReadOnlySpan<char> field = rest[(space + 1)..];
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !float.IsFinite(values[i]))
            {
                throw Wrong($"value {i + 1} of {dimensions}, '{Shortened(field)}', is not a finite number");
            }
            rest = rest[..space].TrimEnd();
        }
        if (rest.IsEmpty)
        {
            throw Wrong($"it has {dimensions} values and no word");
        }
        CheckSurplus(rest);
        word = rest.ToString();
        Words++;
        return true;
    }

    private bool IsHeader(ReadOnlySpan<char> line)
    {
        int fields = line.SplitAny(_fields.AsSpan(0, 3), " \t", StringSplitOptions.RemoveEmptyEntries);
        if (fields != 2 || dimensions == 1
            || !int.TryParse(line[_fields[0]], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || !int.TryParse(line[_fields[1]], NumberStyles.None, CultureInfo.InvariantCulture, out int stated))
        {
            return false;
        }
        return stated == dimensions ? true : throw Wrong($"it states {stated} dimensions; expected {dimensions}");
    }

    // Words with spaces are rare, and their parts are no numbers; a file of more dimensions than asked for has numbers there.
    private void CheckSurplus(ReadOnlySpan<char> word)
    {
        int space = word.LastIndexOfAny(' ', '\t');
        ReadOnlySpan<char> last = word[(space + 1)..];
        if (space >= 0 && last.Contains('.') && float.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            throw Wrong($"it has more than {dimensions} values");
        }
    }

    private static string Shortened(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";

    private InvalidDataException Wrong(string what) => new($"{path}, line {_line.ToString(CultureInfo.InvariantCulture)}: {what}.");
}
