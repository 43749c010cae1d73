using System;
using System.Linq;
using System.Reflection;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>Classes of every kind and place: each compiles without a warning and predicts.</summary>
public sealed class TypeShapeTests
{
    private const string Layers = "[SequenceModel(3, 2), Lstm(4), Dense(1)]";

    [Theory]
    [InlineData("{0} partial class M;", "M")]
    [InlineData("{0} public sealed partial class M;", "M")]
    [InlineData("{0} internal partial class M;", "M")]
    [InlineData("{0} unsafe partial class M;", "M")]
    [InlineData("{0} partial record M;", "M")]
    [InlineData("{0} public sealed partial record class M {{ public int Size {{ get; init; }} }}", "M")]
    [InlineData("namespace Demo; {0} partial class M;", "Demo.M")]
    [InlineData("namespace A.B {{ namespace C {{ {0} partial class M {{ }} }} }}", "A.B.C.M")]
    [InlineData("namespace SeqGen.Models {{ {0} partial class M {{ }} }}", "SeqGen.Models.M")]
    [InlineData("partial class Outer {{ {0} private partial class M; }}", "Outer+M")]
    [InlineData("static partial class Outer {{ {0} internal partial class M; }}", "Outer+M")]
    [InlineData("partial struct Outer {{ {0} public partial class M; }}", "Outer+M")]
    [InlineData("readonly ref partial struct Outer {{ {0} public partial class M; }}", "Outer+M")]
    [InlineData("partial record Outer(int Size) {{ {0} public partial class M; }}", "Outer+M")]
    [InlineData("partial record struct Outer(int Size) {{ {0} public partial class M; }}", "Outer+M")]
    [InlineData("partial interface IOuter {{ {0} public partial class M; }}", "IOuter+M")]
    [InlineData("namespace Demo; abstract partial class A {{ protected partial class B {{ {0} protected internal sealed partial class M; }} }}", "Demo.A+B+M")]
    [InlineData("abstract partial class Base<T>; {0} sealed partial class M : Base<M>, System.IDisposable {{ public void Dispose() {{ }} }}", "M")]
    [InlineData("class Base {{ public int Timesteps = 1; public void Predict() {{ }} protected Base(int a = 1, params int[] b) {{ }} }} {0} partial class M : Base;", "M")]
    public void Model_works(string source, string name) => Run(string.Format(source, Layers), name);

    [Theory]
    [InlineData("{0} partial class M<T>;", "M`1")]
    [InlineData("{0} partial class M<TKey, @class> where TKey : struct where @class : class, new();", "M`2")]
    [InlineData("partial class Outer<T> {{ {0} public partial class M; }}", "Outer`1+M")]
    [InlineData("partial interface IOuter<T> {{ {0} public partial class M<R>; }}", "IOuter`1+M`1")]
    [InlineData("partial struct Outer<T> where T : unmanaged {{ {0} public partial record M<U> where U : struct; }}", "Outer`1+M`1")]
    public void Generic_model_works(string source, string name)
    {
        Type model = Build(string.Format(source, Layers)).GetType(name, throwOnError: true)!;
        Type[] arguments = [.. model.GetGenericArguments().Select(argument =>
            argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? typeof(object) : typeof(int))];
        ModelRunner.Run(model.MakeGenericType(arguments));
    }

    [Theory]
    [InlineData("@class")]
    [InlineData("@event")]
    [InlineData("@record")]
    [InlineData("@await")]
    [InlineData("@nint")]
    [InlineData("@required")]
    [InlineData("_")]
    [InlineData("__Model__")]
    [InlineData("Größe")]
    [InlineData("予測")]
    [InlineData("\\u0041b")]
    [InlineData("Gemm")]
    [InlineData("V")]
    [InlineData("Rows")]
    [InlineData("Span")]
    [InlineData("Lstm0")]
    [InlineData("Width512")]
    [InlineData("Code")]
    public void Names_of_every_kind_work(string name)
    {
        string plain = name.TrimStart('@').Replace("\\u0041", "A");
        Run($"{Layers} partial class {name};", plain);
        string nested = $"partial class @params {{ {Layers} internal partial class {name} {{ }} }}";
        Run($"namespace @namespace.{name} {{ {nested} }}", $"namespace.{plain}.params+{plain}");
    }

    [Fact]
    public void Very_long_names_work()
    {
        string name = new('x', 120);
        string source = $"partial class {name}1 {{ {Layers} public partial class {name}2; {Layers} public partial class {name}3; }}";
        Run($"namespace {name} {{ {source} }}", $"{name}.{name}1+{name}2");
    }

    [Theory]
    [InlineData("namespace A { {0} partial class B_C; } namespace A_B { {0} partial class C; }", "A.B_C", "A_B.C")]
    [InlineData("namespace A { {0} partial class M; } namespace B { {0} partial class M; }", "A.M", "B.M")]
    [InlineData("{0} partial class Model; {0} partial class MODEL; {0} partial class model;", "Model", "MODEL", "model")]
    [InlineData("namespace A { {0} partial class M; } namespace a { {0} partial class M; }", "A.M", "a.M")]
    [InlineData("{0} partial class M; {0} partial class M<T>; {0} partial class M_1;", "M", "M_1")]
    [InlineData("{0} partial class M { {0} public partial class Training; {0} public partial class Inference; }", "M", "M+Training", "M+Inference")]
    [InlineData("{0} partial class M { {0} public partial class TRAINING { {0} public partial class training; } }", "M", "M+TRAINING", "M+TRAINING+training")]
    [InlineData("namespace A { {0} partial class B; } partial class A_ { {0} public partial class B; } {0} partial class A_B;", "A.B", "A_+B", "A_B")]
    [InlineData("{0} partial class Gréa; {0} partial class Gräa; {0} partial class Gr_a;", "Gréa", "Gräa", "Gr_a")]
    public void Names_that_are_alike_do_not_meet(string source, params string[] names)
    {
        Assembly assembly = Build(source.Replace("{0}", Layers));
        Assert.All(names, name => ModelRunner.Run(assembly.GetType(name, throwOnError: true)!));
    }

    [Fact]
    public void Members_of_the_users_own_work()
    {
        const string Members = """
            {
                public float Output = 1, Input = 2;
                public const int Units = 3, Kernel = 4;
                private readonly string _name;
                public M() : this(seed: 5) { }
                public M(string name) : this(1) => _name = name;
                static M() { }
                public string Name => _name;
                public void Predict(float[] window) => Predict(window, new float[OutputLength]);
                public void Save() => Save(_name);
                private class Lstm0;
                public int this[int i] => i;
                ~M() { }
            }
            """;
        Type model = Run($"#pragma warning disable CS8618\n{Layers} partial class M {Members}", "M");
        Assert.Equal("x", model.GetProperty("Name")!.GetValue(Activator.CreateInstance(model, "x")));
    }

    [Fact]
    public void Record_prints_and_compares()
    {
        Type model = Run($"{Layers} public partial record M {{ public int Size {{ get; init; }} = 4; }}", "M");
        object instance = Activator.CreateInstance(model, 1)!;
        Assert.Contains("Size = 4", instance.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(instance, Activator.CreateInstance(model, 1));
    }

    [Fact]
    public void Record_copy_shares_the_parameters()
    {
        const string Shares = "public static bool Shares() { M m = new(1), copy = m with { }; copy.Parameters[0] = 7; return m.Parameters[0] == 7; }";
        Type model = Run($"{Layers} public partial record M {{ {Shares} }}", "M");
        Assert.True((bool)model.GetMethod("Shares")!.Invoke(null, null)!);
    }

    [Fact]
    public void Model_may_derive_from_a_model()
    {
        Assembly assembly = Build($"{Layers} public partial class A; [SequenceModel(5, 1), Gru(2)] public partial class B : A;");
        ModelRunner.Run(assembly.GetType("A")!);
        ModelRunner.Run(assembly.GetType("B")!);
    }

    [Fact]
    public void Abstract_model_works_in_what_derives_from_it()
    {
        const string B = "public class B : A { public B(int seed) : base(seed) { } }";
        Type derived = Build($"{Layers} public abstract partial class A; {B}").GetType("B")!;
        float[] output = [0];
        PredictCode predict = derived.GetMethod("Predict", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!
            .CreateDelegate<PredictCode>(Activator.CreateInstance(derived, 3));
        predict([1, 2, 3, 4, 5, 6], output);
        Assert.NotEqual(0, output[0]);
    }

    [Theory]
    [InlineData("/// <summary>Mine.</summary>\n{0} public partial class M;")]
    [InlineData("/// <summary>Mine.</summary>\n/// <typeparam name=\"T\">Something.</typeparam>\n{0} public partial class M<T>;")]
    [InlineData("/** <summary>Mine.</summary> */\n{0} public partial class M;")]
    public void Documentation_of_the_users_own_stays_alone(string source)
    {
        ConsumerBuild build = ConsumerBuild.Of(
            ModelCompiler.Options(), ModelCompiler.ParseOptions.WithDocumentationMode(Microsoft.CodeAnalysis.DocumentationMode.Diagnose),
            "using SeqGen;\n" + source.Replace("{0}", Layers)).IsClean();
        string xml = build.Generated.GetTypeByMetadataName(source.Contains("M<T>") ? "M`1" : "M")!.GetDocumentationCommentXml()!;
        Assert.Single(xml.Split("<summary>").Skip(1));
        Assert.Contains("lstm0/kernel", xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("L(4)", "using L = SeqGen.LstmAttribute;")]
    [InlineData("LstmAttribute(Size)", "using static Sizes;")]
    [InlineData("global::SeqGen.Lstm(units: Sizes.Size * 1 + 0)", "")]
    [InlineData("Lstm(4, Activation = (Activation)1)", "")]
    public void Attributes_can_be_written_in_every_way(string layer, string usings) => Run(
        $$"""
        using M1 = SeqGen.SequenceModelAttribute;
        {{usings}}
        [M1(features: 2, timesteps: 3), {{layer}}, Dense(1)] partial class M;
        static class Sizes { public const int Size = 4; }
        """, "M");

    private delegate void PredictCode(ReadOnlySpan<float> input, Span<float> output);

    private static Type Run(string source, string name)
    {
        Type model = Build(source).GetType(name, throwOnError: true)!;
        ModelRunner.Run(model);
        return model;
    }

    private static Assembly Build(string source)
    {
        ConsumerBuild build = ConsumerBuild.Of(
            ModelCompiler.Options().WithAllowUnsafe(true).WithWarningLevel(9999), ModelCompiler.ParseOptions,
            $"#pragma warning disable CS8981  // names in lower case\nusing SeqGen;\n{source}").IsClean();
        Assert.Empty(build.Analyzer);
        return build.Load();
    }
}
