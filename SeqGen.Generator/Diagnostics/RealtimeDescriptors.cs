using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SeqGen.Generator.Diagnostics;

/// <summary>What breaks the promise of [RealtimeSafe]. Each message takes the method that made it, and what breaks it.</summary>
internal static class RealtimeDescriptors
{
    public static readonly DiagnosticDescriptor Allocation = Warning(
        "SEQGEN301", "Real-time code must not allocate",
        "'{0}' is [RealtimeSafe] but {1} allocates on the heap; make it once beforehand and keep it, or use a struct, a span or stackalloc");

    public static readonly DiagnosticDescriptor Boxing = Warning(
        "SEQGEN302", "Real-time code must not box",
        "'{0}' is [RealtimeSafe] but {1}, which allocates; use the type itself or a generic method, or override the member in the struct");

    public static readonly DiagnosticDescriptor Waiting = Warning(
        "SEQGEN303", "Real-time code must not wait",
        "'{0}' is [RealtimeSafe] but {1} can wait for another thread; use Interlocked, Volatile, or a queue without locks");

    public static readonly DiagnosticDescriptor Linq = Warning(
        "SEQGEN304", "Real-time code must not use LINQ",
        "'{0}' is [RealtimeSafe] but {1} is LINQ, which allocates iterators and delegates; write a loop");

    public static readonly DiagnosticDescriptor Asynchrony = Warning(
        "SEQGEN305", "Real-time code must not be asynchronous",
        "'{0}' is [RealtimeSafe] but {1} is asynchronous, which allocates and runs on at a time of its own; do the work here, or hand it over through a queue");

    public static readonly DiagnosticDescriptor Closure = Warning(
        "SEQGEN306", "Real-time code must not make delegates",
        "'{0}' is [RealtimeSafe] but {1}, which allocates; make the delegate once beforehand and keep it, or a static lambda that is passed what it needs");

    public static readonly DiagnosticDescriptor ParamsArray = Warning(
        "SEQGEN307", "Real-time code must not make params arrays",
        "'{0}' is [RealtimeSafe] but the arguments of {1} become an array, which allocates; pass a span or an array that is kept, or call another overload");

    public static readonly DiagnosticDescriptor Text = Warning(
        "SEQGEN308", "Real-time code must not build strings",
        "'{0}' is [RealtimeSafe] but {1} builds a string; use a constant, or write into a span of characters with TryFormat or TryWrite");

    public static readonly DiagnosticDescriptor InputOutput = Warning(
        "SEQGEN309", "Real-time code must not do I/O",
        "'{0}' is [RealtimeSafe] but {1} does input or output; hand the data over to another thread through a queue without locks");

    public static readonly DiagnosticDescriptor Collection = Warning(
        "SEQGEN310", "Real-time code must not start a garbage collection",
        "'{0}' is [RealtimeSafe] but {1} stops all threads for the garbage collector; call it before real time begins");

    // What is called comes with the mend, which depends on where it is.
    public static readonly DiagnosticDescriptor UnmarkedCallee = Warning(
        "SEQGEN311", "Real-time code must call real-time code",
        "'{0}' is [RealtimeSafe] but calls {1}");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
        [Allocation, Boxing, Waiting, Linq, Asynchrony, Closure, ParamsArray, Text, InputOutput, Collection, UnmarkedCallee];

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, "SeqGen", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpLink.Of(id));
}
