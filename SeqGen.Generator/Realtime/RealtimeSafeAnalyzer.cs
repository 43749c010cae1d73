using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

/// <summary>Warns where a method marked [RealtimeSafe] allocates, waits, does I/O or calls what is not marked.</summary>
/// <remarks>Generated code is looked at too: a mark there is as much of a promise as elsewhere.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RealtimeSafeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RealtimeDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("SeqGen.RealtimeSafeAttribute") is not { } attribute)
            {
                return;
            }
            var rules = new RealtimeRules(new RealtimeMarks(attribute), start.Compilation);
            start.RegisterOperationBlockAction(block => AnalyzeMember(block, rules));
            start.RegisterSymbolAction(type => AnalyzeType(type, rules), SymbolKind.NamedType);
            start.RegisterOperationAction(
                operation => AnalyzeFunction(operation, rules), OperationKind.LocalFunction, OperationKind.AnonymousFunction);
        });
    }

    private static void AnalyzeMember(OperationBlockAnalysisContext context, RealtimeRules rules)
    {
        IMethodSymbol? method = context.OwningSymbol as IMethodSymbol ?? Initializing(context.OwningSymbol, rules);
        if (method is null || !rules.Marks.IsMarked(method))
        {
            return;
        }
        var walker = new RealtimeWalker(method, rules, context.ReportDiagnostic);
        if (context.OwningSymbol is IMethodSymbol)
        {
            walker.CheckDeclaration();
        }
        foreach (IOperation block in context.OperationBlocks)
        {
            walker.Visit(block);
        }
    }

    /// <summary>A marked constructor that runs the initializer of a field or property.</summary>
    private static IMethodSymbol? Initializing(ISymbol member, RealtimeRules rules) =>
        member.IsStatic ? null : member.ContainingType?.InstanceConstructors.FirstOrDefault(
            constructor => !constructor.IsImplicitlyDeclared && rules.Marks.IsMarked(constructor) && !CallsAnother(constructor));

    private static bool CallsAnother(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(place => place.GetSyntax()
            is ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer });

    // A method that a class inherits, and with which it meets a marked member of an interface, is not looked at where it stands.
    private static void AnalyzeType(SymbolAnalysisContext context, RealtimeRules rules)
    {
        if (context.Symbol is not INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType: { } parent } type)
        {
            return;
        }
        SymbolEqualityComparer comparer = SymbolEqualityComparer.Default;
        IEnumerable<IMethodSymbol> members = type.AllInterfaces.SelectMany(contract => contract.GetMembers()).OfType<IMethodSymbol>();
        foreach (IMethodSymbol member in members.Where(rules.Marks.IsMarked))
        {
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol { ContainingType.TypeKind: TypeKind.Class } method
                && rules.IsOwn(method) && !comparer.Equals(method.ContainingType, type)
                && !comparer.Equals(method, parent.FindImplementationForInterfaceMember(member)))
            {
                new RealtimeWalker(member, rules, context.ReportDiagnostic).CheckCall(type.Locations[0], method);
            }
        }
    }

    // A function within a marked method is looked at with it.
    private static void AnalyzeFunction(OperationAnalysisContext context, RealtimeRules rules)
    {
        IMethodSymbol function =
            context.Operation is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)context.Operation).Symbol;
        if (!rules.Marks.IsItselfMarked(function) || (function.ContainingSymbol is IMethodSymbol outer && rules.Marks.IsMarked(outer)))
        {
            return;
        }
        var walker = new RealtimeWalker(function, rules, context.ReportDiagnostic);
        walker.CheckDeclaration();
        foreach (IOperation child in context.Operation.ChildOperations)
        {
            walker.Visit(child);
        }
    }
}
