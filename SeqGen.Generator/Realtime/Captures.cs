using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SeqGen.Generator.Realtime;

/// <summary>What lambdas and local functions take from around them, the functions that they call included.</summary>
internal static class Captures
{
    /// <summary>Of a lambda: variables; a type stands for its <c>this</c>.</summary>
    public static IEnumerable<ISymbol> Of(IAnonymousFunctionOperation lambda) => Of(lambda.Symbol, lambda.Body, []);

    /// <summary>Of a function that becomes a delegate.</summary>
    public static IEnumerable<ISymbol> Of(IMethodReferenceOperation reference) => Used(reference, []);

    /// <summary>The variables whose block an operation is.</summary>
    public static IEnumerable<ISymbol> Locals(IOperation operation) => operation switch
    {
        IBlockOperation block => block.Locals,
        IForLoopOperation loop => loop.Locals.Concat(loop.ConditionLocals),
        ILoopOperation loop => loop.Locals,
        ISwitchOperation choice => choice.Locals,
        ISwitchExpressionArmOperation arm => arm.Locals,
        IUsingOperation use => use.Locals,
        ICatchClauseOperation clause => clause.Locals,
        _ => [],
    };

    private static IEnumerable<ISymbol> Of(IMethodSymbol function, IOperation body, HashSet<IOperation> followed) =>
        from inner in body.DescendantsAndSelf()
        from used in Used(inner, followed)
        where !IsWithin(used, function)
        select used;

    private static IEnumerable<ISymbol> Used(IOperation operation, HashSet<IOperation> followed) => operation switch
    {
        ILocalReferenceOperation { Local.IsConst: false } reference => [reference.Local],
        IParameterReferenceOperation reference => [reference.Parameter],
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } type } => [type],
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call => OfLocal(call.TargetMethod, call, followed),
        IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } named => OfLocal(named.Method, named, followed),
        _ => [],
    };

    private static IEnumerable<ISymbol> OfLocal(IMethodSymbol function, IOperation user, HashSet<IOperation> followed)
    {
        IOperation root = user;
        while (root.Parent is { } parent)
        {
            root = parent;
        }
        ILocalFunctionOperation? declared = root.Descendants().OfType<ILocalFunctionOperation>()
            .FirstOrDefault(local => SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition));
        return declared is { Body: { } body } && followed.Add(declared) ? Of(declared.Symbol, body, followed) : [];
    }

    private static bool IsWithin(ISymbol symbol, IMethodSymbol function)
    {
        for (ISymbol? outer = symbol.ContainingSymbol; outer is IMethodSymbol; outer = outer.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(outer, function))
            {
                return true;
            }
        }
        return false;
    }
}
