using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>What a class must be so that the generated members can be added to it.</summary>
internal static class DeclarationRules
{
    // What the generator declares, public and private.
    private static readonly HashSet<string> s_values =
    [
        "Timesteps", "Features", "OutputLength", "ParameterCount", "Summary", "ParameterTensors", "Parameters", "s_tensors", "s_outputs", "_parameters",
        "State", "StateLength", "StepOutputLength", "StepsPerOutput", "Delay", "ReceptiveField", "Chunks",
    ];

    private static readonly Dictionary<string, string[]> s_methods = new()
    {
        ["Predict"] = ["ReadOnlySpan,Span", "ReadOnlyTensorSpan,TensorSpan"],
        ["PredictBatch"] = ["ReadOnlySpan,Span", "ReadOnlyTensorSpan,TensorSpan"],
        ["CreateStreamTrainer"] = ["TrainerOptions,Int32"],
        ["Step"] = ["ReadOnlySpan,State,Span", "Int32,State,Span"],
        ["StepMany"] = ["ReadOnlySpan,Span,Span", "ReadOnlySpan,Span,Span,Span"],
        ["Save"] = ["String"],
        ["Load"] = ["String"],
    };

    // Metadata takes names of 1,023 characters; an implementation of ISequenceModel<Name>.ForwardAndTheLike is one.
    private const int LongestName = 900;

    public static IEnumerable<ModelError> Check(INamedTypeSymbol type) =>
        CheckPartial(type).Concat(CheckKind(type)).Concat(CheckContainingTypeParameters(type)).Concat(CheckConstructors(type)).Concat(CheckMembers(type));

    /// <summary>True for code of this generator, which the analyzer sees and the generator does not.</summary>
    public static bool IsGenerated(SyntaxTree? tree) => tree?.FilePath.Contains(typeof(SequenceModelGenerator).FullName!) == true;

    /// <summary>The declarations that the user wrote.</summary>
    public static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Where(reference => !IsGenerated(reference.SyntaxTree))
            .Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();

    private static IEnumerable<ModelError> CheckPartial(INamedTypeSymbol type)
    {
        if (!IsPartial(type))
        {
            yield return ModelError.Of(Descriptors.NotPartial.Id, -1, type.Name);
        }
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer))
            {
                yield return ModelError.Of(Descriptors.ContainingNotPartial.Id, -1, type.Name, outer.Name);
            }
        }
    }

    private static IEnumerable<ModelError> CheckKind(INamedTypeSymbol type)
    {
        if (type.IsStatic)
        {
            yield return Unsupported(type, "is static", "a model holds parameters; remove the static modifier");
        }
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.IsFileLocal)
            {
                string what = SymbolEqualityComparer.Default.Equals(outer, type) ? "is" : $"is nested in '{outer.Name}', which is";
                yield return Unsupported(
                    type, $"{what} local to its file, where no other file can add code to it", "remove the file modifier");
            }
        }
        if (type.ToDisplayString().Length > LongestName)
        {
            yield return Unsupported(type, "has, with its namespace, a name of more than 900 characters", "shorten it");
        }
        if (Declarations(type).Any(declaration => declaration.ParameterList is not null))
        {
            yield return Unsupported(
                type, "has a primary constructor, which the generated constructor cannot call",
                "write it as an ordinary constructor that calls this(seed)");
        }
        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent
            && !parent.InstanceConstructors.Any(CanBeImplied))
        {
            yield return Unsupported(
                type, $"derives from '{parent.Name}', which has no constructor without arguments for the generated one to call",
                $"give '{parent.Name}' one");
        }
    }

    private static bool CanBeImplied(IMethodSymbol constructor) =>
        constructor.DeclaredAccessibility != Accessibility.Private
        && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams);

    /// <summary>Constructors after which a model has no parameters.</summary>
    public static IEnumerable<IMethodSymbol> ConstructorsWithoutSeed(INamedTypeSymbol type) => type.InstanceConstructors.Where(constructor =>
        OwnDeclaration(constructor) is { } declaration && !declaration.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer)
        && !IsCopy(constructor) && !IsGiven(constructor));

    private static IEnumerable<ModelError> CheckConstructors(INamedTypeSymbol type)
    {
        if (type.InstanceConstructors.Any(constructor => IsGiven(constructor) && OwnDeclaration(constructor) is not null))
        {
            yield return ModelError.Of(Descriptors.MemberTaken.Id, -1, type.Name, ".ctor(int)", "remove it");
        }
        if (type.InstanceConstructors.Any(constructor => IsCopy(constructor) && OwnDeclaration(constructor) is not null))
        {
            yield return Unsupported(type, "has a copy constructor, which leaves the copy without parameters", "remove it: a record has one");
        }
        if (ConstructorsWithoutSeed(type).Any())
        {
            yield return ModelError.Of(Descriptors.ConstructorSkipsSeed.Id, -1, type.Name);
        }
    }

    /// <summary>A constructor's declaration; null for a primary one, which is none of its own, and for the generated one.</summary>
    private static ConstructorDeclarationSyntax? OwnDeclaration(IMethodSymbol constructor) =>
        IsOwn(constructor) ? constructor.DeclaringSyntaxReferences[0].GetSyntax() as ConstructorDeclarationSyntax : null;

    private static bool IsGiven(IMethodSymbol constructor) => Signature(constructor) == "Int32";

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);

    private static IEnumerable<ModelError> CheckMembers(INamedTypeSymbol type)
    {
        if (IsGeneratedName(type.Name))
        {
            yield return Unsupported(type, "has the name of a member that is generated for it", "choose another name");
        }
        foreach (string name in type.TypeParameters.Select(parameter => parameter.Name).Where(IsGeneratedName))
        {
            yield return ModelError.Of(Descriptors.MemberTaken.Id, -1, type.Name, name, "rename it");
        }
        foreach (ISymbol member in type.GetMembers().Where(member => IsOwn(member) && IsTaken(member)))
        {
            yield return ModelError.Of(Descriptors.MemberTaken.Id, -1, type.Name, member.Name, "rename it");
        }
    }

    // Generated code names the type in full, and inside the class these names would mean others.
    private static IEnumerable<ModelError> CheckContainingTypeParameters(INamedTypeSymbol type)
    {
        var inner = new HashSet<string>(type.TypeParameters.Select(parameter => parameter.Name)) { "State", "Chunks" };
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            foreach (string name in outer.TypeParameters.Select(parameter => parameter.Name).Where(name => !inner.Add(name)))
            {
                yield return Unsupported(type, $"is nested in '{outer.Name}', whose type parameter '{name}' is hidden by a type of that name within", "rename one");
            }
        }
    }

    private static bool IsGeneratedName(string name) => s_values.Contains(name) || s_methods.ContainsKey(name);

    // Methods may be overloaded, everything else of a name is the only one.
    private static bool IsTaken(ISymbol member) => member is IMethodSymbol method && s_methods.TryGetValue(member.Name, out string[]? signatures)
        ? signatures.Contains(Signature(method))
        : IsGeneratedName(member.Name);

    private static ModelError Unsupported(INamedTypeSymbol type, string why, string mend) =>
        ModelError.Of(Descriptors.Unsupported.Id, -1, type.Name, why, mend);

    private static string Signature(IMethodSymbol method) =>
        method.TypeParameters.Length > 0 ? "" : string.Join(",", method.Parameters.Select(parameter => parameter.Type.Name));

    private static bool IsOwn(ISymbol member) =>
        !member.IsImplicitlyDeclared && member.DeclaringSyntaxReferences.Length > 0 && !IsGenerated(member.DeclaringSyntaxReferences[0].SyntaxTree);

    private static bool IsPartial(INamedTypeSymbol type) =>
        Declarations(type).All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
