using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SeqGen.Generator.Layers;
using SeqGen.Tests.Generation;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Documentation;

/// <summary>The code in README.md compiles, runs, and gets the diagnostics that stand below it.</summary>
public sealed class ReadmeTests
{
    // The newest that the compiler in use knows: projects are compiled as no less.
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp13);

    private static readonly MarkdownFile s_readme = new("README.md");

    private static readonly CodeBlock[] s_quickStart = [.. s_readme.Section("Quick start").Where(block => block is { Language: "csharp", Errors.Count: 0 })];

    public static TheoryData<int> CSharpLines => [.. s_readme.Blocks.Where(block => block.Language == "csharp").Select(block => block.Line)];

    [Theory]
    [MemberData(nameof(CSharpLines))]
    public void Code_compiles(int line)
    {
        CodeBlock block = s_readme.Blocks.Single(block => block.Line == line);
        ConsumerBuild build = s_quickStart.Contains(block)
            ? QuickStart([.. s_quickStart.Select(part => part.Text)])
            : ConsumerBuild.Of(ModelCompiler.Options(), s_parseOptions, Fragment(block.Text));
        build.IsClean();
        Assert.Equal(block.Errors, build.Analyzer.Select(diagnostic => $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage()}"));
    }

    [Fact]
    public void Quick_start_runs()
    {
        string folder = Directory.CreateTempSubdirectory("seqgen-readme-").FullName;
        try
        {
            string file = Path.Combine(folder, "forecaster.safetensors");
            ConsumerBuild build = QuickStart([.. s_quickStart.Select(block => block.Text
                .Replace("Epochs = 100", "Epochs = 3", StringComparison.Ordinal)
                .Replace("\"forecaster.safetensors\"", SymbolDisplay.FormatLiteral(file, quote: true), StringComparison.Ordinal))]);
            build.Load().EntryPoint!.Invoke(null, [Array.Empty<string>()]);
            Assert.True(File.Exists(file));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Two_commands_come_first()
    {
        CodeBlock first = s_readme.Blocks[0];
        Assert.True(first.Line <= 3);
        Assert.Equal(
            ["dotnet run -c Release --project examples/StockForecaster", "dotnet test -c Release"],
            first.Text.TrimEnd().Split('\n').Select(command => command.Split('#')[0].TrimEnd()));
    }

    [Fact]
    public void Project_references_lead_to_projects()
    {
        CodeBlock[] blocks = [.. s_readme.Blocks.Where(block => block.Language == "xml")];
        Assert.NotEmpty(blocks);
        foreach (XElement reference in blocks.SelectMany(block => XElement.Parse(block.Text).Descendants("ProjectReference")))
        {
            string path = reference.Attribute("Include")!.Value.Replace("../seqgen/", "", StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(SharedData.Repository, path)), $"{path} is missing");
        }
    }

    [Fact]
    public void Every_layer_option_and_choice_is_named()
    {
        PropertyInfo[] options =
        [
            .. LayerCatalog.Layers.Keys.SelectMany(kind => typeof(LayerAttribute).Assembly.GetType($"SeqGen.{kind}Attribute", throwOnError: true)!.GetProperties())
                .Where(property => property.CanWrite),
        ];
        IEnumerable<string> names = LayerCatalog.Layers.Keys
            .Concat(options.Select(option => option.Name))
            .Concat(options.Select(option => option.PropertyType).Where(type => type.IsEnum).SelectMany(Enum.GetNames));
        // By hand: the matrix, which has every name, does not count.
        HashSet<string> named = [.. s_readme.CodeOutside("matrix").Select(code => code.Split('(')[0])];
        Assert.All(names, name => Assert.Contains(name, named));
    }

    // As a console program: statements at the top level stay there.
    private static ConsumerBuild QuickStart(string[] sources) =>
        ConsumerBuild.Of(ModelCompiler.Options().WithOutputKind(OutputKind.ConsoleApplication), s_parseOptions, sources);

    // Statements go into a method that sees what the quick start has, classes beside it.
    private static string Fragment(string code)
    {
        CompilationUnitSyntax root = Parse(code);
        IEnumerable<MemberDeclarationSyntax> types = root.Members.Where(member => member is not GlobalStatementSyntax);
        IEnumerable<MemberDeclarationSyntax> models = s_quickStart.SelectMany(block => Parse(block.Text).Members).Where(member => member is not GlobalStatementSyntax);
        return $$"""
            using System;
            using SeqGen;
            using SeqGen.Data;
            using SeqGen.Training;
            {{root.Usings}}

            {{string.Join("\n", models.Concat(types))}}

            internal static class Fragment
            {
                internal static StockForecaster model = new();
                internal static IDataset train = null!, validation = null!;

                internal static void Run()
                {
                    {{string.Join("\n", root.Members.OfType<GlobalStatementSyntax>())}}
                }
            }
            """;
    }

    private static CompilationUnitSyntax Parse(string code) =>
        (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code, s_parseOptions).GetRoot();
}
