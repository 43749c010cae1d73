using System;
using System.IO;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>A part of a document that a test writes: it lies between two comments that name it.</summary>
internal static class GeneratedText
{
    /// <summary>Compares; with SEQGEN_ACCEPT=1 writes instead.</summary>
    internal static void Check(string document, string part, string text)
    {
        string path = Path.Combine(SharedData.Repository, document), begin = $"<!-- begin {part} -->\n", end = $"<!-- end {part} -->";
        string now = File.ReadAllText(path).ReplaceLineEndings("\n");
        int from = now.IndexOf(begin, StringComparison.Ordinal) + begin.Length, to = now.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"{document} has no part {part}");
        string expected = $"\n{text.Trim()}\n\n";
        if (Environment.GetEnvironmentVariable("SEQGEN_ACCEPT") == "1")
        {
            File.WriteAllText(path, now[..from] + expected + now[to..]);
            return;
        }
        Assert.Equal(expected, now[from..to]);
    }
}
