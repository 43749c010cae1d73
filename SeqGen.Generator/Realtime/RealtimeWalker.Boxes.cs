using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

// Conversions, and patterns and receivers that convert.
internal sealed partial class RealtimeWalker
{
    public override void VisitConversion(IConversionOperation operation)
    {
        CheckOperator(operation, operation.OperatorMethod);
        Conversion conversion = operation.GetConversion();
        if (conversion.IsBoxing && !IsBoxRemoved(operation))
        {
            Report(RealtimeDescriptors.Boxing, operation, Boxed(operation.Operand.Type, operation.Type));
        }
        else if (conversion.IsTupleConversion && !_covered.Contains(operation))
        {
            CheckConversion(Place(operation.Syntax), conversion, operation.Operand.Type, operation.Type);
        }
        base.VisitConversion(operation);
    }

    public override void VisitDeclarationPattern(IDeclarationPatternOperation operation)
    {
        if (operation.DeclaredSymbol is not null)
        {
            CheckMatch(operation, operation.NarrowedType);
        }
        base.VisitDeclarationPattern(operation);
    }

    public override void VisitRecursivePattern(IRecursivePatternOperation operation)
    {
        CheckMatch(operation, operation.MatchedType);
        if (operation.DeconstructSymbol is IMethodSymbol deconstruct)
        {
            CheckCall(operation, deconstruct, []);
        }
        else if (operation.DeconstructSymbol is ITypeSymbol tuple)
        {
            Report(RealtimeDescriptors.Boxing, operation, $"what the {tuple.Name} holds is boxed");
        }
        base.VisitRecursivePattern(operation);
    }

    // A mere test of the type needs no box, but what else is asked of it does.
    public override void VisitTypePattern(ITypePatternOperation operation)
    {
        if (operation.Parent is IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And })
        {
            CheckMatch(operation, operation.MatchedType);
        }
        base.VisitTypePattern(operation);
    }

    private void CheckMatch(IPatternOperation operation, ITypeSymbol matched)
    {
        if (operation.InputType.IsValueType && matched.IsReferenceType)
        {
            Report(RealtimeDescriptors.Boxing, operation, Boxed(operation.InputType, matched));
        }
    }

    /// <summary>A conversion that is not written: of an element, or a part of a tuple.</summary>
    private void CheckConversion(Location place, Conversion conversion, ITypeSymbol? from, ITypeSymbol? to)
    {
        if (conversion.IsBoxing)
        {
            Report(RealtimeDescriptors.Boxing, place, Boxed(from, to));
        }
        else if (conversion.MethodSymbol is { } method)
        {
            CheckCall(place, method);
        }
        else if (conversion.IsTupleConversion
            && from is INamedTypeSymbol { IsTupleType: true } parts && to is INamedTypeSymbol { IsTupleType: true } targets)
        {
            for (int i = 0; i < parts.TupleElements.Length; i++)
            {
                (ITypeSymbol part, ITypeSymbol target) = (parts.TupleElements[i].Type, targets.TupleElements[i].Type);
                CheckConversion(place, rules.Conversion(part, target), part, target);
            }
        }
    }

    private static string Boxed(ITypeSymbol? from, ITypeSymbol? to) => $"{from?.Name} is boxed into {to?.Name}";

    // The JIT compiles no box for (U)(object)value and for a comparison with null.
    private static bool IsBoxRemoved(IConversionOperation operation) =>
        (operation.Parent is IConversionOperation outer && outer.GetConversion().IsUnboxing)
        || (operation.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison
            && (IsNull(comparison.LeftOperand) || IsNull(comparison.RightOperand)))
        || operation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var target } } && IsHasFlag(target);

    private static bool IsHasFlag(IMethodSymbol target) => target is { Name: "HasFlag", ContainingType.SpecialType: SpecialType.System_Enum };

    private static bool IsNull(IOperation operation) => operation is { ConstantValue: { HasValue: true, Value: null } };

    // object's members on a struct that does not override them; the hash code of an enum is its number's.
    private bool BoxesReceiver(IInvocationOperation operation) =>
        (operation.Instance?.Type is { IsValueType: true } and not ITypeParameterSymbol
            || (operation.Instance is IInstanceReferenceOperation && method.ContainingType is { IsValueType: true }))
        && operation.TargetMethod is { IsStatic: false } target && !IsHasFlag(target)
        && target is not { Name: nameof(GetHashCode), ContainingType.SpecialType: SpecialType.System_Enum }
        && target.ContainingType.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum;
}
