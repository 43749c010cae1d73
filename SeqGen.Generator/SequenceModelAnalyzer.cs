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
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.OfModels;

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
        if (type.TypeKind != TypeKind.Class)
        {
            return;
        }
        List<AttributeData> layers = ModelParser.LayerAttributes(type);
        AttributeData? model = ModelParser.FindModel(type);
        if (model is null)
        {
            foreach (AttributeData layer in layers)
            {
                string title = $"Layer {ModelParser.Kind(layer.AttributeClass!)}";
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.LayerWithoutModel, Place(layer, type), title, type.Name));
            }
            return;
        }
        ModelPlan plan = ModelPlanner.Plan(ModelParser.Parse(type));
        foreach (ModelError error in plan.Errors.Concat(ModelPlanner.Advice(plan)))
        {
            Location place = error.Layer >= 0 ? Place(layers[error.Layer], type)
                : IsAboutClass(error) ? PlaceOnClass(error, type)
                : Place(model, type);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(error.Id), place, [.. error.Arguments]));
        }
    }

    /// <summary>Modifiers and members are the class's business, sizes and layers the attribute's.</summary>
    private static bool IsAboutClass(ModelError error) =>
        Descriptors.Closing.Contains(error.Id) || error.Id == Descriptors.ConstructorSkipsSeed.Id;

    private static Location PlaceOnClass(ModelError error, INamedTypeSymbol type)
    {
        IEnumerable<ISymbol> members =
            error.Id == Descriptors.MemberTaken.Id ? type.GetMembers(error.Arguments[1])
            : error.Id == Descriptors.ConstructorSkipsSeed.Id ? DeclarationRules.ConstructorsWithoutSeed(type)
            : [];
        return members.Concat([type]).SelectMany(symbol => symbol.Locations).First(location => !DeclarationRules.IsGenerated(location.SourceTree));
    }

    private static Location Place(AttributeData attribute, INamedTypeSymbol type) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? Location.Create(reference.SyntaxTree, reference.Span)
            : type.Locations[0];
}
