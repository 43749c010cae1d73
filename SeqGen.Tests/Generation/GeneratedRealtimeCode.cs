using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SeqGen.Generator.Realtime;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>What the analyzer of [RealtimeSafe] says about generated files, in which a pragma hides warnings from users.</summary>
internal static class GeneratedRealtimeCode
{
    // Made, saved and loaded before real time begins.
    private static readonly string[] s_unmarked = [".ctor", "Save", "Load", "CreateStreamTrainer"];

    /// <summary>All generated methods are marked, and keep their promise.</summary>
    internal static void IsClean(CSharpCompilation compilation)
    {
        var generated = (CSharpCompilation)ModelCompiler.Generate(compilation);
        var marks = new RealtimeMarks(generated.GetTypeByMetadataName("SeqGen.RealtimeSafeAttribute")!);
        IMethodSymbol[] methods =
        [
            .. from tree in generated.SyntaxTrees
               where tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)
               let semantics = generated.GetSemanticModel(tree)
               from node in tree.GetRoot().DescendantNodes()
               where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
               select (IMethodSymbol)semantics.GetDeclaredSymbol(node)!,
        ];
        Assert.NotEmpty(methods);
        Assert.All(methods.Where(method => !s_unmarked.Contains(method.Name)), method => Assert.True(marks.IsMarked(method), $"{method} is not marked"));
        Assert.Empty(Findings(generated));
    }

    /// <summary>The findings, those under a pragma too.</summary>
    internal static ImmutableArray<Diagnostic> Findings(CSharpCompilation generated)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        return generated.WithAnalyzers([new RealtimeSafeAnalyzer()], options).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
    }
}
