using System;
using System.Linq;
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
            "System.Collections.Generic" or "System.Collections" or "System.Collections.ObjectModel" or "System.Collections.Specialized"
                when Grows(method, member) || GivesCollection(member) || SortsByComparer(method) => RealtimeDescriptors.Allocation,
            "System.Reflection" or "System.Dynamic" => RealtimeDescriptors.Allocation,
            "System.Buffers" when IsBuffer(type.Name, member) => RealtimeDescriptors.Allocation,
            "System.Numerics" when GivesBigNumber(method) => RealtimeDescriptors.Allocation,
            "System.Runtime.InteropServices" when TakesMemory(method, member) => RealtimeDescriptors.Allocation,
            "System.Text.RegularExpressions" => OfResult(method) ?? OfExpressions(method, type.Name, member),
            "System.Runtime.CompilerServices" => OfCompilerServices(type.Name, member) ?? OfResult(method),
            "System.Diagnostics" => OfDiagnostics(type.Name, member) ?? OfResult(method),
            "System.Text" => type.Name is "StringBuilder" ? RealtimeDescriptors.Text : OfResult(method),
            "System" => OfSystem(method, type.Name, member) ?? OfResult(method),
            _ when MakesDocument(method, space) => RealtimeDescriptors.Allocation,
            _ => IsInputOutput(space) && !OnlyComputes(type.Name, member) ? RealtimeDescriptors.InputOutput : OfResult(method),
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
        "CancellationToken" => member is "Register" or "UnsafeRegister" ? RealtimeDescriptors.Waiting : null,
        "Interlocked" or "Volatile" => null,
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

        // one that is there already
        _ when method is { ContainingType.Name: "ValueTask" } and ({ MethodKind: MethodKind.Constructor } or { Name: "FromResult" }) => null,
        _ => method.MethodKind == MethodKind.PropertyGet ? null : RealtimeDescriptors.Asynchrony,
    };

    private static DiagnosticDescriptor? OfCompilerServices(string type, string member) => (type, member) switch
    {
        (_, "GetResult") => RealtimeDescriptors.Waiting,
        ("ConditionalWeakTable", _) => RealtimeDescriptors.Waiting,
        _ => null,
    };

    private static DiagnosticDescriptor? OfSystem(IMethodSymbol method, string type, string member) => (type, member) switch
    {
        ("Console", _) => RealtimeDescriptors.InputOutput,
        ("GC", "Collect" or "WaitForPendingFinalizers" or "WaitForFullGCComplete" or "TryStartNoGCRegion" or "EndNoGCRegion") =>
            RealtimeDescriptors.Collection,
        ("Lazy", "Value") => RealtimeDescriptors.Waiting,
        ("Environment", "WorkingSet") => RealtimeDescriptors.InputOutput,
        ("Environment", "StackTrace" or "CurrentDirectory" or "MachineName" or "CommandLine" or "UserName" or "UserDomainName") =>
            RealtimeDescriptors.Text,
        ("Array" or "MemoryExtensions", "Sort") when SortsByComparer(method) => RealtimeDescriptors.Allocation,
        ("Array", "Resize" or "Clone" or "CreateInstance") or ("Activator", "CreateInstance") or ("Object", "MemberwiseClone")
            or ("Delegate", "Combine" or "Remove" or "CreateDelegate" or "DynamicInvoke")
            or ("Tuple", "Create") or ("TupleExtensions", "ToTuple") or ("Array", "AsReadOnly") => RealtimeDescriptors.Allocation,
        _ => null,
    };

    private static bool IsInputOutput(string space) =>
        (IsIn(space, "System.IO") && space != "System.IO.Hashing") || IsIn(space, "System.Net") || IsIn(space, "Microsoft.Win32")
        || IsIn(space, "Microsoft.Extensions.Logging");

    // Of paths their text, of addresses the order of bytes.
    private static bool OnlyComputes(string type, string member) => (type, member) switch
    {
        ("Path", _) => member is not ("Exists" or "GetFullPath" or "GetTempPath" or "GetTempFileName"),
        ("IPAddress", "HostToNetworkOrder" or "NetworkToHostOrder") => true,
        _ => false,
    };

    private static bool IsIn(string space, string root) =>
        space.StartsWith(root, StringComparison.Ordinal) && (space.Length == root.Length || space[root.Length] == '.');

    // What may outgrow the memory that a collection has.
    private static bool Grows(IMethodSymbol method, string member) =>
        member is "Add" or "AddRange" or "AddFirst" or "AddLast" or "AddBefore" or "AddAfter" or "TryAdd" or "Insert" or "InsertRange"
            or "Enqueue" or "EnqueueRange" or "EnqueueDequeue" or "Push" or "EnsureCapacity" or "TrimExcess" or "UnionWith" or "SymmetricExceptWith"
        || (method is { MethodKind: MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol { IsIndexer: true } }
            && method.ContainingType.Name is "Dictionary" or "IDictionary" or "OrderedDictionary" or "SortedDictionary" or "SortedList"
                or "Hashtable")
        || method is { MethodKind: MethodKind.PropertySet, AssociatedSymbol.Name: "Capacity" };

    // What makes a collection of one that there is.
    private static bool GivesCollection(string member) => member is "FindAll" or "GetRange" or "ConvertAll" or "Slice" or "AsReadOnly";

    // A comparer of keys alone becomes a delegate, a delegate that sorts keys with items a comparer; what knows no type boxes to compare.
    private static bool SortsByComparer(IMethodSymbol method)
    {
        if (method.Name != "Sort" || method.Parameters.LastOrDefault()?.Type is not { } by)
        {
            return false;
        }
        bool hasItems = method.Parameters.Any(parameter => parameter.Name == "items");
        return by switch
        {
            INamedTypeSymbol { Name: "IComparer", IsGenericType: false } => method.ContainingType.Name == "Array",
            { Name: "IComparer" or "TComparer" } => !hasItems,
            { Name: "Comparison" } => hasItems,
            _ => false,
        };
    }

    private static bool IsBuffer(string type, string member) =>
        (type, member) is ("MemoryPool", "Rent") or ("ArrayBufferWriter", "GetSpan" or "GetMemory") or ("BuffersExtensions", "Write");

    // An int fits in the struct itself, and so does a sign.
    private static bool GivesBigNumber(IMethodSymbol method) =>
        method.ContainingType.Name == "BigInteger"
        && method.Name is not ("Abs" or "Negate" or "op_UnaryNegation" or "op_UnaryPlus" or "Max" or "Min" or "Clamp")
        && method.MethodKind switch
        {
            MethodKind.PropertyGet => false,
            MethodKind.Constructor => !method.Parameters.IsEmpty && !IsOfSmallNumber(method),
            MethodKind.Conversion => method.ReturnType.Name == "BigInteger" && !IsOfSmallNumber(method),
            _ => method.ReturnType.Name == "BigInteger" || method.Name is "DivRem" or "TryParse",
        };

    private static bool IsOfSmallNumber(IMethodSymbol method) =>
        method.Parameters[0].Type.SpecialType is >= SpecialType.System_Char and <= SpecialType.System_Int32;

    private static bool TakesMemory(IMethodSymbol method, string member) => (method.ContainingType.Name, member) switch
    {
        ("CollectionsMarshal", "SetCount" or "GetValueRefOrAddDefault") or ("GCHandle", "Alloc") => true,
        ("GCHandle" or "PinnedGCHandle" or "WeakGCHandle", _) => method is { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: false },
        ("NativeMemory" or "Marshal", _) => member.Contains("Alloc") || member.StartsWith("StringTo", StringComparison.Ordinal),
        _ => false,
    };

    // A match without objects is EnumerateMatches, Count or IsMatch of an expression that is kept; static methods look one up, or make it.
    private static DiagnosticDescriptor? OfExpressions(IMethodSymbol method, string type, string member) => (type, member) switch
    {
        ("Capture", "Value") => RealtimeDescriptors.Text,
        ("Regex", "Match" or "Matches") or ("Match", "NextMatch" or "Groups") or ("Group", "Captures") => RealtimeDescriptors.Allocation,
        ("Regex", _) when method.IsStatic => RealtimeDescriptors.Allocation,
        _ => null,
    };

    // Readers and writers work on the memory that they are given.
    private static bool MakesDocument(IMethodSymbol method, string space) =>
        IsIn(space, "System.Text.Json") && method.MethodKind == MethodKind.Ordinary
        && (method.ContainingType.Name is "JsonSerializer" || space == "System.Text.Json.Nodes"
            || (method.ContainingType.Name is "JsonDocument" && method.IsStatic));

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
            { IsValueType: false } when method is { Name: "GetEnumerator", Parameters.IsEmpty: true } => RealtimeDescriptors.Allocation,
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
