using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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
            start.RegisterOperationAction(
                operation => AnalyzeFunction(operation, rules), OperationKind.LocalFunction, OperationKind.AnonymousFunction);
        });
    }

    private static void AnalyzeMember(OperationBlockAnalysisContext context, RealtimeRules rules)
    {
        if (context.OwningSymbol is not IMethodSymbol method || !rules.Marks.IsMarked(method))
        {
            return;
        }
        var walker = new RealtimeWalker(method, rules, context.ReportDiagnostic);
        walker.CheckDeclaration();
        foreach (IOperation block in context.OperationBlocks)
        {
            walker.Visit(block);
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
