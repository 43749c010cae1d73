using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Documentation;

/// <summary>What the documents point at is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Files => ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/diagnostics.md", "docs/conformance.md"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Links_lead_to_files_and_headings(string path)
    {
        var file = new MarkdownFile(path);
        foreach (string link in file.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, parts[0]);
            Assert.True(Exists(target), $"{path} links to {link}");
            Assert.True(parts.Length == 1 || new MarkdownFile(target).Anchors.Contains(parts[1]), $"{path} links to {link}, which is no heading");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Paths_that_are_named_exist(string path) => Assert.All(
        new MarkdownFile(path).Code.Where(code => RepositoryPath().IsMatch(code)), code => Assert.True(Exists(code), $"{path} names {code}"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Tests_that_are_named_exist(string path)
    {
        ILookup<string, Type> types = typeof(LinkTests).Assembly.GetTypes().ToLookup(type => type.Name);
        foreach (string code in new MarkdownFile(path).Code.Where(code => TestName().IsMatch(code)))
        {
            string[] parts = code.Split('.');
            Assert.True(types[parts[0]].Any(type => parts.Length == 1 || type.GetMethod(parts[1]) is not null), $"{path} names {code}");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Headings_stand_apart(string path) => Assert.DoesNotMatch("[^\n]\n#+ ", new MarkdownFile(path).Prose);

    private static bool Exists(string path) => Path.Exists(Path.Combine(SharedData.Repository, path));

    // Not one with a placeholder, as SeqGen.Generator/Layers/<Layer>.cs.
    [GeneratedRegex(@"^(SeqGen\.\w+|examples|tools|docs|\.ci)/[\w./-]*$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"^\w+Tests(\.\w+)?$")]
    private static partial Regex TestName();
}
