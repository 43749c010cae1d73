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

/// <summary>Lets the recurrent layer before give its whole sequence (SEQGEN101).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnSequencesFix : CodeFixProvider
{
    private const string Option = "ReturnSequences";

    private static readonly ImmutableHashSet<string> s_recurrent = ["Lstm", "Gru", "SimpleRnn"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["SEQGEN101"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (LayerAttributes.At(root, context.Span) is not { } layer || LayerAttributes.Before(layer) is not { } before || !IsRecurrent(before))
        {
            return;
        }
        context.RegisterCodeFix(
            CodeAction.Create(
                $"Set ReturnSequences = true on {before.Name}",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(before, WithSequences(before)))), nameof(ReturnSequencesFix)),
            context.Diagnostics);
    }

    private static bool IsRecurrent(AttributeSyntax attribute)
    {
        string name = attribute.Name.ToString().Split('.').Last();
        return s_recurrent.Contains(name.EndsWith("Attribute", System.StringComparison.Ordinal) ? name.Substring(0, name.Length - 9) : name);
    }

    private static AttributeSyntax WithSequences(AttributeSyntax attribute)
    {
        LiteralExpressionSyntax yes = SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);
        AttributeArgumentSyntax? set = attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == Option);
        if (set is not null)
        {
            return attribute.ReplaceNode(set.Expression, yes);
        }
        NameEqualsSyntax name = SyntaxFactory.NameEquals(
            SyntaxFactory.IdentifierName(Option).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space));
        AttributeArgumentListSyntax list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(name, null, yes);
        bool first = list.Arguments.Count == 0;
        return attribute.WithArgumentList(list.AddArguments(first ? argument : argument.WithLeadingTrivia(SyntaxFactory.Space)));
    }
}
