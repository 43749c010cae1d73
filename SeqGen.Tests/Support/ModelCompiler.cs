using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SeqGen.Generator;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;
using SeqGen.Generator.Realtime;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Runs the generator and the compiler on source text, as a build does.</summary>
internal static class ModelCompiler
{
    internal static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp12);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(SequenceModel).Assembly.Location),
    ];

    internal static CSharpCompilation Compile(params string[] sources) => Compile(Options(), sources);

    internal static CSharpCompilation Compile(CSharpCompilationOptions options, params string[] sources) => CSharpCompilation.Create(
        "Models" + Guid.NewGuid().ToString("N"),
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, path: $"Source{index}.cs")), s_references, options);

    internal static CSharpCompilationOptions Options() =>
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The compilation with what the generator adds; fails on errors.</summary>
    internal static Compilation Generate(CSharpCompilation compilation)
    {
        CSharpParseOptions options = compilation.SyntaxTrees.FirstOrDefault()?.Options as CSharpParseOptions ?? ParseOptions;
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new SequenceModelGenerator().AsSourceGenerator()], parseOptions: options);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        return generated;
    }

    /// <summary>The files that the generator writes for a source.</summary>
    internal static IReadOnlyDictionary<string, string> GeneratedFiles(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new SequenceModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());
    }

    /// <summary>What the analyzers say, in source order.</summary>
    internal static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation) =>
    [
        .. compilation.WithAnalyzers([new SequenceModelAnalyzer(), new RealtimeSafeAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult()
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start),
    ];

    /// <summary>Builds and loads; fails on errors.</summary>
    internal static Assembly Load(Compilation compilation)
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10)));
        image.Position = 0;
        return new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true).LoadFromStream(image);
    }

    /// <summary>The plan of a class in a source.</summary>
    internal static ModelPlan Plan(CSharpCompilation compilation, string type) =>
        ModelPlanner.Plan(ModelParser.Parse(compilation.GetTypeByMetadataName(type)!));

    /// <summary>The batched code of models in double precision, by class name.</summary>
    internal static IReadOnlyDictionary<string, DoubleModel> LoadDouble(CSharpCompilation compilation, IEnumerable<string> types)
    {
        Dictionary<string, ModelPlan> plans = types.ToDictionary(type => type, type => Plan(compilation, type));
        Assembly assembly = Load(Compile([.. plans.Values.Select(plan => TrainingEmitter.Emit(plan, "double"))]));
        return plans.ToDictionary(pair => pair.Key, pair => new DoubleModel(pair.Value, assembly));
    }
}
