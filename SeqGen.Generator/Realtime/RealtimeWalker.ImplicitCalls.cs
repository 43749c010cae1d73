using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

// What is called without being written: by using and foreach, deconstruction, ranges and list patterns.
internal sealed partial class RealtimeWalker
{
    public override void VisitUsing(IUsingOperation operation)
    {
        CheckAsynchronous(operation, operation.IsAsynchronous);
        CheckDisposal(operation.Resources);
        base.VisitUsing(operation);
    }

    public override void VisitUsingDeclaration(IUsingDeclarationOperation operation)
    {
        CheckAsynchronous(operation, operation.IsAsynchronous);
        CheckDisposal(operation.DeclarationGroup);
        base.VisitUsingDeclaration(operation);
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        CheckAsynchronous(operation, operation.IsAsynchronous);
        if (operation.SemanticModel is { } semantics && operation.Syntax is CommonForEachStatementSyntax syntax)
        {
            ForEachStatementInfo loop = semantics.GetForEachStatementInfo(syntax);
            CheckEnumerator(operation, loop);
            CheckElement(operation, loop, semantics);
        }
        base.VisitForEachLoop(operation);
    }

    public override void VisitDeconstructionAssignment(IDeconstructionAssignmentOperation operation)
    {
        if (operation.Syntax is AssignmentExpressionSyntax syntax && operation.SemanticModel is { } semantics)
        {
            CheckDeconstruction(Place(operation.Value.Syntax), semantics.GetDeconstructionInfo(syntax), operation.Value.Type, operation.Target);
        }
        base.VisitDeconstructionAssignment(operation);
    }

    public override void VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation)
    {
        CheckOperator(operation, (operation.LengthSymbol as IPropertySymbol)?.GetMethod);
        if (operation.IndexerSymbol is IPropertySymbol indexer)
        {
            CheckProperty(operation, indexer, []);
        }
        CheckOperator(operation, operation.IndexerSymbol as IMethodSymbol);
        base.VisitImplicitIndexerReference(operation);
    }

    public override void VisitListPattern(IListPatternOperation operation)
    {
        CheckOperator(operation, Reader(operation.LengthSymbol));
        if (operation.Patterns.Any(pattern => pattern is not (ISlicePatternOperation or IDiscardPatternOperation)))
        {
            CheckOperator(operation, Reader(operation.IndexerSymbol));
        }
        base.VisitListPattern(operation);
    }

    public override void VisitSlicePattern(ISlicePatternOperation operation)
    {
        if (operation.Pattern is not (null or IDiscardPatternOperation))
        {
            if (operation.InputType is IArrayTypeSymbol)
            {
                ReportRangeOfArray(operation);
            }
            else
            {
                CheckOperator(operation, Reader(operation.SliceSymbol));
            }
        }
        base.VisitSlicePattern(operation);
    }

    private static IMethodSymbol? Reader(ISymbol? symbol) => (symbol as IPropertySymbol)?.GetMethod ?? symbol as IMethodSymbol;

    // Of the library's objects what they did when they were made is known already.
    private void CheckDisposal(IOperation resources)
    {
        IEnumerable<IOperation> values = resources is IVariableDeclarationGroupOperation group
            ? group.Declarations.SelectMany(declaration => declaration.Declarators).Select(declarator => declarator.GetVariableInitializer()!.Value)
            : [resources];
        foreach (IOperation value in values)
        {
            if (rules.Disposal(value.Type) is { } dispose && rules.OfCall(dispose)?.Id == RealtimeDescriptors.UnmarkedCallee.Id)
            {
                CheckCall(value, dispose, []);
            }
        }
    }

    // Arrays and strings are walked by index, enumerators that are structs lie on the stack; what own code makes is found where it stands.
    private void CheckEnumerator(IForEachLoopOperation operation, ForEachStatementInfo loop)
    {
        IOperation collection = operation.Collection;
        while (collection is IConversionOperation { IsImplicit: true } conversion)
        {
            collection = conversion.Operand;
        }
        if (collection.Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String } || loop.GetEnumeratorMethod is not { } start)
        {
            return;
        }
        if (start.ReturnType is not { IsValueType: true } && !rules.IsOwn(start)
            && (rules.OfCall(start) ?? RealtimeDescriptors.Allocation).Id == RealtimeDescriptors.Allocation.Id)
        {
            Report(RealtimeDescriptors.Allocation, collection, $"the enumerator of {collection.Type?.Name}");
            return;
        }
        foreach (IMethodSymbol? step in new[] { start, loop.MoveNextMethod, loop.CurrentProperty?.GetMethod, loop.DisposeMethod })
        {
            CheckOperator(collection, step);
        }
    }

    private void CheckElement(IForEachLoopOperation operation, ForEachStatementInfo loop, SemanticModel semantics)
    {
        if (operation.Syntax is ForEachStatementSyntax single)
        {
            CheckConversion(single.Type.GetLocation(), loop.ElementConversion, loop.ElementType, semantics.GetDeclaredSymbol(single)?.Type);
        }
        else if (operation.Syntax is ForEachVariableStatementSyntax several)
        {
            CheckDeconstruction(
                several.Variable.GetLocation(), semantics.GetDeconstructionInfo(several), loop.ElementType, operation.LoopControlVariable);
        }
    }

    private void CheckDeconstruction(Location place, DeconstructionInfo info, ITypeSymbol? from, IOperation? target)
    {
        if (info.Conversion is { } conversion)
        {
            CheckConversion(place, conversion, from, target?.Type);
        }
        if (info.Method is { } method)
        {
            CheckCall(place, method);
        }
        if (info.Nested.IsDefaultOrEmpty)
        {
            return;
        }
        ITypeSymbol[] parts = info.Method is { } deconstruct
            ? [.. deconstruct.Parameters.Where(parameter => parameter.RefKind == RefKind.Out).Select(parameter => parameter.Type)]
            : [.. from is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Select(element => element.Type) : []];
        var targets = (target is IDeclarationExpressionOperation declaration ? declaration.Expression : target) as ITupleOperation;
        for (int i = 0; i < info.Nested.Length; i++)
        {
            CheckDeconstruction(place, info.Nested[i], parts.ElementAtOrDefault(i), targets?.Elements.ElementAtOrDefault(i));
        }
    }
}
