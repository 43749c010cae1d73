using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SeqGen.Generator.Layers;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>Rules that hold the project together and that no compiler checks.</summary>
public sealed class ArchitectureTests
{
    // Every kind of layer, masks and vectors of more than one width.
    private const string Models = """
        using SeqGen;
        [SequenceModel(7, 3), Lstm(20, ReturnSequences = true, Dropout = 0.1f, RecurrentDropout = 0.1f)]
        [Gru(5, ReturnSequences = true, Dropout = 0.1f)]
        [Gru(33, ResetAfter = false, ReturnSequences = true, RecurrentDropout = 0.1f), SimpleRnn(4, ReturnSequences = true), Dropout(0.5f), Flatten]
        [Dense(8, Activation = Activation.Gelu), Dense(3, Activation = Activation.Softmax)]
        public partial class All;

        [SequenceModel(300, 40), Lstm(300, ReturnSequences = true), SimpleRnn(4, Activation = Activation.Softmax), Dense(1, UseBias = false)]
        public partial class Large;
        """;

    public static TheoryData<string> Kinds => [.. LayerCatalog.Layers.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_layer_has_an_attribute_a_generator_and_tests_of_its_name(string kind)
    {
        Type? attribute = typeof(SequenceModel).Assembly.GetType($"SeqGen.{kind}Attribute");
        Assert.True(attribute?.IsSubclassOf(typeof(LayerAttribute)), $"SeqGen.{kind}Attribute is no LayerAttribute");
        Assert.All(
            new[] { $"SeqGen.Runtime/Layers/{kind}Attribute.cs", $"SeqGen.Generator/Layers/{kind}.cs", $"SeqGen.Tests/Layers/{kind}Tests.cs" },
            file => Assert.True(File.Exists(Path.Combine(SharedData.Repository, file)), $"{file} is missing"));
    }

    [Fact]
    public void Every_layer_attribute_is_in_the_catalog() => Assert.Equal(
        LayerCatalog.Layers.Keys.Order(),
        typeof(LayerAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract)
            .Select(type => type.Name.Replace("Attribute", "", StringComparison.Ordinal)).Order());

    [Fact]
    public void Every_option_of_a_layer_reaches_the_generator()
    {
        string catalog = File.ReadAllText(Path.Combine(SharedData.Repository, "SeqGen.Generator", "Layers", "LayerCatalog.cs"))
            + File.ReadAllText(Path.Combine(SharedData.Repository, "SeqGen.Generator", "ModelParser.cs"));
        IEnumerable<string> options = typeof(LayerAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)))
            .SelectMany(type => type.GetProperties()).Where(property => property.CanWrite).Select(property => property.Name);
        // The options of a tensor are read together, under its name.
        HashSet<string> ofTensors =
        [
            .. from Match match in Regex.Matches(catalog, "Tensor\\(\"(\\w+)\"")
               let tensor = match.Groups[1].Value
               let penalty = tensor == "Kernel" ? "" : tensor
               from option in new[] { $"{tensor}Initializer", $"{tensor}InitializerValue", $"{penalty}L1", $"{penalty}L2" }
               select option,
        ];
        Assert.All(options.Distinct().Except(ofTensors), option => Assert.Contains($"\"{option}\"", catalog, StringComparison.Ordinal));
    }

    [Fact]
    public void Activations_are_the_same_in_runtime_and_generator() => Assert.Equal(
        Enum.GetValues<SeqGen.Activation>().Select(value => ($"{value}", (int)value)),
        Enum.GetValues<SeqGen.Generator.Layers.Activation>().Select(value => ($"{value}", (int)value)));

    [Fact]
    public void Every_activation_has_a_type_that_emitted_code_names() => Assert.All(
        Enum.GetNames<SeqGen.Activation>(), name => Assert.NotNull(typeof(SequenceModel).Assembly.GetType($"SeqGen.Numerics.{name}")));

    [Fact]
    public void Runtime_needs_nothing_but_the_BCL() => Assert.All(
        typeof(SequenceModel).Assembly.GetReferencedAssemblies(),
        reference => Assert.True(reference.Name!.StartsWith("System.", StringComparison.Ordinal), $"{reference.Name} is referenced"));

    [Fact]
    public void Generator_needs_nothing_but_the_compiler() => Assert.All(
        typeof(SeqGen.Generator.SequenceModelGenerator).Assembly.GetReferencedAssemblies(),
        reference => Assert.Contains(
            reference.Name,
            new[] { "netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "System.Memory" }));

    [Fact]
    public void Emitted_code_calls_only_kernels_and_intrinsics()
    {
        CSharpCompilation compilation = ConsumerBuild.Of(Models).IsClean().Generated;
        IMethodSymbol[] called = [.. Hot(compilation).SelectMany(tree => Called(compilation.GetSemanticModel(tree), tree))];
        Assert.NotEmpty(called);
        Assert.All(called, method => Assert.True(MayCall(method), $"{method} is called"));
    }

    private static IEnumerable<SyntaxTree> Hot(CSharpCompilation compilation)
    {
        SyntaxTree[] trees = [.. compilation.SyntaxTrees.Where(tree =>
            tree.FilePath.EndsWith(".Training.g.cs", StringComparison.Ordinal) || tree.FilePath.EndsWith(".Inference.g.cs", StringComparison.Ordinal))];
        Assert.Equal(4, trees.Length);
        return trees;
    }

    // Methods, operators and the accessors of properties.
    private static IEnumerable<IMethodSymbol> Called(SemanticModel semantics, SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().Where(node => node is ExpressionSyntax).Select(node => semantics.GetSymbolInfo(node).Symbol)
            .Select(symbol => symbol is IPropertySymbol property ? property.GetMethod : symbol as IMethodSymbol).OfType<IMethodSymbol>();

    private static bool MayCall(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        string space = type.ContainingNamespace.ToDisplayString();
        return space is "SeqGen.Numerics" or "System.Numerics.Tensors" or "System.Runtime.Intrinsics"
            || space.StartsWith("SeqGen.Generated", StringComparison.Ordinal)
            || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr
            || type.Name is "BatchPass" or "Span" or "ReadOnlySpan" or "Unsafe" or "MemoryMarshal" or "MemoryExtensions" or "Math" or "Index" or "Range"
            // attributes, and what is never run
            || type.Name is "RealtimeSafeAttribute" or "MethodImplAttribute" or "GeneratedCodeAttribute" or "ExcludeFromCodeCoverageAttribute" or "NotSupportedException";
    }
}
