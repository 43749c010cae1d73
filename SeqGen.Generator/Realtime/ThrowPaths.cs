using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SeqGen.Generator.Realtime;

/// <summary>Which statements of a block only run on the way to a throw.</summary>
internal static class ThrowPaths
{
    /// <summary>The index of the first statement that can only lead to a throw at the end; the number of statements if none does.</summary>
    public static int Start(IReadOnlyList<IOperation> statements)
    {
        int end = statements.Count - 1;
        while (end >= 0 && IsNotRun(statements[end]))
        {
            end--;
        }
        if (end < 0 || !Throws(statements[end]))
        {
            return statements.Count;
        }
        List<IOperation>[] parts = [.. statements.Take(end + 1).Select(statement => OfOneFunction(statement).ToList())];
        int start = 0;
        while (start <= end && IsLeft([.. parts.Skip(start).SelectMany(part => part)]))
        {
            start++;
        }
        return start > end ? statements.Count : start;
    }

    /// <summary>The operation and those in it, down to lambdas and local functions, but not what is in these.</summary>
    public static IEnumerable<IOperation> OfOneFunction(IOperation operation) =>
        operation is IAnonymousFunctionOperation or ILocalFunctionOperation
            ? [operation]
            : operation.ChildOperations.SelectMany(OfOneFunction).Prepend(operation);

    /// <summary>A call of a method that always throws, or ends the process.</summary>
    public static bool NeverReturns(IMethodSymbol method) =>
        method.GetAttributes().Any(data => data.AttributeClass is { Name: "DoesNotReturnAttribute" });

    // Behind a call that the compiler takes to come back it puts a return of its own.
    private static bool IsNotRun(IOperation statement) =>
        statement is ILocalFunctionOperation or IReturnOperation { IsImplicit: true, ReturnedValue: null };

    private static bool Throws(IOperation? operation) => operation switch
    {
        IThrowOperation => true,
        IInvocationOperation call => NeverReturns(call.TargetMethod),
        IExpressionStatementOperation statement => Throws(statement.Operation),
        IConversionOperation conversion => Throws(conversion.Operand),
        IReturnOperation { Kind: OperationKind.Return } result => Throws(result.ReturnedValue),
        ILabeledOperation labeled => Throws(labeled.Operation),
        IBlockOperation block => Throws(block.Operations.LastOrDefault(statement => !IsNotRun(statement))),
        IConditionalOperation { WhenFalse: { } otherwise } condition => Throws(condition.WhenTrue) && Throws(otherwise),
        _ => false,
    };

    private static IEnumerable<ISymbol> Labels(IOperation operation) => operation switch
    {
        ILoopOperation loop => [loop.ContinueLabel, loop.ExitLabel],
        ISwitchOperation choice => [choice.ExitLabel],
        ICaseClauseOperation { Label: { } label } => [label],
        ILabeledOperation labeled => [labeled.Label],
        _ => [],
    };

    private static bool IsLeft(List<IOperation> operations)
    {
        var labels = new HashSet<ISymbol>(operations.SelectMany(Labels), SymbolEqualityComparer.Default);
        return operations.Any(operation =>
            operation is IReturnOperation ? !Throws(operation) : operation is IBranchOperation branch && !labels.Contains(branch.Target));
    }
}
