using System.Collections.Concurrent;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace SeqGen.Generator.Realtime;

/// <summary>Which methods carry [RealtimeSafe], by themselves or by what they belong to.</summary>
internal sealed class RealtimeMarks(INamedTypeSymbol attribute)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _marked = new(SymbolEqualityComparer.Default);

    /// <summary>The assembly that the attribute comes from, whose methods need marks too.</summary>
    public IAssemblySymbol Runtime => attribute.ContainingAssembly;

    /// <summary>
    /// Marked itself, through its property, a type around it, the function around it, the member that it overrides, or a member of an
    /// interface that it implements.
    /// </summary>
    public bool IsMarked(IMethodSymbol method) => _marked.GetOrAdd(Definition(method), Find);

    /// <summary>Whether the attribute stands on this very symbol.</summary>
    public bool IsItselfMarked(ISymbol symbol) =>
        symbol.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute));

    private static IMethodSymbol Definition(IMethodSymbol method)
    {
        IMethodSymbol whole = (method.ReducedFrom ?? method).OriginalDefinition;
        return whole.PartialDefinitionPart ?? whole;
    }

    private bool Find(IMethodSymbol method) =>
        IsItselfMarked(method)
        || (method.PartialImplementationPart is { } part && IsItselfMarked(part))
        || (method.AssociatedSymbol is { } member && IsItselfMarked(member))
        || (method.ContainingSymbol is IMethodSymbol outer && IsMarked(outer))
        || (CountsForTypes(method) && IsInMarkedType(method))
        || (method.OverriddenMethod is { } overridden && IsMarked(overridden))
        || ImplementsMarked(method);

    // An object is made, and a type set up, before real time begins; a finalizer runs on a thread of its own.
    private static bool CountsForTypes(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.StaticConstructor or MethodKind.Destructor => false,
        MethodKind.Constructor => method.ContainingType.IsValueType,
        _ => true,
    };

    private bool IsInMarkedType(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (IsItselfMarked(type))
            {
                return true;
            }
        }
        return false;
    }

    private bool ImplementsMarked(IMethodSymbol method)
    {
        if (method.ExplicitInterfaceImplementations.Length > 0)
        {
            return method.ExplicitInterfaceImplementations.Any(IsMarked);
        }
        INamedTypeSymbol? type = method.ContainingType;
        return type is { TypeKind: TypeKind.Class or TypeKind.Struct } && method.DeclaredAccessibility == Accessibility.Public
            && type.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name)).OfType<IMethodSymbol>().Where(IsMarked)
                .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method));
    }
}
