using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SeqGen.CodeFixes;

/// <summary>The attributes of a model, in source order.</summary>
internal static class LayerAttributes
{
    /// <summary>The attribute that a diagnostic stands on, or null.</summary>
    public static AttributeSyntax? At(SyntaxNode root, TextSpan span) => root.FindNode(span).FirstAncestorOrSelf<AttributeSyntax>();

    /// <summary>The attribute before another on the same class, or null.</summary>
    public static AttributeSyntax? Before(AttributeSyntax attribute)
    {
        if (attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }
        List<AttributeSyntax> all = [.. type.AttributeLists.SelectMany(list => list.Attributes)];
        int index = all.IndexOf(attribute);
        return index > 0 ? all[index - 1] : null;
    }
}
