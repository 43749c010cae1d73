using System.Linq;
using Microsoft.CodeAnalysis;
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
            ReportRangeOfArray(operation);
        }
        base.VisitArrayElementReference(operation);
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

    private void ReportRangeOfArray(IOperation operation) =>
        Report(RealtimeDescriptors.Allocation, operation, "a range of an array, which is a copy,");

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
}
