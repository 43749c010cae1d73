using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SeqGen.CodeFixes;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>The editor's fixes: the text they write, and that it is free of the diagnostic.</summary>
public sealed class CodeFixTests
{
    [Theory]
    [InlineData("[SequenceModel(7, 1), Dense(1), Flatten]\npublic class M;", "[SequenceModel(7, 1), Dense(1), Flatten]\npublic partial class M;")]
    [InlineData("[SequenceModel(7, 1), Flatten] class M;", "[SequenceModel(7, 1), Flatten] partial class M;")]
    [InlineData("// the model\n[SequenceModel(7, 1), Flatten]\n// M\nclass M\n{\n}", "// the model\n[SequenceModel(7, 1), Flatten]\n// M\npartial class M\n{\n}")]
    public Task A_model_becomes_partial(string before, string after) => Check(new AddPartialFix(), "SEQGEN001", before, after);

    [Fact]
    public Task The_types_around_a_model_become_partial() => Check(
        new AddPartialFix(), "SEQGEN004",
        "public static class Outer\n{\n    class Inner\n    {\n        [SequenceModel(7, 1), Flatten]\n        partial class M;\n    }\n}",
        "public static partial class Outer\n{\n    partial class Inner\n    {\n        [SequenceModel(7, 1), Flatten]\n        partial class M;\n    }\n}");

    [Theory]
    [InlineData("[Lstm(32)] [Lstm(8)]", "[Lstm(32, ReturnSequences = true)] [Lstm(8)]")]
    [InlineData("[Gru(32, Dropout = 0.1f), SimpleRnn(8)]", "[Gru(32, Dropout = 0.1f, ReturnSequences = true), SimpleRnn(8)]")]
    [InlineData("[SimpleRnnAttribute(3, ReturnSequences = false)]\n[Lstm(8)]", "[SimpleRnnAttribute(3, ReturnSequences = true)]\n[Lstm(8)]")]
    public Task The_layer_before_returns_sequences(string before, string after) =>
        Check(new ReturnSequencesFix(), "SEQGEN101", Model(before), Model(after));

    [Theory]
    [InlineData("[Lstm(32, ReturnSequences = true)]\n[Dense(1)]", "[Lstm(32, ReturnSequences = true)]\n[Flatten]\n[Dense(1)]")]
    [InlineData("[Lstm(32, ReturnSequences = true), Dense(1)]", "[Lstm(32, ReturnSequences = true), Flatten, Dense(1)]")]
    public Task Flatten_is_put_before_Dense(string before, string after) => Check(new InsertFlattenFix(), "SEQGEN103", Model(before), Model(after));

    [Fact]
    public async Task Nothing_is_offered_where_the_layer_before_has_no_sequence_to_give() =>
        Assert.Empty(await Actions(new ReturnSequencesFix(), "SEQGEN101", Model("[Flatten] [Lstm(8)]")));

    private static string Model(string layers) => $"[SequenceModel(7, 1)]\n{layers}\npartial class M;";

    private static async Task Check(CodeFixProvider fix, string id, string before, string after)
    {
        (Document document, CodeAction action) = Assert.Single(await Actions(fix, id, before));
        ApplyChangesOperation change = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
        string text = (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
        Assert.Equal(Whole(after), text);
        Assert.DoesNotContain(ModelCompiler.Analyze(ModelCompiler.Compile(text)), diagnostic => diagnostic.Id == id);
    }

    private static async Task<IReadOnlyList<(Document Document, CodeAction Action)>> Actions(CodeFixProvider fix, string id, string source)
    {
        using var workspace = new AdhocWorkspace();
        CSharpCompilation compilation = ModelCompiler.Compile(Whole(source));
        Document document = workspace
            .AddProject(ProjectInfo.Create(
                ProjectId.CreateNewId(), VersionStamp.Default, "Models", "Models", LanguageNames.CSharp,
                parseOptions: ModelCompiler.ParseOptions, metadataReferences: compilation.References))
            .AddDocument("Source.cs", SourceText.From(Whole(source)));
        List<(Document, CodeAction)> actions = [];
        Diagnostic diagnostic = ModelCompiler.Analyze(compilation).First(diagnostic => diagnostic.Id == id);
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add((document, action)), CancellationToken.None));
        return actions;
    }

    private static string Whole(string source) => "using SeqGen;\n\n" + source + "\n";
}
