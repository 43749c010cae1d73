using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SeqGen.Generator.Diagnostics;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>The list of diagnostics, its documentation and its release notes say the same.</summary>
public sealed partial class DescriptorTests
{
    private static readonly string s_documentation = ReadFile("docs", "diagnostics.md");

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_is_documented_where_its_link_leads(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Of(id);
        Assert.EndsWith("docs/diagnostics.md#" + id.ToLowerInvariant(), descriptor.HelpLinkUri, StringComparison.Ordinal);
        string section = Assert.Single(Sections(), section => section.StartsWith(id + "\n", StringComparison.Ordinal));
        Assert.Contains(descriptor.Title.ToString(), section, StringComparison.Ordinal);
        Assert.Contains("```csharp\n", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_else_is_documented() => Assert.Equal(
        Descriptors.All.Select(descriptor => descriptor.Id).Order(), Sections().Select(section => section.Split('\n')[0]));

    [Fact]
    public void Release_notes_list_every_diagnostic() => Assert.Equal(
        Descriptors.All.Select(descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}").Order(),
        new[] { "Shipped", "Unshipped" }
            .SelectMany(kind => ReadFile("SeqGen.Generator", "Diagnostics", $"AnalyzerReleases.{kind}.md").Split('\n'))
            .Where(line => line.StartsWith("SEQGEN", StringComparison.Ordinal)).Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_test_of_its_name(string id)
    {
        string[] tests = [.. Directory.GetFiles(Path.Combine(SharedData.Repository, "SeqGen.Tests"), "*Tests.cs", SearchOption.AllDirectories)];
        Assert.Contains(tests, file => File.ReadAllText(file) is var text
            && (text.Contains($"void {id}_", StringComparison.Ordinal) || text.Contains($"\"{id}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Examples_give_the_diagnostic_they_stand_under()
    {
        Assert.All(Sections(), section =>
        {
            string id = section.Split('\n')[0], code = CodeBlock().Match(section).Groups[1].Value;
            Assert.Equal([id], ModelCompiler.Analyze(ModelCompiler.Compile("using SeqGen;\n" + code)).Select(diagnostic => diagnostic.Id).Distinct());
        });
    }

    private static IEnumerable<string> Sections() => s_documentation.Split("\n## ").Skip(1);

    private static string ReadFile(params string[] path) =>
        File.ReadAllText(Path.Combine([SharedData.Repository, .. path])).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
