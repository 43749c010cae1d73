using System;

namespace SeqGen;

/// <summary>
/// Promises that a method runs in bounded time once it has run before: it allocates nothing, waits for no one and does no I/O. An analyzer
/// that comes with this attribute warns where the method breaks the promise, as far as the source shows it (SEQGEN301 to SEQGEN311).
/// </summary>
/// <remarks>
/// <para>
/// On a property both accessors promise. On a type all its methods and properties do, those of nested types too, except constructors of
/// classes, static constructors and finalizers: an object is made before real time begins. On a member of an interface, or a virtual one,
/// whatever implements or overrides it does. On a constructor the initializers of fields and properties do too.
/// </para>
/// <para>
/// What a marked method calls in the same project, or in SeqGen, must be marked as well. Of other assemblies the analyzer knows what in the
/// base class library allocates, waits or does I/O, and trusts the rest. It cannot see through delegates and function pointers.
/// </para>
/// <para>A path that throws has left real time: what <c>throw</c> makes, and statements that can only lead to it, may allocate.</para>
/// </remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct
    | AttributeTargets.Interface,
    Inherited = false)]
public sealed class RealtimeSafeAttribute : Attribute;
