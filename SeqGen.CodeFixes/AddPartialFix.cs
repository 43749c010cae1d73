using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SeqGen.CodeFixes;

/// <summary>Makes a model, and the types around it, partial (SEQGEN001, SEQGEN004).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddPartialFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["SEQGEN001", "SEQGEN004"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        TypeDeclarationSyntax? model = root.FindNode(context.Span).FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (model is null)
        {
            return;
        }
        context.RegisterCodeFix(
            CodeAction.Create("Add partial", _ => Task.FromResult(AddPartial(context.Document, root, model)), nameof(AddPartialFix)), context.Diagnostics);
    }

    private static Document AddPartial(Document document, SyntaxNode root, TypeDeclarationSyntax model)
    {
        TypeDeclarationSyntax[] types =
            [.. model.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))];
        return document.WithSyntaxRoot(root.ReplaceNodes(types, (_, type) => WithPartial(type)));
    }

    // partial has to stand last among the modifiers; without any, it takes over what stands before the keyword.
    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return type.AddModifiers(partial);
        }
        SyntaxToken keyword = type.Keyword;
        return type
            .WithKeyword(keyword.WithLeadingTrivia(SyntaxFactory.TriviaList()))
            .AddModifiers(partial.WithLeadingTrivia(keyword.LeadingTrivia));
    }
}
