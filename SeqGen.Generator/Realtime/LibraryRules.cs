using System;
using Microsoft.CodeAnalysis;
using SeqGen.Generator.Diagnostics;

namespace SeqGen.Generator.Realtime;

/// <summary>What in the base class library real-time code must not call. What is not known here is trusted.</summary>
internal static class LibraryRules
{
    /// <summary>The rule that a call of a method, accessor or constructor of another assembly breaks, or null.</summary>
    public static DiagnosticDescriptor? Of(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        string space = type.ContainingNamespace?.ToDisplayString() ?? "";
        string member = method.AssociatedSymbol?.Name ?? method.Name;
        return space switch
        {
            "System.Linq" => RealtimeDescriptors.Linq,
            "System.Threading" => OfThreading(method, type.Name, member),
            "System.Threading.Tasks" => OfTasks(method, member),
            "System.Threading.Channels" or "System.Collections.Concurrent" => RealtimeDescriptors.Waiting,
            "System.Collections.Generic" or "System.Collections" when Grows(method, member) || GivesCollection(member) => RealtimeDescriptors.Allocation,
            "System.Reflection" or "System.Dynamic" => RealtimeDescriptors.Allocation,
            "System.Runtime.CompilerServices" => OfCompilerServices(type.Name, member) ?? OfResult(method),
            "System.Diagnostics" => OfDiagnostics(type.Name, member) ?? OfResult(method),
            "System.Text" => type.Name is "StringBuilder" ? RealtimeDescriptors.Text : OfResult(method),
            "System" => OfSystem(type.Name, member) ?? OfResult(method),
            _ => IsInputOutput(space) ? RealtimeDescriptors.InputOutput : OfResult(method),
        };
    }

    private static DiagnosticDescriptor? OfDiagnostics(string type, string member) => (type, member) switch
    {
        ("Process" or "Trace", _) => RealtimeDescriptors.InputOutput,
        ("Stopwatch", "StartNew") => RealtimeDescriptors.Allocation,
        _ => null,
    };

    private static DiagnosticDescriptor? OfThreading(IMethodSymbol method, string type, string member) => type switch
    {
        "ThreadLocal" or "AsyncLocal" => RealtimeDescriptors.Allocation,

        // These only tell the state that a lock or a signal is in; but a handle is made when it is first asked for.
        _ when method.MethodKind == MethodKind.PropertyGet => member is "WaitHandle" or "AvailableWaitHandle" ? RealtimeDescriptors.Allocation : null,
        _ when member is "IsEntered" => null,
        "Interlocked" or "Volatile" or "CancellationToken" => null,
        "Monitor" or "Lock" or "Scope" or "SpinLock" or "SpinWait" or "Semaphore" or "SemaphoreSlim" or "Mutex" or "ReaderWriterLock"
            or "ReaderWriterLockSlim" or "ManualResetEvent" or "ManualResetEventSlim" or "AutoResetEvent" or "EventWaitHandle" or "WaitHandle"
            or "CountdownEvent" or "Barrier" => RealtimeDescriptors.Waiting,
        "CancellationTokenSource" => RealtimeDescriptors.Waiting,
        "Thread" when member is "Sleep" or "Join" or "Yield" or "Start" or "Interrupt" => RealtimeDescriptors.Waiting,
        "ThreadPool" or "Timer" or "PeriodicTimer" or "SynchronizationContext" => RealtimeDescriptors.Asynchrony,
        _ => null,
    };

    private static DiagnosticDescriptor? OfTasks(IMethodSymbol method, string member) => member switch
    {
        "Wait" or "WaitAll" or "WaitAny" or "Result" => RealtimeDescriptors.Waiting,
        "GetAwaiter" or "ConfigureAwait" => null,
        _ => method.MethodKind == MethodKind.PropertyGet ? null : RealtimeDescriptors.Asynchrony,
    };

    private static DiagnosticDescriptor? OfCompilerServices(string type, string member) => (type, member) switch
    {
        (_, "GetResult") => RealtimeDescriptors.Waiting,
        ("ConditionalWeakTable", _) => RealtimeDescriptors.Waiting,
        _ => null,
    };

    private static DiagnosticDescriptor? OfSystem(string type, string member) => (type, member) switch
    {
        ("Console", _) => RealtimeDescriptors.InputOutput,
        ("GC", "Collect" or "WaitForPendingFinalizers" or "WaitForFullGCComplete" or "TryStartNoGCRegion" or "EndNoGCRegion") =>
            RealtimeDescriptors.Collection,
        ("Lazy", "Value") => RealtimeDescriptors.Waiting,
        ("Array", "Resize" or "Clone" or "CreateInstance") or ("Activator", "CreateInstance") or ("Object", "MemberwiseClone")
            or ("Delegate", "Combine" or "Remove" or "CreateDelegate" or "DynamicInvoke")
            or ("Tuple", "Create") or ("TupleExtensions", "ToTuple") or ("Array", "AsReadOnly") => RealtimeDescriptors.Allocation,
        _ => null,
    };

    private static bool IsInputOutput(string space) =>
        IsIn(space, "System.IO") || IsIn(space, "System.Net") || IsIn(space, "Microsoft.Win32") || IsIn(space, "Microsoft.Extensions.Logging");

    private static bool IsIn(string space, string root) =>
        space.StartsWith(root, StringComparison.Ordinal) && (space.Length == root.Length || space[root.Length] == '.');

    // What may outgrow the memory that a collection has.
    private static bool Grows(IMethodSymbol method, string member) =>
        member is "Add" or "AddRange" or "AddFirst" or "AddLast" or "AddBefore" or "AddAfter" or "TryAdd" or "Insert" or "InsertRange"
            or "Enqueue" or "EnqueueRange" or "EnqueueDequeue" or "Push" or "EnsureCapacity" or "TrimExcess" or "UnionWith" or "SymmetricExceptWith"
        || (method is { MethodKind: MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol { IsIndexer: true } }
            && method.ContainingType.Name is "Dictionary" or "SortedDictionary" or "SortedList" or "Hashtable")
        || method is { MethodKind: MethodKind.PropertySet, AssociatedSymbol.Name: "Capacity" };

    // What makes a collection of one that there is.
    private static bool GivesCollection(string member) => member is "FindAll" or "GetRange" or "ConvertAll" or "Slice" or "AsReadOnly";

    /// <summary>Strings and arrays that a method, not a property, gives are new, as are immutable collections.</summary>
    private static DiagnosticDescriptor? OfResult(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary || GivesNothingNew(method))
        {
            return null;
        }
        return method.ReturnType switch
        {
            { SpecialType: SpecialType.System_String } => RealtimeDescriptors.Text,
            IArrayTypeSymbol => RealtimeDescriptors.Allocation,
            { ContainingNamespace: { Name: "Immutable", ContainingNamespace.Name: "Collections" } } => RealtimeDescriptors.Allocation,
            _ => null,
        };
    }

    // An enumerator that is a struct lies on the stack, even that of an immutable collection; a string's text is the string itself; what
    // only changes its type is what it was.
    private static bool GivesNothingNew(IMethodSymbol method) => method
        is { Name: "Empty", ContainingType.Name: "Array" }
        or { ContainingType.Name: "ImmutableCollectionsMarshal" }
        or { Name: "GetEnumerator", ReturnType.IsValueType: true }
        or { Name: nameof(ToString), ContainingType.SpecialType: SpecialType.System_String };
}
