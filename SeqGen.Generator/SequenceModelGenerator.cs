using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>Writes the code of every class under <c>[SequenceModel]</c>. It reports nothing: that is the analyzer's part.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SequenceModelGenerator : IIncrementalGenerator
{
    /// <summary>The name of the pipeline's step, for tests of its caching.</summary>
    public const string ModelsStep = "Models";

    // Without a byte order mark, as files of a repository are.
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelSpec> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ModelParser.ModelAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, _) => IsFirst(attributed) ? ModelParser.Parse((INamedTypeSymbol)attributed.TargetSymbol) : null)
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(ModelsStep);
        context.RegisterSourceOutput(models, static (output, spec) =>
        {
            foreach ((string name, string text) in ModelEmitter.Emit(ModelPlanner.Plan(spec)))
            {
                output.AddSource(name, SourceText.From(text, s_utf8));
            }
        });
    }

    /// <summary>False for an attribute that the compiler refuses as a duplicate.</summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext attributed)
    {
        AttributeData? model = ModelParser.FindModel((INamedTypeSymbol)attributed.TargetSymbol);
        return model?.ApplicationSyntaxReference is { } place
            && place.SyntaxTree == attributed.TargetNode.SyntaxTree && attributed.TargetNode.Span.Contains(place.Span)
            && attributed.Attributes.Contains(model);
    }
}
