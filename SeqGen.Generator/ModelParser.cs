using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>Reads a model from its symbol. Symbols and syntax end here.</summary>
internal static class ModelParser
{
    public const string ModelAttribute = "SeqGen.SequenceModelAttribute";

    public static ModelSpec Parse(INamedTypeSymbol type)
    {
        var errors = new List<ModelError>();
        AttributeData model = FindModel(type)!;
        List<AttributeData> attributes = LayerAttributes(type);
        errors.AddRange(DeclarationRules.Check(type));
        errors.AddRange(CheckPlaces(type, model, attributes));
        List<LayerSpec> layers = [.. attributes.Select((attribute, index) => ReadLayer(attribute, index, errors))];
        errors.AddRange(CheckNames(layers));
        if (layers.Count == 0)
        {
            errors.Add(ModelError.Of(Descriptors.NoLayers.Id, -1, type.Name));
        }
        int? truncatedBptt = ReadTruncatedBptt(type, errors);
        return new ModelSpec(
            Hierarchy(type), Size(model, 0, "timesteps", type, errors),
            model.ConstructorArguments.Length == 1 ? ModelSpec.Tokens : Size(model, 1, "features", type, errors), IsSet(model, "VariableLength"),
            new EquatableArray<LayerSpec>(layers), new EquatableArray<ModelError>(errors))
        {
            Streaming = IsSet(model, "Streaming"),
            FlushDenormals = !IsSet(model, "FlushDenormals", to: false),
            TruncatedBptt = truncatedBptt,
        };
    }

    public static AttributeData? FindModel(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { Name: "SequenceModelAttribute" } model && IsOfSeqGen(model));

    /// <summary>The layer attributes of a class in source order, those of other declarations last.</summary>
    public static List<AttributeData> LayerAttributes(INamedTypeSymbol type)
    {
        SyntaxReference? model = FindModel(type)?.ApplicationSyntaxReference;
        return
        [
            .. type.GetAttributes()
                .Where(attribute => IsLayer(attribute) && attribute.ApplicationSyntaxReference is not null)
                .OrderBy(attribute => attribute.ApplicationSyntaxReference!.SyntaxTree != model?.SyntaxTree)
                .ThenBy(attribute => attribute.ApplicationSyntaxReference!.Span.Start),
        ];
    }

    private static bool IsLayer(AttributeData attribute) =>
        attribute.AttributeClass is { } layer && IsOfSeqGen(layer) && LayerCatalog.Layers.ContainsKey(Kind(layer));

    private static bool IsOfSeqGen(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "SeqGen", ContainingNamespace.IsGlobalNamespace: true };

    public static string Kind(INamedTypeSymbol attribute) => attribute.Name.Replace("Attribute", "");

    private static LayerSpec ReadLayer(AttributeData attribute, int index, List<ModelError> errors)
    {
        var arguments = new LayerArguments(attribute, index, errors);
        return LayerCatalog.Layers[Kind(attribute.AttributeClass!)](arguments) with { Name = arguments.String("Name"), Trainable = arguments.Boolean("Trainable", true) };
    }

    private static int Size(AttributeData model, int position, string name, INamedTypeSymbol type, List<ModelError> errors)
    {
        // The compiler refuses what is no int.
        int value = model.ConstructorArguments.Length > position
            && model.ConstructorArguments[position] is { Kind: TypedConstantKind.Primitive, Value: int size } ? size : 1;
        if (value <= 0)
        {
            errors.Add(ModelError.Of(Descriptors.NotPositive.Id, -1, $"Model '{type.Name}'", name, Emit.CSharpLiteral.Of(value)));
        }
        return value;
    }

    private static int? ReadTruncatedBptt(INamedTypeSymbol type, List<ModelError> errors)
    {
        AttributeData? attribute = type.GetAttributes()
            .FirstOrDefault(attribute => attribute.AttributeClass is { Name: "TruncatedBpttAttribute" } found && IsOfSeqGen(found));
        if (attribute is null)
        {
            return null;
        }
        int timesteps = attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is int value ? value : 1;
        if (timesteps <= 0)
        {
            errors.Add(ModelError.Of(Descriptors.NotPositive.Id, -1, "[TruncatedBptt]", "timesteps", Emit.CSharpLiteral.Of(timesteps)));
        }
        return timesteps;
    }

    private static bool IsSet(AttributeData model, string option, bool to = true) =>
        model.NamedArguments.Any(argument => argument.Key == option && argument.Value is { Kind: TypedConstantKind.Primitive, Value: bool value } && value == to);

    private static IEnumerable<ModelError> CheckPlaces(INamedTypeSymbol type, AttributeData model, List<AttributeData> layers)
    {
        SyntaxNode? place = model.ApplicationSyntaxReference?.GetSyntax().Parent?.Parent;
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].ApplicationSyntaxReference!.GetSyntax().Parent?.Parent != place)
            {
                yield return ModelError.Of(Descriptors.SplitLayers.Id, i, $"Layer {Kind(layers[i].AttributeClass!)}", type.Name);
            }
        }
    }

    private static IEnumerable<ModelError> CheckNames(List<LayerSpec> layers)
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < layers.Count; i++)
        {
            string? name = layers[i].Name;
            string own = name ?? layers[i].Kind.ToLowerInvariant() + Emit.CSharpLiteral.Of(i);
            if (name is not null && !(name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.')))
            {
                yield return ModelError.Of(Descriptors.BadName.Id, i, Errors.Title(i, layers[i]), name, "is not made of letters, digits, '_', '-' and '.'");
            }
            if (!seen.Add(own))
            {
                yield return ModelError.Of(Descriptors.BadName.Id, i, Errors.Title(i, layers[i]), own, "another layer has");
            }
        }
    }

    private static TypeHierarchy Hierarchy(INamedTypeSymbol type)
    {
        List<INamedTypeSymbol> outward = [.. Outward(type)];
        IEnumerable<string> containing = outward.Skip(1).Reverse().Select(Declaration);
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(
            SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted));
        var names = new List<string>();
        for (INamespaceSymbol current = type.ContainingNamespace; !current.IsGlobalNamespace; current = current.ContainingNamespace)
        {
            names.Insert(0, current.Name);
        }
        names.AddRange(Enumerable.Reverse(outward).Select(outer => outer.MetadataName));
        return new TypeHierarchy(
            space, new EquatableArray<string>(containing), Declaration(type), type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Escape(type.Name), new EquatableArray<string>(names), DeclarationRules.Declarations(type).Any(IsDocumented));
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        string keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            _ => "class",
        };
        string parameters = type.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name)))}>";
        return $"partial {keyword} {Escape(type.Name)}{parameters}";
    }

    // Where documentation is not asked for, the parser takes its comments for ordinary ones.
    private static bool IsDocumented(TypeDeclarationSyntax declaration) =>
        declaration.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
            || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia)
            || (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && trivia.ToString().StartsWith("///", StringComparison.Ordinal)));

    private static IEnumerable<INamedTypeSymbol> Outward(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
