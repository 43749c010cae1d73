using System;
using System.Globalization;
using System.Linq;

namespace SeqGen.Generator.Model;

/// <summary>A class as it has to be declared again in a generated file.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containing">Declarations of the types around it, outermost first, as <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Declaration">Its own declaration, as <c>partial record Model&lt;T&gt;</c>.</param>
/// <param name="QualifiedName">As code elsewhere names it, from <c>global::</c> on.</param>
/// <param name="ConstructorName">Its name without type parameters, escaped where it is a keyword.</param>
/// <param name="MetadataNames">Names of the namespaces and types down to it, with arity.</param>
/// <param name="IsDocumented">True if the user wrote a documentation comment for it.</param>
internal sealed record TypeHierarchy(
    string Namespace, EquatableArray<string> Containing, string Declaration, string QualifiedName, string ConstructorName,
    EquatableArray<string> MetadataNames, bool IsDocumented)
{
    private const int LongestHint = 100;

    /// <summary>A name for the class that holds the generated code, unique among all models and no name of the runtime's.</summary>
    public string Identifier
    {
        get
        {
            string joined = Joined("_", '_', IsPlain);
            bool ambiguous = MetadataNames.Any(name => !name.All(IsPlain)) || joined.Length > LongestHint;
            // A model in the global namespace may be called Gemm; no name of the runtime's ends in an underscore.
            return ambiguous ? $"M{Cut(joined)}_{Hash}" : MetadataNames.Count == 1 ? joined + "_" : joined;
        }
    }

    /// <summary>The start of the names of the model's files, unique among names that differ in more than case.</summary>
    public string HintName
    {
        get
        {
            string joined = Joined(".", '-', IsPlainOrUnderscore);
            return joined.Length <= LongestHint && MetadataNames.All(name => name.All(IsPlainOrUnderscore)) ? joined : UniqueHintName;
        }
    }

    /// <summary>As <see cref="HintName"/>, and unique in any case.</summary>
    public string UniqueHintName => $"{Cut(Joined(".", '-', IsPlainOrUnderscore))}.{Hash}";

    /// <summary>The class's name as a person would write it.</summary>
    public string DisplayName => string.Join(".", MetadataNames.Select(name => name.Split('`')[0]));

    private string Hash
    {
        get
        {
            // FNV-1a: string.GetHashCode differs from run to run.
            uint hash = 2166136261;
            foreach (char c in string.Join(".", MetadataNames))
            {
                hash = unchecked((hash ^ c) * 16777619);
            }
            return hash.ToString("x8", CultureInfo.InvariantCulture);
        }
    }

    private string Joined(string separator, char substitute, Func<char, bool> isAllowed) =>
        string.Join(separator, MetadataNames.Select(name => new string([.. name.Select(c => isAllowed(c) ? c : substitute)])));

    private static string Cut(string name) => name.Length > LongestHint ? name.Substring(0, LongestHint) : name;

    private static bool IsPlainOrUnderscore(char c) => IsPlain(c) || c == '_';

    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
