using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>SEQGEN301 and on: what breaks the promise of [RealtimeSafe].</summary>
public sealed class RealtimeDiagnosticTests
{
    [Theory]
    [InlineData("object o = «new object()»;")]
    [InlineData("List<int> list = «new()»;")]
    [InlineData("float[] a = «new float[n]»;")]
    [InlineData("int[] a = «{ 1, 2 }»;")]
    [InlineData("int[] a = «[1, n]»;")]
    [InlineData("List<int> a = «[]»;")]
    [InlineData("Span<int> a = «[.. numbers]»;")]
    [InlineData("var a = «new { n }»;")]
    [InlineData("Pair p = «pair with { A = n }»;")]
    [InlineData("int[] a = «numbers[1..]»;")]
    [InlineData("list.«Add»(n);")]
    [InlineData("«map[n]» = n;")]
    [InlineData("var a = numbers.AsSpan().«ToArray»();")]
    [InlineData("Array.«Resize»(ref numbers, n);")]
    [InlineData("foreach (int i in «sequence») { }")]
    [InlineData("foreach (int i in «(IReadOnlyList<int>)list») { }")]
    [InlineData("dynamic d = text; d.«Length»();")]
    [InlineData("var a = System.Collections.Immutable.ImmutableArray.«Create»(n);")]
    [InlineData("var a = ArrayPool<int>.Shared.«Rent»(n);")]
    [InlineData("var w = Stopwatch.«StartNew»();")]
    [InlineData("var t = Tuple.«Create»(n, n);")]
    [InlineData("var t = (n, n).«ToTuple»();")]
    [InlineData("var a = list.«FindAll»(static i => i > 0);")]
    [InlineData("var a = list.«GetRange»(0, n);")]
    [InlineData("var a = «list[1..]»;")]
    [InlineData("var a = list.«ConvertAll»(static i => i + 1);")]
    [InlineData("var a = list.«AsReadOnly»();")]
    [InlineData("var a = fixedNumbers.«Add»(n);")]
    [InlineData("foreach (int i in fixedMap.«Keys») { }")]
    [InlineData("bool b = numbers is [1, «.. var rest»];")]
    [InlineData("var e = sequence.«GetEnumerator»();")]
    [InlineData("numbers.AsSpan().«Sort»(Comparer<int>.Default);")]
    [InlineData("numbers.AsSpan().«Sort»(samples.AsSpan(), static (a, b) => a - b);")]
    [InlineData("Array.«Sort»(numbers, Comparer<int>.Default);")]
    [InlineData("Array.«Sort»((Array)numbers, (Array)samples, (System.Collections.IComparer)Comparer<int>.Default);")]
    [InlineData("list.«Sort»(Comparer<int>.Default);")]
    [InlineData("((System.Collections.ObjectModel.Collection<int>)any).«Add»(n);")]
    [InlineData("var a = ((ArrayBufferWriter<byte>)any).«GetSpan»(n);")]
    [InlineData("((ArrayBufferWriter<byte>)any).«Write»(\"a\"u8);")]
    [InlineData("CollectionsMarshal.«SetCount»(list, n);")]
    [InlineData("CollectionsMarshal.«GetValueRefOrAddDefault»(map, n, out _) = n;")]
    [InlineData("«((IDictionary<int, int>)map)[n]» = n;")]
    [InlineData("«((OrderedDictionary<int, int>)any)[n]» = n;")]
    [InlineData("using var m = MemoryPool<byte>.Shared.«Rent»(n);")]
    [InlineData("IntPtr p = Marshal.«AllocHGlobal»(n); Marshal.FreeHGlobal(p);")]
    [InlineData("IntPtr p = Marshal.«StringToHGlobalAnsi»(text);")]
    [InlineData("var h = GCHandle.«Alloc»(any); h.Free();")]
    [InlineData("System.Numerics.BigInteger b = 3; b = «b * b»;")]
    [InlineData("System.Numerics.BigInteger b = «1L»;")]
    [InlineData("var m = ((System.Text.RegularExpressions.Regex)any).«Match»(text);")]
    [InlineData("bool b = System.Text.RegularExpressions.Regex.«IsMatch»(text, \"a\");")]
    [InlineData("int k = System.Text.Json.JsonSerializer.«Deserialize<int>»(text);")]
    public void SEQGEN301_allocation(string statement) => Breaks("SEQGEN301", statement);

    [Fact]
    public void SEQGEN301_says_what_allocates_and_the_mend() => ConsumerBuild.Expect(
        "class C { [RealtimeSafe] void M(int n) { _ = «new float[n]»; } }",
        "SEQGEN301: 'C.M' is [RealtimeSafe] but an array allocates on the heap; make it once beforehand and keep it, or use a struct, a span or stackalloc").IsClean();

    [Fact]
    public void SEQGEN301_iterator() => ConsumerBuild.Expect(
        "using System.Collections.Generic; class C { [RealtimeSafe] IEnumerable<int> M() { «yield return 1;» yield return 2; } }", "SEQGEN301").IsClean();

    [Fact]
    public void SEQGEN301_type_parameter() => ConsumerBuild.Expect(
        "class C { [RealtimeSafe] static T M<T>() where T : new() => «new T()»; [RealtimeSafe] static T S<T>() where T : struct => new T(); }", "SEQGEN301").IsClean();

    [Theory]
    [InlineData("object o = «n»;", "Int32 is boxed into Object")]
    [InlineData("IComparable c = «point»;", "Point is boxed into IComparable")]
    [InlineData("int h = point.«GetHashCode»();", "Point is boxed to call ValueType.GetHashCode")]
    [InlineData("Type t = n.«GetType»();", "Int32 is boxed to call Object.GetType")]
    [InlineData("bool b = text.Equals(«n»);", "Int32 is boxed into Object")]
    [InlineData("n = DayOfWeek.Monday.«CompareTo»(any);", "DayOfWeek is boxed to call Enum.CompareTo")]
    [InlineData("bool b = point is «IComparable c»;", "Point is boxed into IComparable")]
    [InlineData("bool b = point is «object q»;", "Point is boxed into Object")]
    [InlineData("bool b = point is «IDisposable» and not null;", "Point is boxed into IDisposable")]
    [InlineData("switch (value) { case «IEquatable<Value> c»: break; }", "Value is boxed into IEquatable")]
    [InlineData("n = point switch { «IComparable c» => 1 };", "Point is boxed into IComparable")]
    [InlineData("bool b = any is «(1, 2)»;", "what the ITuple holds is boxed")]
    [InlineData("foreach («object» o in numbers) { }", "Int32 is boxed into Object")]
    [InlineData("foreach («IComparable» c in points) { }", "Point is boxed into IComparable")]
    [InlineData("foreach («object» o in list) { }", "Int32 is boxed into Object")]
    [InlineData("foreach («(object a, int b)» in couples) { }", "Int32 is boxed into Object")]
    [InlineData("(object a, int b) = «couple»;", "Int32 is boxed into Object")]
    [InlineData("(object a, int b) = («n», 1);", "Int32 is boxed into Object")]
    [InlineData("(object, int) t = «couple»;", "Int32 is boxed into Object")]
    public void SEQGEN302_boxing(string statement, string what) => Breaks(
        $"SEQGEN302: 'C.M' is [RealtimeSafe] but {what}, which allocates; use the type itself or a generic method, or override the member in the struct", statement);

    [Theory]
    [InlineData("«lock» (text) { }")]
    [InlineData("Monitor.«Enter»(text);")]
    [InlineData("gate.«Enter»();")]
    [InlineData("using (gate.«EnterScope»()) { }")]
    [InlineData("semaphore.«Wait»();")]
    [InlineData("mutex.«WaitOne»();")]
    [InlineData("rw.«EnterReadLock»();")]
    [InlineData("signal.«Wait»();")]
    [InlineData("Thread.«Sleep»(1);")]
    [InlineData("task.«Wait»();")]
    [InlineData("int r = task.«Result»;")]
    [InlineData("task.GetAwaiter().«GetResult»();")]
    [InlineData("queue.«TryDequeue»(out n);")]
    [InlineData("default(CancellationToken).«Register»(static () => { });")]
    public void SEQGEN303_waiting(string statement) => Breaks("SEQGEN303", statement);

    [Fact]
    public void SEQGEN303_synchronized_method() => ConsumerBuild.Expect(
        "using System.Runtime.CompilerServices; class C { [RealtimeSafe, MethodImpl(MethodImplOptions.Synchronized)] void «M»() { } }",
        "SEQGEN303: 'C.M' is [RealtimeSafe] but its MethodImplOptions.Synchronized can wait for another thread; use Interlocked, Volatile, or a queue without locks").IsClean();

    [Theory]
    [InlineData("int s = numbers.«Sum»();")]
    [InlineData("int s = numbers.«Count»(i => i > 0);")]
    [InlineData("var q = «from i in numbers where i > n select i»;")]
    [InlineData("var q = Enumerable.«Range»(0, n);")]
    public void SEQGEN304_linq(string statement) => Breaks("SEQGEN304", statement);

    [Theory]
    [InlineData("Func<Task> f = «static async () => { }»;")]
    [InlineData("Task.«Run»(static () => { });")]
    [InlineData("ThreadPool.«QueueUserWorkItem»(static _ => { });")]
    public void SEQGEN305_asynchrony(string statement) => Breaks("SEQGEN305", "#pragma warning disable CS1998\n" + statement);

    [Fact]
    public void SEQGEN305_asynchronous_method() => ConsumerBuild.Expect(
        "using System.Threading.Tasks; class C { [RealtimeSafe] async Task «M»(Task task) { await task; } }",
        "SEQGEN305: 'C.M' is [RealtimeSafe] but it is asynchronous, which allocates and runs on at a time of its own; do the work here, or hand it over through a queue").IsClean();

    [Theory]
    [InlineData("Func<int> f = «() => n»;", "the lambda captures n")]
    [InlineData("Func<string> f = «() => text»;", "the lambda captures this")]
    [InlineData("Func<int> f = «() => Local()»; int Local() => n > 0 ? 0 : Again(); int Again() => Local();", "the lambda captures n")]
    [InlineData("Action f = «Instance»;", "'C.Instance' becomes a delegate")]
    [InlineData("«changed += static () => { }»;", "two delegates are combined")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>> f = «() => 1»;", "the lambda becomes an expression tree")]
    public void SEQGEN306_closure(string statement, string what) => Breaks(
        $"SEQGEN306: 'C.M' is [RealtimeSafe] but {what}, which allocates; make the delegate once beforehand and keep it, or a static lambda that is passed what it needs",
        statement);

    [Fact]
    public void SEQGEN307_params_array() => Breaks(
        "SEQGEN307: 'C.M' is [RealtimeSafe] but the arguments of C.Many become an array, which allocates; pass a span or an array that is kept, or call another overload",
        "«Many»(1, n); Many(); Many(numbers); OnStack(1, n);");

    [Theory]
    [InlineData("string s = «text + n»;")]
    [InlineData("string s = «\"a\" + n + text + 1.5f»;")]
    [InlineData("«text += n»;")]
    [InlineData("string s = «$\"{n}\"»;")]
    [InlineData("string s = string.«Format»(\"{0}\", n);")]
    [InlineData("string s = n.«ToString»();")]
    [InlineData("string s = DayOfWeek.Monday.«ToString»();")]
    [InlineData("string s = «new string('a', n)»;")]
    [InlineData("string s = «text[1..]»;")]
    [InlineData("builder.«Append»(n);")]
    [InlineData("bool b = text is ['a', «.. var rest»];")]
    [InlineData("string s = Environment.«StackTrace»;")]
    [InlineData("string s = System.IO.Path.«ChangeExtension»(text, text);")]
    [InlineData("string s = ((System.Text.RegularExpressions.Match)any).«Value»;")]
    [InlineData("string s = pair.«ToString»();")]
    [InlineData("string s = value.«ToString»();")]
    [InlineData("string s = default(LayerOutput).«ToString»();")]
    public void SEQGEN308_text(string statement) => Breaks("SEQGEN308", statement);

    [Theory]
    [InlineData("Console.«WriteLine»(n);")]
    [InlineData("Console.«WriteLine»(\"{0} {1}\", n, n);")]
    [InlineData("bool b = System.IO.File.«Exists»(text);")]
    [InlineData("stream.«Flush»();")]
    [InlineData("bool b = System.IO.Path.«Exists»(text);")]
    public void SEQGEN309_input_output(string statement) => Breaks("SEQGEN309", statement);

    [Fact]
    public void SEQGEN310_collection() => Breaks(
        "SEQGEN310: 'C.M' is [RealtimeSafe] but GC.Collect stops all threads for the garbage collector; call it before real time begins", "GC.«Collect»();");

    [Theory]
    [InlineData("«Unmarked»();", "C.Unmarked")]
    [InlineData("int v = «Computed»;", "C.Computed")]
    [InlineData("«Computed» = 1;", "C.Computed")]
    [InlineData("filter.«Apply»();", "IFilter.Apply")]
    [InlineData("bool b = «point > default(Point)»;", "Point.op_GreaterThan")]
    [InlineData("var p = «new Point(1)»;", "Point")]
    [InlineData("int v = «point»;", "Point.op_Implicit")]
    [InlineData("using (var p = «default(Point)») { }", "Point.Dispose")]
    [InlineData("using var p = «new Point { X = 1 }»;", "Point.Dispose")]
    [InlineData("(int x, int y) = «pair»;", "Pair.Deconstruct")]
    [InlineData("bool b = pair is «(1, 2)»;", "Pair.Deconstruct")]
    [InlineData("foreach («var (a, b)» in pairs) { }", "Pair.Deconstruct")]
    [InlineData("foreach («int» i in points) { }", "Point.op_Implicit")]
    [InlineData("(int, int) t = («point», n);", "Point.op_Implicit")]
    [InlineData("var t = (point, n); (int, int) u = «t»;", "Point.op_Implicit")]
    [InlineData("(«Written», n) = couple;", "C.Written")]
    [InlineData("(Kept, (n, this.«Written»)) = (n, couple);", "C.Written")]
    [InlineData("bool b = row is «[_, ..]»;", "Row.Length")]
    public void SEQGEN311_callee_is_not_marked(string statement, string callee) => Breaks(
            $"SEQGEN311: 'C.M' is [RealtimeSafe] but calls '{callee}', which is not; mark '{callee}' [RealtimeSafe] too", statement);

    [Theory]
    [InlineData("bool b = row is «[1, ..]»;", 2)]
    [InlineData("n = «row[^1]»;", 2)]
    [InlineData("row = «row[1..]»;", 2)]
    public void SEQGEN311_indices_and_slices_that_are_not_written_as_calls(string statement, int calls) =>
        RealtimeSource.Expect(statement, [.. Enumerable.Repeat("SEQGEN311", calls)]);

    [Fact]
    public void SEQGEN311_inherited_implementation() => ConsumerBuild.Expect("""
        public interface IFilter { [RealtimeSafe] void Run(); [RealtimeSafe] int Size { get; } void Free(); }
        public class Base { public void Run() { } [RealtimeSafe] public int Size => 3; public void Free() { } }
        public class «Derived» : Base, IFilter { }
        public class Last : Derived, IFilter { }
        public class Marked : Base, IFilter { [RealtimeSafe] public new void Run() { } }
        public abstract class Open { public abstract void Run(); [RealtimeSafe] public int Size => 3; public void Free() { } }
        public abstract class «Between» : Open, IFilter { }
        public abstract class Abstract : IFilter { public abstract void Run(); public int Size => 3; public void Free() { } }
        """, "SEQGEN311: 'IFilter.Run' is [RealtimeSafe] but calls 'Base.Run', which is not; mark 'Base.Run' [RealtimeSafe] too", "SEQGEN311").IsClean();

    [Fact]
    public void SEQGEN311_names_the_class_around_an_extension_block() => ConsumerBuild.Expect(
        new CSharpParseOptions(LanguageVersion.Preview),
        "static class E { extension(string s) { public void Go() { } } } class C { [RealtimeSafe] void M(string s) => s.«Go»(); }",
        "SEQGEN311: 'C.M' is [RealtimeSafe] but calls 'E.Go', which is not; mark 'E.Go' [RealtimeSafe] too").IsClean();

    [Theory]
    [InlineData("int v = rows.«TargetRow»(0);", "Windows.TargetRow")]
    [InlineData("model.«Save»(text);", "StockModel.Save")]
    public void SEQGEN311_asks_for_no_mark_on_what_users_do_not_write(string statement, string callee) => Breaks(
        $"SEQGEN311: 'C.M' is [RealtimeSafe] but calls '{callee}', which is not known to be safe; call it before real time begins, or on another thread",
        statement);

    [Theory]
    [InlineData("TRACE", "Trace.«WriteLine»(text + n);", "SEQGEN309")]
    [InlineData("TRACE", "«Log»(text);", "SEQGEN311")]
    [InlineData("LOG", "«Log»(\"a\"); Trace.WriteLine(text + n);", "SEQGEN311")]
    [InlineData("LOG", "«Check»(text);", "SEQGEN311")]
    public void Conditional_calls_are_looked_at_where_a_symbol_is_defined(string symbol, string statement, string diagnostic) =>
        RealtimeSource.Expect([symbol], statement, diagnostic);

    [Theory]
    [InlineData("#define TRACE\n", "SEQGEN309")]
    [InlineData("#define TRACE\n#undef TRACE\n")]
    [InlineData("#if NEVER\n#define TRACE\n#endif\n")]
    public void Conditional_calls_know_what_their_file_defines(string directives, params string[] diagnostics)
    {
        string source = directives + "using SeqGen; class C { [RealtimeSafe] void M() => System.Diagnostics.Trace.WriteLine(1); }";
        Assert.Equal(diagnostics, ConsumerBuild.Of(source).IsClean().Analyzer.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Conditional_overrides_take_the_symbols_of_what_they_override() => ConsumerBuild.Expect("""
        using System.Diagnostics;
        class Base { [Conditional("LOG")] public virtual void Log(string line) { } }
        class Derived : Base { public override void Log(string line) { } }
        class C { [RealtimeSafe] void M(Derived d, int n) => d.Log($"{n}"); }
        """).IsClean();

    private static void Breaks(string diagnostic, string statement) => RealtimeSource.Expect(statement, diagnostic);
}
