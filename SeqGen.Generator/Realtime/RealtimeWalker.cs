using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

/// <summary>Goes through a marked method and the functions in it, and reports what breaks its promise: here calls and statements.</summary>
/// <remarks>What is thrown, and the end of a block that can only throw, is passed over: a path that throws has left real time.</remarks>
internal sealed partial class RealtimeWalker(IMethodSymbol method, RealtimeRules rules, Action<Diagnostic> report) : OperationWalker
{
    // What a finding about the expression around them covers: arrays and boxes that its mend removes too.
    private readonly HashSet<IOperation> _covered = [];
    private bool _isIteratorTold;

    /// <summary>What the declaration says by itself.</summary>
    public void CheckDeclaration()
    {
        if (method.Locations.FirstOrDefault() is not { } place)
        {
            return;
        }
        if (method.IsAsync)
        {
            Report(RealtimeDescriptors.Asynchrony, place, "it");
        }
        if (((int)method.MethodImplementationFlags & (int)System.Reflection.MethodImplAttributes.Synchronized) != 0)
        {
            Report(RealtimeDescriptors.Waiting, place, "its MethodImplOptions.Synchronized");
        }
    }

    public override void VisitAttribute(IAttributeOperation operation)
    {
    }

    public override void VisitInvocation(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (RealtimeRules.IsLeftOut(target, operation.Syntax.SyntaxTree))
        {
            return;
        }
        if (ThrowPaths.NeverReturns(target))
        {
            PassOver([operation]);
            return;
        }
        CheckCall(operation, target, operation.Arguments);
        if (rules.OfCall(target) is null && BoxesReceiver(operation))
        {
            Report(RealtimeDescriptors.Boxing, operation, $"{operation.Instance!.Type!.Name} is boxed to call {Name(target)}");
        }
        base.VisitInvocation(operation);
    }

    public override void VisitPropertyReference(IPropertyReferenceOperation operation)
    {
        CheckProperty(operation, operation.Property, operation.Arguments);
        base.VisitPropertyReference(operation);
    }

    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        CheckOperator(operation, operation.OperatorMethod);
        CheckConcatenation(operation);
        base.VisitBinaryOperator(operation);
    }

    public override void VisitUnaryOperator(IUnaryOperation operation)
    {
        CheckOperator(operation, operation.OperatorMethod);
        base.VisitUnaryOperator(operation);
    }

    public override void VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation)
    {
        CheckOperator(operation, operation.OperatorMethod);
        base.VisitIncrementOrDecrement(operation);
    }

    public override void VisitCompoundAssignment(ICompoundAssignmentOperation operation)
    {
        CheckOperator(operation, operation.OperatorMethod);
        CheckGrowingText(operation);
        base.VisitCompoundAssignment(operation);
    }

    public override void VisitLock(ILockOperation operation)
    {
        Report(RealtimeDescriptors.Waiting, ((LockStatementSyntax)operation.Syntax).LockKeyword.GetLocation(), "lock");
        base.VisitLock(operation);
    }

    public override void VisitReturn(IReturnOperation operation)
    {
        if (operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak && !_isIteratorTold)
        {
            _isIteratorTold = true;
            Report(RealtimeDescriptors.Allocation, operation, "an iterator");
        }
        base.VisitReturn(operation);
    }

    public override void VisitTranslatedQuery(ITranslatedQueryOperation operation) => Report(RealtimeDescriptors.Linq, operation, "a query expression");

    // An await alone is not reported: its function is, where it is declared.
    private void CheckAsynchronous(IOperation operation, bool isAsynchronous)
    {
        if (isAsynchronous)
        {
            Report(RealtimeDescriptors.Asynchrony, operation.Syntax.GetFirstToken().GetLocation(), "this statement");
        }
    }

    private void CheckProperty(IOperation operation, IPropertySymbol property, IReadOnlyCollection<IArgumentOperation> arguments)
    {
        bool isDeconstructed = IsDeconstructionTarget(operation);
        bool isTarget = isDeconstructed || (operation.Parent is IAssignmentOperation assignment && assignment.Target == operation);
        bool isChanged = operation.Parent is IIncrementOrDecrementOperation
            || (isTarget && !isDeconstructed && operation.Parent is not ISimpleAssignmentOperation);
        if (property.GetMethod is { } get && (!isTarget || isChanged || property.ReturnsByRef))
        {
            CheckCall(operation, get, arguments);
        }
        if (property.SetMethod is { } set && (isTarget || isChanged))
        {
            CheckCall(operation, set, arguments);
        }
    }

    private static bool IsDeconstructionTarget(IOperation operation)
    {
        while (operation.Parent is ITupleOperation tuple)
        {
            operation = tuple;
        }
        return operation.Parent is IDeconstructionAssignmentOperation deconstruction && deconstruction.Target == operation;
    }

    private void CheckOperator(IOperation operation, IMethodSymbol? target)
    {
        if (target is not null)
        {
            CheckCall(operation, target, []);
        }
    }

    private void CheckCall(IOperation operation, IMethodSymbol target, IEnumerable<IArgumentOperation> arguments)
    {
        if (rules.OfCall(target) is not { } rule)
        {
            return;
        }
        Report(rule, operation, Called(rule, target));
        if (rule.Id != RealtimeDescriptors.UnmarkedCallee.Id)
        {
            foreach (IArgumentOperation argument in arguments)
            {
                Cover(argument.Value);
            }
        }
    }

    /// <summary>What is called at a place where no call is written.</summary>
    public void CheckCall(Location place, IMethodSymbol target)
    {
        if (rules.OfCall(target) is { } rule)
        {
            Report(rule, place, Called(rule, target));
        }
    }

    private static string Called(DiagnosticDescriptor rule, IMethodSymbol target)
    {
        string name = Name(target);
        return rule.Id != RealtimeDescriptors.UnmarkedCallee.Id ? name
            : RealtimeRules.CanBeMarked(target) ? $"'{name}', which is not; mark '{name}' [RealtimeSafe] too"
            : $"'{name}', which is not known to be safe; call it before real time begins, or on another thread";
    }

    private void Cover(IOperation value)
    {
        _covered.Add(value);
        if (value is IArrayCreationOperation { IsImplicit: true, Initializer: { } list })
        {
            _covered.UnionWith(list.ElementValues);
        }
    }

    private void VisitAll(IEnumerable<IOperation> operations)
    {
        foreach (IOperation operation in operations)
        {
            Visit(operation);
        }
    }

    private void Report(DiagnosticDescriptor rule, IOperation operation, string what)
    {
        if (!_covered.Contains(operation))
        {
            Report(rule, Place(operation.Syntax), what);
        }
    }

    private void Report(DiagnosticDescriptor rule, Location place, string what) => report(Diagnostic.Create(rule, place, Name(method), what));

    /// <summary>The name of what is called, where the whole expression would hold the calls before it.</summary>
    private static Location Place(SyntaxNode syntax) => syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax call => call.Expression.GetLocation(),
        MemberAccessExpressionSyntax access => access.Name.GetLocation(),
        _ => syntax.GetLocation(),
    };

    private static string Name(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => symbol.ContainingType.Name,
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } => symbol.Name,
        IMethodSymbol { MethodKind: MethodKind.LambdaMethod } => "the lambda",
        IMethodSymbol { AssociatedSymbol: { } member } => Name(member),
        IPropertySymbol { IsIndexer: true } => $"{symbol.ContainingType.Name}.this[]",
        // An extension block, which has no name, stands in a class that has one.
        { ContainingType: { Name: "", ContainingType: { } outer } } => $"{outer.Name}.{symbol.Name}",
        { ContainingType: { } type } => $"{type.Name}.{symbol.Name}",
        _ => symbol.Name,
    };
}
