using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using SeqGen.Tests.Support;

namespace SeqGen.Tests.Documentation;

/// <summary>A fenced block of code.</summary>
/// <param name="Line">The line of the file that opens it, from 1.</param>
/// <param name="Language">As <c>csharp</c>; empty where none is given.</param>
/// <param name="Text">What is in it.</param>
/// <param name="Errors">The diagnostics that the block right after it lists.</param>
internal sealed record CodeBlock(int Line, string Language, string Text, IReadOnlyList<string> Errors);

/// <summary>A Markdown file of the repository, cut into what tests look at.</summary>
internal sealed partial class MarkdownFile
{
    internal MarkdownFile(string path)
    {
        Path = path;
        Text = File.ReadAllText(System.IO.Path.Combine(SharedData.Repository, path)).ReplaceLineEndings("\n");
        Blocks = ReadBlocks();
        Prose = Fence().Replace(Text, "");
    }

    internal string Path { get; }

    internal string Text { get; }

    internal IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The text without its blocks of code.</summary>
    internal string Prose { get; }

    /// <summary>Where links lead, as they are written.</summary>
    internal IEnumerable<string> Links => Link().Matches(Prose).Select(match => match.Groups[1].Value);

    /// <summary>What stands between single backquotes.</summary>
    internal IEnumerable<string> Code => InlineCode().Matches(Prose).Select(match => match.Groups[1].Value);

    /// <summary>What stands between single backquotes, but for a part that a test writes.</summary>
    internal IEnumerable<string> CodeOutside(string part)
    {
        int from = Prose.IndexOf($"<!-- begin {part} -->", StringComparison.Ordinal), to = Prose.IndexOf($"<!-- end {part} -->", StringComparison.Ordinal);
        return InlineCode().Matches(Prose.Remove(from, to - from)).Select(match => match.Groups[1].Value);
    }

    /// <summary>Anchors of the headings, as GitHub makes them.</summary>
    internal IEnumerable<string> Anchors => Heading().Matches(Prose)
        .Select(match => NotInAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The blocks under a heading of the second level.</summary>
    internal IEnumerable<CodeBlock> Section(string heading)
    {
        int start = Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            throw new ArgumentException($"{Path} has no section {heading}.", nameof(heading));
        }
        int end = Text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return Blocks.Where(block => block.Line > LineOf(start) && (end < 0 || block.Line < LineOf(end + 1)));
    }

    private int LineOf(int position) => Text.AsSpan(0, position).Count('\n') + 1;

    private List<CodeBlock> ReadBlocks()
    {
        Match[] fences = [.. Fence().Matches(Text).AsEnumerable()];
        var blocks = new List<CodeBlock>();
        for (int i = 0; i < fences.Length; i++)
        {
            bool isFollowed = i + 1 < fences.Length && Text[(fences[i].Index + fences[i].Length)..fences[i + 1].Index].Trim().Length == 0;
            string next = isFollowed ? fences[i + 1].Groups[2].Value : "";
            string[] errors = next.StartsWith("error SEQGEN", StringComparison.Ordinal) || next.StartsWith("warning SEQGEN", StringComparison.Ordinal)
                ? next.TrimEnd().Split('\n')
                : [];
            blocks.Add(new CodeBlock(LineOf(fences[i].Index), fences[i].Groups[1].Value, fences[i].Groups[2].Value, errors));
        }
        return blocks;
    }

    [GeneratedRegex("^```(\\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\[[^\]]+\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
