using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SeqGen.CodeFixes;

/// <summary>Puts Flatten before a dense layer that works at every timestep (SEQGEN103).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class InsertFlattenFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["SEQGEN103"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (LayerAttributes.At(root, context.Span) is not { Parent: AttributeListSyntax list } layer)
        {
            return;
        }
        context.RegisterCodeFix(
            CodeAction.Create(
                "Insert Flatten before Dense", _ => Task.FromResult(context.Document.WithSyntaxRoot(Insert(root, list, layer))), nameof(InsertFlattenFix)),
            context.Diagnostics);
    }

    // Into the list that Dense stands in; a list of its own is put before a list of its own.
    private static SyntaxNode Insert(SyntaxNode root, AttributeListSyntax list, AttributeSyntax layer)
    {
        AttributeSyntax flatten = SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("Flatten"));
        if (list.Attributes.Count > 1)
        {
            int index = list.Attributes.IndexOf(layer);
            SeparatedSyntaxList<AttributeSyntax> attributes = list.Attributes.Insert(index, flatten.WithTriviaFrom(layer));
            return root.ReplaceNode(list, list.WithAttributes(attributes));
        }
        AttributeListSyntax own = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(flatten)).WithTriviaFrom(list);
        return root.InsertNodesBefore(list, [own]);
    }
}
