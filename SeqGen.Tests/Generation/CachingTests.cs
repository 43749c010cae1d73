using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SeqGen.Generator;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>The generator works again only for models that changed, and keeps no compilation alive.</summary>
public sealed class CachingTests
{
    private const string Model = """
        using SeqGen;
        namespace Demo;
        /// <summary>A model.</summary>
        [SequenceModel(7, 1)]
        [Lstm(4, ReturnSequences = true, Dropout = 0.1f), Gru(4, ReturnSequences = true), SimpleRnn(3, ReturnSequences = true)]
        [Dropout(0.5f), Flatten, Dense(1, Activation = Activation.Relu, Name = "out")]
        public partial class M { int Size() => 1; }
        """;

    private const string Others = """
        using SeqGen;
        class Other { }
        [SequenceModel(7, 1)] partial class Invalid { }
        """;

    [Fact]
    public void An_edit_elsewhere_changes_nothing() => ExpectNoWork(Others.Replace("class Other { }", "class Other { int _x; } class Another;"), 1);

    [Theory]
    [InlineData("=> 1;", "=> 1 + 1; void More() { }")]
    [InlineData("A model.", "The model.")]
    [InlineData("using SeqGen;", "using SeqGen; // a comment\nusing System;")]
    [InlineData("ReturnSequences = true, Dropout = 0.1f", "Dropout = 0.1f, ReturnSequences = 1 > 0")]
    public void An_edit_that_leaves_the_model_as_it_was_changes_nothing(string old, string edited) =>
        ExpectNoWork(Model.Replace(old, edited), 0);

    [Theory]
    [InlineData("Lstm(4", "Lstm(5")]
    [InlineData("Dropout(0.5f)", "Dropout(0.25f)")]
    [InlineData("Activation.Relu", "Activation.Tanh")]
    [InlineData("\"out\"", "\"last\"")]
    [InlineData("class M", "class N")]
    public void An_edit_of_the_model_is_noticed(string old, string edited)
    {
        (GeneratorRunResult first, GeneratorRunResult second) = RunTwice(Model.Replace(old, edited), 0);
        Assert.Contains(Reasons(second, SequenceModelGenerator.ModelsStep), reason => !IsNoWork(reason));
        Assert.NotEqual(Texts(first), Texts(second));
    }

    [Fact]
    public void Another_model_leaves_this_one_cached()
    {
        (_, GeneratorRunResult second) = RunTwice(Others + " [SequenceModel(3, 1), Gru(2)] partial class New { }", 1);
        Assert.Equal(2, Reasons(second, SequenceModelGenerator.ModelsStep).Count(IsNoWork));
        Assert.Equal(2, Outputs(second).Count(reason => reason is IncrementalStepRunReason.Cached));
        Assert.Equal(1, Outputs(second).Count(reason => reason is IncrementalStepRunReason.New));
    }

    [Fact]
    public void No_step_keeps_a_symbol_or_a_syntax_node()
    {
        (GeneratorRunResult first, _) = RunTwice(Others, 1);
        string[] own = [SequenceModelGenerator.ModelsStep, SequenceModelGenerator.SharedNamesStep];
        object[] values = [.. own.SelectMany(step => first.TrackedSteps[step]).SelectMany(step => step.Outputs).Select(output => output.Value)];
        Assert.Equal(3, values.Length);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (object value in values)
        {
            Walk(value, value.GetType().Name, seen);
        }
        Assert.True(seen.Count > 20);
    }

    private static bool IsNoWork(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static IEnumerable<string> Texts(GeneratorRunResult result) => result.GeneratedSources.Select(file => file.SourceText.ToString());

    private static void ExpectNoWork(string edited, int index)
    {
        (GeneratorRunResult first, GeneratorRunResult second) = RunTwice(edited, index);
        Assert.Equal(2, Reasons(second, SequenceModelGenerator.ModelsStep).Length);
        Assert.All(Reasons(second, SequenceModelGenerator.ModelsStep), reason => Assert.True(IsNoWork(reason)));
        Assert.All(Reasons(second, SequenceModelGenerator.SharedNamesStep), reason => Assert.True(IsNoWork(reason)));
        Assert.NotEmpty(Outputs(second));
        Assert.All(Outputs(second), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(first.GeneratedSources.Select(file => file.SourceText), second.GeneratedSources.Select(file => file.SourceText));
    }

    private static (GeneratorRunResult First, GeneratorRunResult Second) RunTwice(string edited, int index)
    {
        CSharpCompilation compilation = ModelCompiler.Compile(Model, Others);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new SequenceModelGenerator().AsSourceGenerator()], parseOptions: ModelCompiler.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        GeneratorRunResult first = driver.GetRunResult().Results.Single();

        SyntaxTree tree = compilation.SyntaxTrees[index];
        compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(edited)));
        GeneratorRunResult second = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(second.Exception);
        return (first, second);
    }

    private static ImmutableArray<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(run => run.Outputs).Select(output => output.Reason);

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string or Enum or Type || value.GetType().IsPrimitive || !seen.Add(value))
        {
            return;
        }
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Location or Compilation or SemanticModel
                or AttributeData or Diagnostic,
            $"{path} is a {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, path + "[]", seen);
            }
        }
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in type.GetFields(own))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
