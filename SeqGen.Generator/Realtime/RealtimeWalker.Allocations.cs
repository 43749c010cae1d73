using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

// Expressions that make objects, arrays, boxes, delegates and strings.
internal sealed partial class RealtimeWalker
{
    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        if (IsException(operation.Type))
        {
            // for a throw, here or where the exception is given to
            PassOver([operation]);
            return;
        }
        if (operation.Type is { IsReferenceType: true } type)
        {
            Report(OfCreation(operation), operation, $"new {type.Name}");
        }
        else if (operation.Constructor is { } constructor)
        {
            CheckCall(operation, constructor, operation.Arguments);
        }
        base.VisitObjectCreation(operation);
    }

    public override void VisitTypeParameterObjectCreation(ITypeParameterObjectCreationOperation operation)
    {
        if (operation.Type is not { IsValueType: true })
        {
            Report(RealtimeDescriptors.Allocation, operation, $"new {operation.Type?.Name}");
        }
        base.VisitTypeParameterObjectCreation(operation);
    }

    public override void VisitAnonymousObjectCreation(IAnonymousObjectCreationOperation operation)
    {
        Report(RealtimeDescriptors.Allocation, operation, "an anonymous object");
        base.VisitAnonymousObjectCreation(operation);
    }

    public override void VisitWith(IWithOperation operation)
    {
        if (operation.Type is { IsReferenceType: true } type)
        {
            Report(RealtimeDescriptors.Allocation, operation, $"a copy of the {type.Name}");
        }
        base.VisitWith(operation);
    }

    public override void VisitArrayCreation(IArrayCreationOperation operation)
    {
        if (operation.Parent is not IArgumentOperation { ArgumentKind: ArgumentKind.ParamArray } && !IsConstantData(operation))
        {
            Report(RealtimeDescriptors.Allocation, operation, "an array");
        }
        base.VisitArrayCreation(operation);
    }

    public override void VisitArrayElementReference(IArrayElementReferenceOperation operation)
    {
        if (operation.Type is IArrayTypeSymbol && operation.Indices.Any(index => IsOfSystem(index.Type, "Range")))
        {
            Report(RealtimeDescriptors.Allocation, operation, "a range of an array, which is a copy,");
        }
        base.VisitArrayElementReference(operation);
    }

    public override void VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation)
    {
        if (operation.IndexerSymbol is IMethodSymbol slice)
        {
            CheckCall(operation, slice, []);
        }
        base.VisitImplicitIndexerReference(operation);
    }

    public override void VisitCollectionExpression(ICollectionExpressionOperation operation)
    {
        if (operation.Parent is not IArgumentOperation { ArgumentKind: ArgumentKind.ParamCollection } && AllocatesElements(operation))
        {
            Report(RealtimeDescriptors.Allocation, operation, "a collection expression");
        }
        base.VisitCollectionExpression(operation);
    }

    public override void VisitArgument(IArgumentOperation operation)
    {
        bool allocates = operation.ArgumentKind switch
        {
            ArgumentKind.ParamArray => operation.Value is IArrayCreationOperation { Initializer.ElementValues.Length: > 0 },
            ArgumentKind.ParamCollection => operation.Value is ICollectionExpressionOperation list && AllocatesElements(list),
            _ => false,
        };
        if (allocates && operation.Parameter?.ContainingSymbol is { } target && !_covered.Contains(operation.Value))
        {
            Report(RealtimeDescriptors.ParamsArray, Place(operation.Parent!.Syntax), Name(target));
        }
        base.VisitArgument(operation);
    }

    public override void VisitConversion(IConversionOperation operation)
    {
        CheckOperator(operation, operation.OperatorMethod);
        if (operation.GetConversion().IsBoxing && !IsBoxRemoved(operation))
        {
            Report(RealtimeDescriptors.Boxing, operation, $"{operation.Operand.Type?.Name} is boxed into {operation.Type?.Name}");
        }
        base.VisitConversion(operation);
    }

    public override void VisitAnonymousFunction(IAnonymousFunctionOperation operation)
    {
        if (operation.Symbol.IsAsync)
        {
            Report(RealtimeDescriptors.Asynchrony, operation, "the lambda");
        }
        if (operation.Parent is not IDelegateCreationOperation)
        {
            Report(RealtimeDescriptors.Closure, operation, "the lambda becomes an expression tree");
        }
        else if (Captures.Of(operation).FirstOrDefault() is { } captured)
        {
            Report(RealtimeDescriptors.Closure, operation, $"the lambda captures {(captured is ITypeSymbol ? "this" : captured.Name)}");
        }
        base.VisitAnonymousFunction(operation);
    }

    public override void VisitLocalFunction(ILocalFunctionOperation operation)
    {
        if (operation.Symbol.IsAsync)
        {
            Report(RealtimeDescriptors.Asynchrony, operation.Symbol.Locations[0], $"'{operation.Symbol.Name}'");
        }
        base.VisitLocalFunction(operation);
    }

    // The compiler keeps delegates of static methods, but not of those bound to an object.
    public override void VisitDelegateCreation(IDelegateCreationOperation operation)
    {
        if (operation.Target is IMethodReferenceOperation reference && (!reference.Method.IsStatic || reference.Instance is not null))
        {
            Report(RealtimeDescriptors.Closure, operation, $"'{Name(reference.Method)}' becomes a delegate");
        }
        base.VisitDelegateCreation(operation);
    }

    public override void VisitEventAssignment(IEventAssignmentOperation operation)
    {
        Report(RealtimeDescriptors.Closure, operation, "the event's delegates are combined anew");
        base.VisitEventAssignment(operation);
    }

    public override void VisitInterpolatedString(IInterpolatedStringOperation operation)
    {
        if (!operation.ConstantValue.HasValue && operation.Parent is not IInterpolatedStringHandlerCreationOperation)
        {
            Report(RealtimeDescriptors.Text, operation, "interpolation");
            _covered.UnionWith(operation.Parts.OfType<IInterpolationOperation>().Select(part => part.Expression));
        }
        base.VisitInterpolatedString(operation);
    }

    public override void VisitDynamicInvocation(IDynamicInvocationOperation operation) => ReportDynamic(operation);

    public override void VisitDynamicMemberReference(IDynamicMemberReferenceOperation operation) => ReportDynamic(operation);

    public override void VisitDynamicIndexerAccess(IDynamicIndexerAccessOperation operation) => ReportDynamic(operation);

    public override void VisitDynamicObjectCreation(IDynamicObjectCreationOperation operation) => ReportDynamic(operation);

    private void ReportDynamic(IOperation operation) => Report(RealtimeDescriptors.Allocation, operation, "a dynamic operation");

    private static bool IsException(ITypeSymbol? type) => IsOfSystem(type, "Exception") || (type?.BaseType is { } parent && IsException(parent));

    private static bool IsOfSystem(ITypeSymbol? type, string name) =>
        type?.Name == name && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    private static DiagnosticDescriptor OfCreation(IObjectCreationOperation operation) =>
        operation.Type!.SpecialType == SpecialType.System_String ? RealtimeDescriptors.Text
        : operation.Constructor is { } constructor ? LibraryRules.Of(constructor) ?? RealtimeDescriptors.Allocation
        : RealtimeDescriptors.Allocation;

    // One finding for a chain of a + b + c.
    private void CheckConcatenation(IBinaryOperation operation)
    {
        if (operation.OperatorKind != BinaryOperatorKind.Add || operation.ConstantValue.HasValue)
        {
            return;
        }
        if (operation.Type is { SpecialType: SpecialType.System_String })
        {
            Report(RealtimeDescriptors.Text, operation, "concatenation");
            _covered.Add(operation.LeftOperand);
            _covered.Add(operation.RightOperand);
        }
        else if (operation.Type is { TypeKind: TypeKind.Delegate })
        {
            Report(RealtimeDescriptors.Closure, operation, "two delegates are combined");
        }
    }

    private void CheckGrowingText(ICompoundAssignmentOperation operation)
    {
        if (operation.Type is { SpecialType: SpecialType.System_String })
        {
            Report(RealtimeDescriptors.Text, operation, "concatenation");
            _covered.Add(operation.Value);
        }
        else if (operation.Type is { TypeKind: TypeKind.Delegate })
        {
            Report(RealtimeDescriptors.Closure, operation, "two delegates are combined");
        }
    }

    // Arrays and strings are walked by index, enumerators that are structs lie on the stack.
    private void CheckEnumerator(IForEachLoopOperation operation)
    {
        IOperation collection = operation.Collection;
        while (collection is IConversionOperation { IsImplicit: true } conversion)
        {
            collection = conversion.Operand;
        }
        if (collection.Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String }
            || operation.SemanticModel is not { } semantics || operation.Syntax is not CommonForEachStatementSyntax syntax
            || semantics.GetForEachStatementInfo(syntax) is not { GetEnumeratorMethod: { } start } loop)
        {
            return;
        }
        if (start.ReturnType is not { IsValueType: true } && rules.OfCall(start) is null)
        {
            Report(RealtimeDescriptors.Allocation, collection, $"the enumerator of {collection.Type?.Name}");
            return;
        }
        foreach (IMethodSymbol? step in new[] { start, loop.MoveNextMethod, loop.CurrentProperty?.GetMethod, loop.DisposeMethod })
        {
            CheckOperator(collection, step);
        }
    }

    /// <summary>Constants that become a span lie in the program.</summary>
    private static bool IsConstantData(IArrayCreationOperation operation) =>
        operation.Parent is IConversionOperation conversion && IsOfSystem(conversion.Type, "ReadOnlySpan")
        && operation.Type is IArrayTypeSymbol
        {
            ElementType.SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double and not SpecialType.System_Decimal,
        }
        && (operation.Initializer?.ElementValues.All(value => value.ConstantValue.HasValue) ?? false);

    /// <summary>Spans lie on the stack unless they take in collections of unknown length; what is empty is shared.</summary>
    private static bool AllocatesElements(ICollectionExpressionOperation operation)
    {
        bool isSpan = IsOfSystem(operation.Type, "Span") || IsOfSystem(operation.Type, "ReadOnlySpan");
        if (operation.Elements.IsEmpty)
        {
            bool isShared = operation.Type is IArrayTypeSymbol
                or { Name: "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" or "ImmutableArray" };
            return !isSpan && !isShared;
        }
        return !isSpan || operation.Elements.Any(element => element is ISpreadOperation);
    }

    // The JIT compiles no box for (U)(object)value and for a comparison with null.
    private static bool IsBoxRemoved(IConversionOperation operation) =>
        (operation.Parent is IConversionOperation outer && outer.GetConversion().IsUnboxing)
        || (operation.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison
            && (IsNull(comparison.LeftOperand) || IsNull(comparison.RightOperand)))
        || operation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var target } } && IsHasFlag(target);

    private static bool IsHasFlag(IMethodSymbol target) => target is { Name: "HasFlag", ContainingType.SpecialType: SpecialType.System_Enum };

    private static bool IsNull(IOperation operation) => operation is { ConstantValue: { HasValue: true, Value: null } };

    // object's members on a struct that does not override them.
    private bool BoxesReceiver(IInvocationOperation operation) =>
        (operation.Instance?.Type is { IsValueType: true } and not ITypeParameterSymbol
            || (operation.Instance is IInstanceReferenceOperation && method.ContainingType is { IsValueType: true }))
        && operation.TargetMethod is { IsStatic: false } target && !IsHasFlag(target)
        && target.ContainingType.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum;
}
