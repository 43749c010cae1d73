using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

// What is thrown, and the end of a block that can only throw: such a path has left real time.
internal sealed partial class RealtimeWalker
{
    public override void VisitThrow(IThrowOperation operation) => PassOver([operation]);

    public override void VisitBlock(IBlockOperation operation)
    {
        int start = ThrowPaths.Start(operation.Operations);
        if (start > 0)
        {
            VisitUpTo(start, operation.Operations);
        }
        else if (operation.Parent is not (null or IMethodBodyBaseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            PassOver([operation]);
        }
    }

    public override void VisitSwitchCase(ISwitchCaseOperation operation)
    {
        VisitAll(operation.Clauses);
        VisitUpTo(ThrowPaths.Start(operation.Body), operation.Body);
    }

    // A local function behind the last statement that can leave the block may be called before it.
    private void VisitUpTo(int start, IReadOnlyList<IOperation> statements)
    {
        VisitAll(statements.Where((statement, index) => index < start || statement is ILocalFunctionOperation));
        PassOver([.. statements.Skip(start).Where(statement => statement is not ILocalFunctionOperation)]);
    }

    // What is there may allocate, but must not make the path around it allocate: a closure is made where the block of its variables begins.
    private void PassOver(IReadOnlyList<IOperation> passed)
    {
        List<IOperation> operations = [.. passed.SelectMany(ThrowPaths.OfOneFunction)];
        var own = new HashSet<ISymbol>(operations.SelectMany(Captures.Locals), SymbolEqualityComparer.Default);
        foreach (IOperation function in operations)
        {
            if (Captured(function).FirstOrDefault(used => IsVariable(used) && !own.Contains(used)) is { } captured)
            {
                string name = function is IMethodReferenceOperation reference ? $"'{Name(reference.Method)}'" : "the lambda";
                Report(RealtimeDescriptors.Closure, function, $"{name} captures {captured.Name}");
            }
        }
    }

    private static IEnumerable<ISymbol> Captured(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation lambda => Captures.Of(lambda),
        IMethodReferenceOperation reference => Captures.Of(reference),
        _ => [],
    };

    // The parameter of a primary constructor is a field of the object.
    private bool IsVariable(ISymbol used) => used is ILocalSymbol or IParameterSymbol
        && (used.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } owner
            || SymbolEqualityComparer.Default.Equals(owner, method));
}
