using System;
using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Generator.Emit;

/// <summary>Leaves out constants that an emitted class does not use: which of its offsets it needs depends on what goes backward.</summary>
internal static class UnusedConstants
{
    private const string Start = "private const int ";

    /// <summary>The text of a class without them, and without the headings of those that are all left out.</summary>
    public static string Remove(string code)
    {
        HashSet<string> used = [.. Words(code).GroupBy(word => word).Where(uses => uses.Skip(1).Any()).Select(uses => uses.Key)];
        string[] paragraphs = code.Split(["\n\n"], StringSplitOptions.None);
        return string.Join("\n\n", paragraphs.Select(paragraph => RemoveFrom(paragraph, used)).Where(paragraph => paragraph is not null));
    }

    // null if it was nothing but constants and their headings
    private static string? RemoveFrom(string paragraph, HashSet<string> used)
    {
        if (!paragraph.Contains(Start))
        {
            return paragraph;
        }
        string[] lines = [.. paragraph.Split('\n').Select(line => IsConstant(line) ? RemoveFromLine(line, used) : line).OfType<string>()];
        return lines.All(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal)) ? null : string.Join("\n", lines);
    }

    private static bool IsConstant(string line) => line.TrimStart().StartsWith(Start, StringComparison.Ordinal);

    private static string? RemoveFromLine(string line, HashSet<string> used)
    {
        int first = line.IndexOf(Start, StringComparison.Ordinal) + Start.Length, end = line.IndexOf(';');
        string[] all = line.Substring(first, end - first).Split([", "], StringSplitOptions.None);
        string[] kept = [.. all.Where(constant => used.Contains(constant.Substring(0, constant.IndexOf(' '))))];
        return kept.Length == 0 ? null : line.Substring(0, first) + string.Join(", ", kept) + line.Substring(end);
    }

    /// <summary>Words of the code, but not of comments.</summary>
    private static IEnumerable<string> Words(string code)
    {
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] == '/' && i + 1 < code.Length && code[i + 1] == '/')
            {
                i = code.IndexOf('\n', i);
                if (i < 0)
                {
                    yield break;
                }
            }
            else if (IsOfWord(code[i]))
            {
                int start = i;
                while (i + 1 < code.Length && IsOfWord(code[i + 1]))
                {
                    i++;
                }
                yield return code.Substring(start, i + 1 - start);
            }
        }
    }

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
