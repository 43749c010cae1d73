using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>A project that has names of its own for everything that generated code uses, and the strictest settings.</summary>
public sealed class HostileConsumerTests
{
    // Names that generated code could mean, in the global namespace and around the model.
    private const string Types = """
        class Span<T>; class ReadOnlySpan<T>; class MathF; class Math; class Kernels; class Rows; class Scratch; class Unsafe; class Gemm;
        class V; class Vec; class Vector512; class Vector512<T>; class Vector256; class Vector128; class MemoryMarshal; class MethodImpl; class MethodImplOptions;
        class BatchPass<T>; class DropoutMask; class SeededRandom; class MaskedGemm; class LstmGates; class ActivationPass;
        class TensorPrimitives; class PartialSums;
        class Activation; class Sigmoid; class Tanh; class Linear; class Initializer; class ParameterTensor; class Attribute; class String; class Int32;
        class GeneratedCode; class GeneratedCodeAttribute; class NotSupportedException; class AlignedBuffer<T>;
        class SequenceModel; class ISequenceModel<T>;
        """;

    private const string Models = """
        [global::SeqGen.SequenceModel(7, 2)]
        [global::SeqGen.Lstm(5, ReturnSequences = true, Dropout = 0.1f, RecurrentDropout = 0.1f)]
        [global::SeqGen.Gru(3, ReturnSequences = true, ResetAfter = false)]
        [global::SeqGen.Gru(20, ReturnSequences = true)]
        [global::SeqGen.SimpleRnn(4, ReturnSequences = true, Activation = global::SeqGen.Activation.Softmax)]
        [global::SeqGen.Dropout(0.5f), global::SeqGen.Dense(6, Activation = global::SeqGen.Activation.Gelu), global::SeqGen.Flatten]
        [global::SeqGen.Dense(3, Activation = global::SeqGen.Activation.Softmax)]
        partial class Everything;

        [global::SeqGen.SequenceModel(20, 1), global::SeqGen.Lstm(32), global::SeqGen.Dense(1)]
        partial class Vectors;

        [global::SeqGen.SequenceModel(20, 1)]
        partial class Invalid;
        """;

    private const string Hostile = $$"""
        {{Types}}
        namespace Demo
        {
            {{Types}}
            class System; class SeqGen; class Demo; class global; class Microsoft;
            partial class Outer<@float, System>
            {
                class SeqGen; class Span; class Parameter;
                {{Models}}
            }
        }
        namespace Microsoft.System { class Span<T>; }
        """;

    [Fact]
    public void Generated_files_give_no_diagnostics_at_all()
    {
        ConsumerBuild build = ConsumerBuild.Of(
            Strictest(), ModelCompiler.ParseOptions.WithDocumentationMode(DocumentationMode.Diagnose),
            "#pragma warning disable CS8981, CS0693  // the test's own lower-case and doubled names\n" + Hostile);
        build.IsClean();
        Assert.Equal("SEQGEN002", Assert.Single(build.Analyzer).Id);

        Type outer = build.Load().GetType("Demo.Outer`2")!;
        ModelRunner.Run(outer.GetNestedType("Everything", System.Reflection.BindingFlags.NonPublic)!.MakeGenericType(typeof(int), typeof(int)));
        ModelRunner.Run(outer.GetNestedType("Vectors", System.Reflection.BindingFlags.NonPublic)!.MakeGenericType(typeof(int), typeof(int)));
    }

    [Fact]
    public void Generated_members_are_documented_in_a_documented_library()
    {
        ConsumerBuild.Of(
            Strictest(), ModelCompiler.ParseOptions.WithDocumentationMode(DocumentationMode.Diagnose),
            """
            [assembly: global::System.CLSCompliant(true)]
            /// <summary>M.</summary>
            [SeqGen.SequenceModel(7, 1), SeqGen.Lstm(4)] public partial class M;
            """).IsClean();
    }

    [Fact]
    public void Obsolete_and_experimental_models_give_no_warning() => ConsumerBuild.Of(
        Strictest(), ModelCompiler.ParseOptions,
        """
        [SeqGen.SequenceModel(7, 1), SeqGen.Lstm(4)] [global::System.Obsolete("Old.", error: true)] public partial class M;
        [SeqGen.SequenceModel(7, 1), SeqGen.Lstm(4)] [global::System.Diagnostics.CodeAnalysis.Experimental("X1")] public partial class N;
        """).IsClean();

    private static CSharpCompilationOptions Strictest() => new(
        OutputKind.DynamicallyLinkedLibrary, checkOverflow: true, allowUnsafe: false, nullableContextOptions: NullableContextOptions.Disable,
        generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999, optimizationLevel: OptimizationLevel.Debug);
}
