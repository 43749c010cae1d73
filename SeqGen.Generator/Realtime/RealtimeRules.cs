using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

/// <summary>What a call means for real time; one for a compilation.</summary>
internal sealed class RealtimeRules(RealtimeMarks marks, Compilation compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, DiagnosticDescriptor?> _calls = new(SymbolEqualityComparer.Default);

    private readonly ISymbol? _dispose = compilation.GetSpecialType(SpecialType.System_IDisposable).GetMembers("Dispose").FirstOrDefault();

    public RealtimeMarks Marks => marks;

    /// <summary>The rule that a call breaks, or null.</summary>
    public DiagnosticDescriptor? OfCall(IMethodSymbol method) => _calls.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, Find);

    /// <summary>A call that only debug builds make, or that is not compiled at all.</summary>
    public static bool IsLeftOut(IMethodSymbol method, SyntaxTree caller) =>
        method.OriginalDefinition is { IsPartialDefinition: true, PartialImplementationPart: null }
        || ConditionalCalls.IsLeftOut(method, caller);

    /// <summary>Whether a user can mark it: it is neither in another assembly nor in a file that a generator writes.</summary>
    public static bool CanBeMarked(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(place => !place.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase));

    /// <summary>What <c>using</c> calls at the end.</summary>
    public IMethodSymbol? Disposal(ITypeSymbol? type) =>
        (_dispose is null ? null : type?.FindImplementationForInterfaceMember(_dispose)) as IMethodSymbol
        ?? type?.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(member => member.Parameters.IsEmpty);

    /// <summary>Whether it belongs to this project or to SeqGen, whose methods need marks and are looked at where they have them.</summary>
    public bool IsOwn(IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly)
        || SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, marks.Runtime);

    /// <summary>How the compiler converts one type into another.</summary>
    public Conversion Conversion(ITypeSymbol from, ITypeSymbol to) => compilation.ClassifyConversion(from, to);

    private DiagnosticDescriptor? Find(IMethodSymbol method)
    {
        if (method.ContainingAssembly is null || method.MethodKind == MethodKind.DelegateInvoke)
        {
            return null;
        }
        if (IsOwn(method))
        {
            return IsTextOfRecord(method) ? RealtimeDescriptors.Text
                : HasCode(method) && !marks.IsMarked(method) ? RealtimeDescriptors.UnmarkedCallee : null;
        }
        return LibraryRules.Of(method);
    }

    // The only ToString that the compiler writes. A mark of the record cannot help it.
    private static bool IsTextOfRecord(IMethodSymbol method) =>
        method is { Name: nameof(ToString), Parameters.IsEmpty: true } && (method.IsImplicitlyDeclared || IsCompilerGenerated(method));

    private static bool IsCompilerGenerated(IMethodSymbol method) =>
        method.GetAttributes().Any(data => data.AttributeClass?.Name == "CompilerGeneratedAttribute");

    /// <summary>False for what the compiler writes: accessors of properties that only keep a value, members of records.</summary>
    private static bool HasCode(IMethodSymbol method)
    {
        if (method.IsImplicitlyDeclared)
        {
            return false;
        }
        if (method.IsAbstract || method.DeclaringSyntaxReferences.IsEmpty)
        {
            return !IsCompilerGenerated(method);
        }
        return method.DeclaringSyntaxReferences[0].GetSyntax() switch
        {
            AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
            // a primary constructor
            TypeDeclarationSyntax => InitializesByCode(method.ContainingType),
            // the property of its parameter
            ParameterSyntax => false,
            _ => true,
        };
    }

    private static bool InitializesByCode(INamedTypeSymbol type) =>
        (from part in type.DeclaringSyntaxReferences
         let declaration = part.GetSyntax() as TypeDeclarationSyntax
         where declaration is not null
         from member in declaration.Members
         where !member.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword)
         from initializer in Initializers(member)
         select initializer?.Value)
        .Any(value => value is not (null or LiteralExpressionSyntax or DefaultExpressionSyntax or IdentifierNameSyntax));

    private static IEnumerable<EqualsValueClauseSyntax?> Initializers(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Initializer),
        PropertyDeclarationSyntax property => [property.Initializer],
        _ => [],
    };
}
