using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>Writes the code of every class under <c>[SequenceModel]</c>. It reports nothing: that is the analyzer's part.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SequenceModelGenerator : IIncrementalGenerator
{
    /// <summary>The name of the pipeline's step that gives models, for tests of its caching.</summary>
    public const string ModelsStep = "Models";

    /// <summary>The name of the step that gives file names that more than one model would take.</summary>
    public const string SharedNamesStep = "SharedNames";

    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelSpec> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ModelParser.ModelAttribute,
                static (node, _) => node.IsKind(SyntaxKind.ClassDeclaration) || node.IsKind(SyntaxKind.RecordDeclaration),
                static (attributed, _) => IsFirst(attributed) ? ModelParser.Parse((INamedTypeSymbol)attributed.TargetSymbol) : null)
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(ModelsStep);
        IncrementalValueProvider<EquatableArray<string>> shared = models
            .Select(static (spec, _) => spec.Type.HintName)
            .Collect()
            .Select(static (names, _) => SharedNames(names))
            .WithTrackingName(SharedNamesStep);
        context.RegisterSourceOutput(models.Combine(shared), static (output, model) =>
        {
            (ModelSpec spec, EquatableArray<string> names) = model;
            string hint = Files(spec.Type.HintName).Any(names.Contains) ? spec.Type.UniqueHintName : spec.Type.HintName;
            foreach ((string name, string text) in ModelEmitter.Emit(ModelPlanner.Plan(spec), hint))
            {
                output.AddSource(name, SourceText.From(text, s_encoding));
            }
        });
    }

    /// <summary>Names that two models would give to files: the compiler, as some file systems, takes A.g.cs and a.g.cs for one.</summary>
    private static EquatableArray<string> SharedNames(IEnumerable<string> names) => new(
        names.SelectMany(Files).GroupBy(name => name).Where(group => group.Skip(1).Any()).Select(group => group.Key)
            .OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>Model A has a file A.Training.g.cs, as has a model Training nested in A.</summary>
    private static IEnumerable<string> Files(string hint) =>
        new[] { hint, hint + ".Training", hint + ".Inference", hint + ".Chunks", hint + ".Steps" }.Select(name => name.ToUpperInvariant());

    /// <summary>False for an attribute that the compiler refuses as a duplicate.</summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext attributed)
    {
        AttributeData? model = ModelParser.FindModel((INamedTypeSymbol)attributed.TargetSymbol);
        return model?.ApplicationSyntaxReference is { } place
            && place.SyntaxTree == attributed.TargetNode.SyntaxTree && attributed.TargetNode.Span.Contains(place.Span)
            && attributed.Attributes.Contains(model);
    }
}
