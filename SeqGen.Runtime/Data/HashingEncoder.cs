using System;
using System.Text;

namespace SeqGen.Data;

/// <summary>Numbers words by a hash, without a vocabulary, as Keras's hashing_trick; different words may share a number.</summary>
/// <remarks>
/// A word's id is <c>hash mod (bins - 1) + 1</c>: 1 to bins - 1, 0 is left for padding. The hash is 64-bit FNV-1a over the word's UTF-8,
/// with its bits mixed at the end (MurmurHash3's finalizer). It is the same on every machine and in every version, so that a saved model
/// keeps its meaning; Python's, Keras's default, changes from run to run.
/// </remarks>
public sealed class HashingEncoder
{
    /// <summary>An encoder into ids below a number.</summary>
    /// <param name="bins">Number of ids, padding's 0 among them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 2.</exception>
    public HashingEncoder(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        Bins = bins;
    }

    /// <summary>Number of ids, padding's 0 among them.</summary>
    public int Bins { get; }

    /// <summary>Characters that separate words; <see cref="WordSplitter.DefaultFilters"/> by default.</summary>
    public string Filters { get; init; } = WordSplitter.DefaultFilters;

    /// <summary>Whether texts are brought to lower case; true by default.</summary>
    public bool Lower { get; init; } = true;

    /// <summary>What stands between words; a space by default.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>The id of one word, as it is.</summary>
    public int Encode(ReadOnlySpan<char> word)
    {
        ulong hash = 0xcbf29ce484222325;
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in word.EnumerateRunes())
        {
            int count = rune.EncodeToUtf8(bytes);
            for (int i = 0; i < count; i++)
            {
                hash = (hash ^ bytes[i]) * 0x100000001b3;
            }
        }
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        hash ^= hash >> 33;
        return (int)(hash % (ulong)(Bins - 1)) + 1;
    }

    /// <summary>The ids of a text's words.</summary>
    public int[] EncodeText(string text)
    {
        string[] words = WordSplitter.Words(text, Filters, Lower, Separator);
        return Array.ConvertAll(words, word => Encode(word));
    }
}
