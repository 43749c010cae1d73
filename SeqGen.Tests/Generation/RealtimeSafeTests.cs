using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>What [RealtimeSafe] lets be, where it holds, and that the generated code keeps its promise.</summary>
public sealed class RealtimeSafeTests
{
    [Theory]
    [InlineData("Span<float> a = stackalloc float[16]; a.Clear(); a[0] = n; a[1..].Fill(1);")]
    [InlineData("var v = new Value(1, n); v = v with { A = n }; (int a, int b) = (v.A, v.B);")]
    [InlineData("point = default; Point p = new() { X = n }; var c = new Cursor();")]
    [InlineData("const int one = 1; string s = nameof(M) + \"a\" + \"b\"; const string k = $\"{nameof(C)}\";")]
    [InlineData("ReadOnlySpan<int> a = [1, 2, n]; Span<int> b = [n, n]; ReadOnlySpan<float> d = new float[] { 1, 2 }; int[] none = [];")]
    [InlineData("ReadOnlySpan<byte> u = \"text\"u8; ReadOnlySpan<char> t = text.AsSpan(1); text.AsSpan()[1..].TryCopyTo(stackalloc char[9]);")]
    [InlineData("foreach (int i in numbers) { } foreach (char c in text) { } foreach (int i in numbers.AsSpan()) { } foreach (int i in list) { }")]
    [InlineData("foreach (int i in new Cursor()) { } foreach (var pair in map) { n += pair.Value; }")]
    [InlineData("if (n < 0) throw new ArgumentException($\"n is {n}\", nameof(n)); text = text ?? throw new InvalidOperationException(\"a\" + n);")]
    [InlineData("if (n < 0) { string message = $\"n is {n}\"; throw new ArgumentException(message); } ArgumentOutOfRangeException.ThrowIfNegative(n);")]
    [InlineData("switch (n) { case 1: text = \"\"; break; default: string m = \"n\" + n; throw new ArgumentException(m); }")]
    [InlineData("Debug.Assert(n > 0, $\"n is {n}\"); Trace.WriteLine(n); Log($\"n is {n}\"); Check(text + n);")]
    [InlineData("string s = text.ToString(); s = text.ToString(null); bool held = gate.IsHeldByCurrentThread || Monitor.IsEntered(text) || signal.IsSet;")]
    [InlineData("int[] a = ImmutableCollectionsMarshal.AsArray(fixedNumbers)!; fixedNumbers = ImmutableCollectionsMarshal.AsImmutableArray(a);")]
    [InlineData("n += semaphore.CurrentCount; NotWritten($\"n is {n}\");")]
    [InlineData("foreach (int i in fixedNumbers) { } foreach (var entry in fixedMap) { n += entry.Value; } n += fixedNumbers[0];")]
    [InlineData("bool same = pair == otherPair && value.Equals(default(Value)); n = pair.GetHashCode() + value.GetHashCode();")]
    [InlineData("Func<int, int> f = static x => x + 1; n = f(n); f = x => x; Action a = Static; a();")]
    [InlineData("int Add(int x) => x + n; n = Add(1); Func<int> g = () => One(); int One() => 1;")]
    [InlineData("TensorPrimitives.Add(samples, samples, samples); n = Math.Max(n, MathF.Sqrt(n) > 1 ? 1 : 2);")]
    [InlineData("ref int r = ref MemoryMarshal.GetArrayDataReference(numbers); r = Unsafe.Add(ref r, 1); Interlocked.Increment(ref r); Volatile.Write(ref r, 1);")]
    [InlineData("Span<char> to = stackalloc char[9]; n.TryFormat(to, out _); to.TryWrite($\"{n}\", out _);")]
    [InlineData("bool b = n.CompareTo(1) == 0; int h = n.GetHashCode(); b = n.Equals(3) && DayOfWeek.Monday.HasFlag(DayOfWeek.Friday);")]
    [InlineData("Kept = n; n = Kept + list.Count + map[n] + numbers.Length; list[0] = n; filter.ApplyFast(); changed();")]
    [InlineData("Span<float> y = stackalloc float[3]; model.Predict(y, y); model.PredictBatch(y, y); model.Parameters.Clear(); n = StockModel.Timesteps;")]
    [InlineData("scaler.Transform(samples, samples); scaler.InverseTransform(samples, samples); samples[0] = scaler.InverseTransform(1f);")]
    [InlineData("n = DayOfWeek.Monday.GetHashCode(); n = System.IO.Path.GetExtension(text.AsSpan()).Length; bool b = System.IO.Path.HasExtension(text);")]
    [InlineData("n = System.Net.IPAddress.HostToNetworkOrder(n); var t = new ValueTask<int>(n); t = ValueTask.FromResult(n);")]
    [InlineData("foreach (int i in chain) { n += i; } foreach (long i in numbers) { } foreach (var (a, b) in couples) { n += a; }")]
    [InlineData("bool b = point is IComparable || point is { X: 1 } or var _ || n is > 1 and var k || any is IComparable c || text is { Length: 1 } s;")]
    [InlineData("n = point switch { IComparable => 1 }; bool b = numbers is [1, .., 2] or [.. _, 1] || text is ['a', ..] || couple is (1, 2) || numbers.AsSpan() is [1, .. var r];")]
    [InlineData("(Kept, (Read, n)) = (n, couple); (long, int) t = couple; (long a, long b) = couple; n = text[^1] + list[^1]; bool c = row is not null;")]
    [InlineData("numbers.AsSpan().Sort(); numbers.AsSpan().Sort(static (a, b) => a - b); list.Sort(); Array.Sort(numbers); Array.Sort(numbers, samples, Comparer<int>.Default);")]
    [InlineData("((System.Collections.ObjectModel.Collection<int>)any)[0] = n; n = Environment.ProcessorCount; bool b = ((System.Text.RegularExpressions.Regex)any).IsMatch(text);")]
    [InlineData("var b = new System.Numerics.BigInteger(n); b = -b; bool c = b < 3 && System.Numerics.BigInteger.Max(b, 5).IsEven; var r = new System.Text.Json.Utf8JsonReader(\"1\"u8); r.Read();")]
    public void Is_fine(string statements) => RealtimeSource.Expect(statements);

    [Fact]
    public void A_mark_of_a_type_holds_for_its_methods_but_not_for_the_making_of_its_objects() => ConsumerBuild.Expect("""
        [RealtimeSafe]
        class Filter
        {
            static readonly float[] s_table = new float[3];
            readonly float[] _state;
            static Filter() => s_table = new float[4];
            public Filter(int n) => _state = new float[n];
            public float Run(float x) => _state[0] = x + s_table[0];
            public float[] Copy() => «new float[3]»;
            public float[] Property => «new float[4]»;
            struct Inner { readonly float[] _a; public Inner(int n) => _a = «new float[n]»; public int Length => _a.Length; }
        }

        class Maker { [RealtimeSafe] public Maker(int n) => _ = «new object()»; }
        """, "SEQGEN301", "SEQGEN301", "SEQGEN301", "SEQGEN301").IsClean();

    [Fact]
    public void A_marked_type_finalizes_as_it_likes() => ConsumerBuild.Expect(
        "[RealtimeSafe] class C { ~C() => _ = new object(); void M() => _ = «new object()»; }", "SEQGEN301").IsClean();

    [Fact]
    public void Initializers_belong_to_the_constructors_that_run_them() => ConsumerBuild.Expect("""
        [RealtimeSafe] struct Primary(int n) { readonly float[] _a = «new float[n]»; public readonly float A => _a[0]; }
        [RealtimeSafe] struct Ordinary { readonly float[] _a = «new float[3]»; object B { get; } = «new object()»; static object s_c = new(); public Ordinary(int n) => _a[0] = n; }
        class Maker { readonly object _a = «new object()»; [RealtimeSafe] public Maker() { } public object A => _a; }
        class Other { readonly object _a = new(); public Other() { } [RealtimeSafe] public Other(int n) «: this()» => N = n; public int N { get; } = 1; public object A => _a; }
        struct Code(int n) { readonly float[] _a = new float[n]; public readonly float[] A => _a; }
        struct Plain(int n) { readonly int _n = n; readonly object? _o = null; public readonly int N => _n; public readonly object? O => _o; }
        class C { [RealtimeSafe] void M(int n) { _ = new Primary(n); _ = new Ordinary(n); _ = «new Code(n)»; _ = new Plain(n); } }
        """, "SEQGEN301", "SEQGEN301", "SEQGEN301", "SEQGEN301", "SEQGEN311", "SEQGEN311").IsClean();

    [Fact]
    public void A_mark_is_handed_down_to_overrides_and_implementations() => ConsumerBuild.Expect("""
        public interface IFilter { [RealtimeSafe] float[] Run(int n); [RealtimeSafe] float[] Last { get; } float[] Free(); }
        public class Implicit : IFilter { public float[] Run(int n) => «new float[n]»; public float[] Last => «new float[2]»; public float[] Free() => new float[1]; }
        public struct Explicit : IFilter { float[] IFilter.Run(int n) => «new float[n + 1]»; float[] IFilter.Last => null!; float[] IFilter.Free() => new float[1]; }
        public abstract class Base { [RealtimeSafe] public abstract object Make(); [RealtimeSafe] public virtual object Other() => null!; }
        public class Derived : Base { public override object Make() => «new object()»; public override object Other() => «new int[3]»; public object Own() => new(); }
        public class User { [RealtimeSafe] void M(Derived d, IFilter f) { d.Make(); f.Run(1); d.«Own»(); f.«Free»(); } }
        """, "SEQGEN301", "SEQGEN301", "SEQGEN301", "SEQGEN301", "SEQGEN301", "SEQGEN311", "SEQGEN311").IsClean();

    [Fact]
    public void Local_functions_and_lambdas_can_be_marked() => ConsumerBuild.Expect("""
        using System;
        class C
        {
            void M()
            {
                object free = new();
                [RealtimeSafe] object Local() => «new object()»;
                Func<object> f = [RealtimeSafe] static () => «new int[3]»;
                Local();
                f();
            }
        }
        """, "SEQGEN301", "SEQGEN301").IsClean();

    [Fact]
    public void Generic_and_partial_members_are_known_by_their_definition() => ConsumerBuild.Expect("""
        using System;
        public partial class C
        {
            [RealtimeSafe] public partial void M();
            public partial void M() { Max(1, 2); default(S<int>).Get(); this.Extend(); }
            [RealtimeSafe] private static T Max<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b;
        }
        [RealtimeSafe] public readonly struct S<T> { public T Get() => default!; }
        public static class E { [RealtimeSafe] public static void Extend(this C c) { } }
        """).IsClean();

    [Fact]
    public void Severity_is_set_as_that_of_any_diagnostic()
    {
        var options = ModelCompiler.Options().WithSpecificDiagnosticOptions([new("SEQGEN311", ReportDiagnostic.Error), new("SEQGEN301", ReportDiagnostic.Suppress)]);
        ConsumerBuild build = ConsumerBuild.Of(options, ModelCompiler.ParseOptions, "using SeqGen; class C { [RealtimeSafe] void M() { F(); _ = new object(); } void F() { } }");
        Diagnostic only = Assert.Single(build.Analyzer);
        Assert.Equal(("SEQGEN311", DiagnosticSeverity.Error), (only.Id, only.Severity));
    }

    [Fact]
    public void Debug_builds_excuse_what_only_they_call() =>
        RealtimeSource.Expect(["DEBUG"], "Debug.Assert(n > 0, $\"n is {n}\"); Check(text + n);");

    [Fact]
    public void Forecasters_are_marked() => ConsumerBuild.Expect("""
        using System;
        [SequenceModel(3, 1), Lstm(2), Dense(1)] public partial class Model;
        class C
        {
            private readonly Forecaster<Model> _windows = new(new Model());
            private readonly StreamForecaster<Model, Model.State> _stream = new(new Model());
            [RealtimeSafe]
            void M(Span<float> rows)
            {
                _windows.Forecast(rows, rows[.._windows.StepsAtOnce]);
                _stream.Reset();
                _stream.Observe(rows);
                _stream.Forecast(rows);
                _ = _stream.State.Steps;
            }
        }
        """).IsClean();

    public static TheoryData<string> ModelFiles => ["Models/TestModels.cs", "Models/ConvolutionModels.cs"];

    [Theory]
    [MemberData(nameof(ModelFiles))]
    public void Generated_code_keeps_its_promise(string file) => GeneratedRealtimeCode.IsClean(
        ModelCompiler.Compile("global using SeqGen;\n" + File.ReadAllText(Path.Combine(SharedData.Repository, "SeqGen.Tests", file))));

    [Fact]
    public void Generated_code_is_really_looked_at()
    {
        CSharpCompilation compilation = ModelCompiler.Compile("using SeqGen; [SequenceModel(3, 2), Lstm(4), Dense(1)] public partial class M;");
        var generated = (CSharpCompilation)ModelCompiler.Generate(compilation);
        SyntaxTree tree = generated.SyntaxTrees.Single(tree => tree.FilePath.EndsWith(".Inference.g.cs", System.StringComparison.Ordinal));
        string text = tree.ToString().Replace("var i0 = V.LoadUnsafe", "var made = new object(); var i0 = V.LoadUnsafe", System.StringComparison.Ordinal);
        SyntaxTree spoilt = CSharpSyntaxTree.ParseText(text, ModelCompiler.ParseOptions, tree.FilePath);
        ImmutableArray<Diagnostic> found = GeneratedRealtimeCode.Findings(generated.ReplaceSyntaxTree(tree, spoilt));
        // one a width
        Assert.Equal(["SEQGEN301", "SEQGEN301", "SEQGEN301"], found.Select(diagnostic => diagnostic.Id));
    }
}
