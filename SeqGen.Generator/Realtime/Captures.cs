using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SeqGen.Generator.Realtime;

/// <summary>What lambdas take from around them.</summary>
internal static class Captures
{
    /// <summary>Variables and local functions; a type stands for its <c>this</c>.</summary>
    public static IEnumerable<ISymbol> Of(IAnonymousFunctionOperation lambda) =>
        from inner in lambda.Body.DescendantsAndSelf()
        let used = Used(inner)
        where used is not null && !IsWithin(used, lambda.Symbol)
        select used;

    /// <summary>The first variable whose closure is made outside of some operations, which are passed over: on the path around them too.</summary>
    /// <remarks>The compiler makes a closure where the block of its variables begins.</remarks>
    public static ISymbol? FromOutside(IAnonymousFunctionOperation lambda, IEnumerable<IOperation> passed)
    {
        var own = new HashSet<ISymbol>(passed.SelectMany(Locals), SymbolEqualityComparer.Default);
        return Of(lambda).FirstOrDefault(used => used is ILocalSymbol or IParameterSymbol && !IsOfType(used, lambda) && !own.Contains(used));
    }

    private static ISymbol? Used(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local.IsConst: false } reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction, IsStatic: false } } call => call.TargetMethod,
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => operation.Type,
        _ => null,
    };

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

    // A primary constructor's parameter is a field of the object.
    private static bool IsOfType(ISymbol used, IAnonymousFunctionOperation lambda)
    {
        ISymbol outer = lambda.Symbol;
        while (outer.ContainingSymbol is IMethodSymbol next)
        {
            outer = next;
        }
        return used.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } owner && !SymbolEqualityComparer.Default.Equals(owner, outer);
    }

    private static IEnumerable<ISymbol> Locals(IOperation operation) => operation switch
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
}
