using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>Code as it is while it is typed: whatever the compiler says, the generator and the analyzer go on.</summary>
public sealed class BrokenCodeTests
{
    [Theory]
    [InlineData("[SequenceModel(")]
    [InlineData("[SequenceModel(7, 1)] [Lstm(] partial class M;")]
    [InlineData("[SequenceModel(7, 1)] [Lstm(\"x\")] [Dense()] partial class M;")]
    [InlineData("[SequenceModel] [Lstm] [Gru] [Dense] [Dropout] [Flatten(1, 2)] partial class M;")]
    [InlineData("[SequenceModel(\"7\", null)] [Lstm(null)] partial class M;")]
    [InlineData("[SequenceModel(new[] { 7 }, 1)] [Lstm(new[] { 1, 2 })] [Dense(typeof(int))] partial class M;")]
    [InlineData("[SequenceModel(7, 1, 3)] [Lstm(1, 2, 3)] partial class M;")]
    [InlineData("[SequenceModel(7, 1)] [Lstm(4, Dropout = \"much\", Name = 3, Activation = null)] partial class M;")]
    [InlineData("[SequenceModel(7, 1)] [Lstm(4, Dropout = 0.1, Units = 3, Nothing = 1)] partial class M;")]
    [InlineData("[SequenceModel(7, 1)] [Lstm(4, Name = null)] [Dense(x)] partial class M { int x; }")]
    [InlineData("[SequenceModel(7, 1)] [Lstm(4, Dropout = 0.1f, Dropout = 0.2f)] partial class M;")]
    [InlineData("[SequenceModel(7, 1), SequenceModel(8, 2)] [Lstm(4)] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class M; [SequenceModel(7, 1), Lstm(4)] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] class M; [SequenceModel(7, 1), Lstm(4)] class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] class M; class M { int x }")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class ;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial struct M; [SequenceModel(7, 1), Lstm(4)] partial interface I;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial record struct M; [SequenceModel(7, 1), Lstm(4)] enum E; [SequenceModel(7, 1), Lstm(4)] delegate void D();")]
    [InlineData("[assembly: SequenceModel(7, 1), Lstm(4)] class C { [SequenceModel(7, 1), Lstm(4)] void M() { } }")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class M<T, ,> where T : ;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class M : M; partial class N : Missing;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class M : Missing { M( }")]
    [InlineData("namespace A. { [SequenceModel(7, 1), Lstm(4)] partial class M { } }")]
    [InlineData("[SequenceModel(7, 1), Lstm(4, Activation = Activation.)] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4, Activation = (Activation)\"x\")] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Layer, RecurrentLayer(3), Lstm<int>(4)] partial class M;")]
    [InlineData("partial class M { [SequenceModel(7, 1), Lstm(4)] partial class M { } }")]
    [InlineData("[SequenceModel(7 / 0, int.MaxValue + 1), Lstm(4)] partial class M;")]
    public void Neither_generator_nor_analyzer_fails(string source)
    {
        var build = ConsumerBuild.Of("using SeqGen;\n" + source);
        Assert.NotEmpty(build.Compiler);
        Assert.DoesNotContain(build.Analyzer, diagnostic => diagnostic.Id.StartsWith("AD", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_fails_however_little_of_a_model_is_typed()
    {
        const string Source = """
            using SeqGen;
            namespace Demo { [SequenceModel(timesteps: 7, features: 1)] [Lstm(32, Dropout = 0.1f)] [Dense(1, Activation = Activation.Relu)]
            public partial class Outer<T> { [SequenceModel(3, 2), Gru(1, Name = "x"), Flatten] partial record Inner { } } }
            """;
        for (int length = 0; length <= Source.Length; length += 3)
        {
            var compilation = ModelCompiler.Compile(Source[..length]);
            Assert.NotNull(ModelCompiler.GeneratedFiles(compilation));
            Assert.DoesNotContain(ModelCompiler.Analyze(compilation), diagnostic => !diagnostic.Id.StartsWith("SEQGEN", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_project_without_the_runtime_gets_nothing()
    {
        var compilation = ModelCompiler.Compile("[SequenceModel(7, 1), Lstm(4)] partial class M;");
        compilation = compilation.WithReferences(compilation.References.Where(reference => !reference.Display!.Contains("SeqGen.Runtime")));
        Assert.Empty(ModelCompiler.GeneratedFiles(compilation));
        Assert.Empty(ModelCompiler.Analyze(compilation));
    }

    [Fact]
    public void Attributes_of_others_with_our_names_are_left_alone()
    {
        ConsumerBuild build = ConsumerBuild.Of("""
            namespace Other
            {
                class SequenceModelAttribute : System.Attribute;
                class LstmAttribute : System.Attribute;
                [SequenceModel, Lstm] class M;
            }
            """).IsClean();
        Assert.Empty(build.Analyzer);
        Assert.Single(build.Generated.SyntaxTrees);
    }
}
