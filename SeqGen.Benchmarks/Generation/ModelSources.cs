using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SeqGen.Benchmarks.Generation;

/// <summary>A program with a model of five layers in one file and code without a model in another, and edits of both.</summary>
internal sealed class ModelSources
{
    private readonly SyntaxTree _model;
    private readonly SyntaxTree _other;
    private readonly CSharpCompilation _program;

    internal ModelSources()
    {
        _model = Parse(Model(32));
        _other = Parse(Other(0));
        _program = CSharpCompilation.Create(
            "Program", [_model, _other], References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    internal CSharpParseOptions Options { get; } = new(LanguageVersion.Latest);

    /// <summary>The program as if just opened: parsed, with nothing bound yet.</summary>
    internal CSharpCompilation Fresh() => _program.RemoveAllSyntaxTrees().AddSyntaxTrees(Parse(Model(32)), Parse(Other(0)));

    /// <summary>The program with another number in the code that is no model.</summary>
    internal CSharpCompilation WithOtherEdited(int edit) => _program.ReplaceSyntaxTree(_other, Parse(Other(edit)));

    /// <summary>The program with another number of units in the model's second layer.</summary>
    internal CSharpCompilation WithModelEdited(int edit) => _program.ReplaceSyntaxTree(_model, Parse(Model(32 + (edit % 16))));

    private SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, Options);

    private static string Model(int units) => $$"""
        using SeqGen;

        namespace Weather;

        [SequenceModel(240, 14)]
        [Lstm(32, ReturnSequences = true)]
        [Dropout(0.1f)]
        [Gru({{units}}, ReturnSequences = true)]
        [SimpleRnn(16)]
        [Dense(1)]
        public partial class Forecaster;
        """;

    private static string Other(int edit) => $$"""
        namespace Weather;

        public static class Stations
        {
            public static int Count => {{edit}};
        }
        """;

    // The runtime's own assemblies stand in for the reference assemblies that a build has.
    private static ImmutableArray<MetadataReference> References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(SequenceModel).Assembly.Location),
    ];
}
