using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>A user's source, built as a build does: the generator, the compiler and the analyzer.</summary>
internal sealed class ConsumerBuild
{
    private ConsumerBuild(CSharpCompilation compilation)
    {
        Generated = (CSharpCompilation)ModelCompiler.Generate(compilation);
        Compiler = [.. Generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || InGenerated(diagnostic))];
        Analyzer = ModelCompiler.Analyze(Generated);
    }

    /// <summary>The source together with what was generated for it.</summary>
    internal CSharpCompilation Generated { get; }

    /// <summary>The compiler's errors and warnings, and anything at all that it says about generated files.</summary>
    internal ImmutableArray<Diagnostic> Compiler { get; }

    /// <summary>The analyzer's diagnostics in source order.</summary>
    internal ImmutableArray<Diagnostic> Analyzer { get; }

    internal static ConsumerBuild Of(params string[] sources) => Of(ModelCompiler.Options(), ModelCompiler.ParseOptions, sources);

    internal static ConsumerBuild Of(CSharpCompilationOptions options, CSharpParseOptions parseOptions, params string[] sources) => new(
        ModelCompiler.Compile(options)
            .AddSyntaxTrees(sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, parseOptions, path: $"Source{index}.cs"))));

    /// <summary>Builds, and expects the diagnostics of the places between « and », in order, one or more a place: an id, or an id and its whole message.</summary>
    internal static ConsumerBuild Expect(string markup, params string[] diagnostics) => Expect(ModelCompiler.ParseOptions, markup, diagnostics);

    /// <summary>The same, in another version of the language.</summary>
    internal static ConsumerBuild Expect(CSharpParseOptions parseOptions, string markup, params string[] diagnostics)
    {
        ConsumerBuild build = Of(ModelCompiler.Options(), parseOptions, "using SeqGen;\n" + markup.Replace("«", "").Replace("»", ""));
        Assert.Equal(diagnostics, build.Analyzer.Select((diagnostic, index) =>
            diagnostics.ElementAtOrDefault(index)?.Contains(':') == true ? $"{diagnostic.Id}: {diagnostic.GetMessage()}" : diagnostic.Id));
        Assert.Equal(Places(markup), build.Analyzer.Select(diagnostic => diagnostic.Location).Distinct().Select(TextAt));
        return build;
    }

    /// <summary>The compiler says nothing.</summary>
    internal ConsumerBuild IsClean()
    {
        Assert.True(Compiler.IsEmpty, string.Join("\n", Compiler.Take(10)));
        return this;
    }

    internal Assembly Load() => ModelCompiler.Load(Generated);

    private static bool InGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    private static string TextAt(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);

    private static IEnumerable<string> Places(string markup) =>
        markup.Split('«').Skip(1).Select(rest => rest.Split('»')[0]);
}
