using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>Reports what is wrong with a model on the attribute of the layer that it is about.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SequenceModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        List<AttributeData> layers = ModelParser.LayerAttributes(type);
        AttributeData? model = ModelParser.FindModel(type);
        if (model is null)
        {
            foreach (AttributeData layer in layers)
            {
                string name = layer.AttributeClass!.Name.Replace("Attribute", "");
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.LayerWithoutModel, Place(layer, type), $"Layer {name}", type.Name));
            }
            return;
        }
        ModelPlan plan = ModelPlanner.Plan(ModelParser.Parse(type));
        foreach (ModelError error in plan.Errors.Concat(ModelPlanner.Advice(plan)))
        {
            // Modifiers are the class's business, sizes and layers the attribute's.
            bool onClass = error.Layer < 0 && error.Id is "SEQGEN001" or "SEQGEN004" or "SEQGEN005";
            Location place = onClass ? type.Locations[0] : Place(error.Layer < 0 ? model : layers[error.Layer], type);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(error.Id), place, [.. error.Arguments]));
        }
    }

    private static Location Place(AttributeData attribute, INamedTypeSymbol type) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? Location.Create(reference.SyntaxTree, reference.Span)
            : type.Locations[0];
}
