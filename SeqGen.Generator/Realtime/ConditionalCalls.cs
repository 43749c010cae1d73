using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SeqGen.Generator.Realtime;

/// <summary>Which calls of methods with [Conditional] a build that goes to users leaves out.</summary>
internal static class ConditionalCalls
{
    /// <summary>True if no symbol of the method is defined where it is called. DEBUG never is in a build that goes to users.</summary>
    public static bool IsLeftOut(IMethodSymbol method, SyntaxTree caller)
    {
        string?[] symbols = [.. Symbols(method)];
        return symbols.Length > 0 && !symbols.Any(symbol => symbol is not (null or "DEBUG") && IsDefined(symbol, caller));
    }

    // An override takes them from what it overrides, and can have none of its own.
    private static IEnumerable<string?> Symbols(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }
        return from data in method.GetAttributes()
               where data.AttributeClass is { Name: "ConditionalAttribute" } && data.ConstructorArguments.Length == 1
               select data.ConstructorArguments[0].Value as string;
    }

    // #define and #undef stand before a file's first token, and come after what the project defines.
    private static bool IsDefined(string symbol, SyntaxTree tree)
    {
        bool isDefined = tree.Options.PreprocessorSymbolNames.Contains(symbol);
        foreach (SyntaxTrivia trivia in tree.GetRoot().GetFirstToken(includeZeroWidth: true).LeadingTrivia)
        {
            isDefined = trivia.GetStructure() switch
            {
                DefineDirectiveTriviaSyntax { IsActive: true } define when define.Name.ValueText == symbol => true,
                UndefDirectiveTriviaSyntax { IsActive: true } undef when undef.Name.ValueText == symbol => false,
                _ => isDefined,
            };
        }
        return isDefined;
    }
}
