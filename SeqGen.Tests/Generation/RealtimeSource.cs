using Microsoft.CodeAnalysis.CSharp;

namespace SeqGen.Tests.Generation;

/// <summary>A marked method around some statements, and what they use.</summary>
internal static class RealtimeSource
{
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp13);

    /// <summary>The diagnostics of the places between « and », and no error.</summary>
    internal static void Expect(string statements, params string[] diagnostics) => Expect([], statements, diagnostics);

    /// <summary>The same, in a project that defines symbols.</summary>
    internal static void Expect(string[] symbols, string statements, params string[] diagnostics) =>
        ConsumerBuild.Expect(s_parseOptions.WithPreprocessorSymbols(symbols), Of(statements), diagnostics).IsClean();

    private static string Of(string statements) => $$"""
        #pragma warning disable CS0219, CS0168, CS0649, CS0169, CS0067, CS0414, CS0183, CS8618, CS8794
        using System; using System.Buffers; using System.Collections.Concurrent; using System.Collections.Generic; using System.Collections.Immutable;
        using System.Diagnostics;
        using System.Linq; using System.Numerics.Tensors; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Text;
        using System.Threading; using System.Threading.Tasks;

        public interface IFilter { void Apply(); [RealtimeSafe] void ApplyFast(); }

        public record Pair(int A, int B) { public void Deconstruct(out int a, out int b) => (a, b) = (A, B); }

        public record struct Value(int A, int B);

        public struct Point : IComparable, IDisposable
        {
            public int X;
            public Point(int x) => X = x;
            public void Dispose() { }
            public int CompareTo(object? other) => 0;
            public static bool operator >(Point a, Point b) => a.X > b.X;
            public static bool operator <(Point a, Point b) => a.X < b.X;
            public static implicit operator int(Point point) => point.X;
        }

        [RealtimeSafe]
        public ref struct Cursor
        {
            private int _next;
            public Cursor(int start) => _next = start;
            public int Current => _next;
            public bool MoveNext() => ++_next < 3;
            public Cursor GetEnumerator() => this;
        }

        public class Row
        {
            public int Length => 3;
            public int this[int index] => index;
            public Row Slice(int start, int length) => this;
        }

        public class Chain : IEnumerable<int>
        {
            [RealtimeSafe] public Chain GetEnumerator() => this;
            [RealtimeSafe] public bool MoveNext() => false;
            public int Current { get; }
            IEnumerator<int> IEnumerable<int>.GetEnumerator() => null!;
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!;
        }

        public partial class C
        {
            private string text = "";
            private int[] numbers = new int[3];
            private float[] samples = new float[3];
            private readonly List<int> list = new();
            private readonly Dictionary<int, int> map = new();
            private readonly ConcurrentQueue<int> queue = new();
            private ImmutableArray<int> fixedNumbers = [];
            private readonly ImmutableDictionary<int, int> fixedMap = ImmutableDictionary<int, int>.Empty;
            private IEnumerable<int> sequence;
            private Pair pair;
            private Pair otherPair;
            private Value value;
            private Point point;
            private Point[] points = new Point[3];
            private Pair[] pairs = new Pair[3];
            private (int A, int B) couple;
            private (int A, int B)[] couples = new (int, int)[3];
            private object any;
            private Row row;
            private Chain chain;
            private Action changed;
            private IFilter filter;
            private StockModel model;
            private SeqGen.Data.Windows rows;
            private SeqGen.Data.StandardScaler scaler;
            private readonly Lock gate = new();
            private SemaphoreSlim semaphore;
            private Mutex mutex;
            private ReaderWriterLockSlim rw;
            private ManualResetEventSlim signal;
            private Task<int> task;
            private System.IO.Stream stream;
            private readonly StringBuilder builder = new();

            private int Kept { get; set; }
            private int Computed { get => text.Length; set => text = ""; }
            private int Written { [RealtimeSafe] get => 1; set => text = ""; }
            private int Read { get => 1; [RealtimeSafe] set => text = ""; }
            private void Unmarked() { }
            [System.Diagnostics.CodeAnalysis.DoesNotReturn] private static void Fail(string message) => throw new ArgumentException(message);
            partial void NotWritten(string line);
            [Conditional("TRACE"), Conditional("LOG")] private void Log(string line) { }
            [Conditional("DEBUG"), Conditional("LOG")] private void Check(string line) { }
            private void Instance() { }
            private static void Static() { }
            [RealtimeSafe] private static void Many(params int[] values) { }
            [RealtimeSafe] private static void OnStack(params ReadOnlySpan<int> values) { }

            [RealtimeSafe]
            public void M(int n)
            {
                {{statements}}
            }
        }

        [SequenceModel(3, 1), Flatten]
        public partial class StockModel;
        """;
}
