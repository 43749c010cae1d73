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
internal sealed record TypeHierarchy(
    string Namespace, EquatableArray<string> Containing, string Declaration, string QualifiedName, string ConstructorName,
    EquatableArray<string> MetadataNames)
{
    private const int LongestHint = 100;

    /// <summary>A name for the class that holds the generated code, unique among all models.</summary>
    public string Identifier
    {
        get
        {
            string joined = string.Join("_", MetadataNames.Select(name => new string([.. name.Select(c => IsPlain(c) ? c : '_')])));
            bool ambiguous = MetadataNames.Any(name => !name.All(IsPlain)) || joined.Length > LongestHint;
            string cut = joined.Length > LongestHint ? joined.Substring(0, LongestHint) : joined;
            return ambiguous || char.IsDigit(cut[0]) ? $"M{cut}_{Hash}" : cut;
        }
    }

    /// <summary>The start of the names of the model's files.</summary>
    public string HintName
    {
        get
        {
            string joined = string.Join(".", MetadataNames.Select(name => new string([.. name.Select(c => IsPlain(c) || c == '_' ? c : '-')])));
            return joined.Length <= LongestHint && MetadataNames.All(name => name.All(c => IsPlain(c) || c == '_') && char.IsUpper(name[0]))
                ? joined
                : $"{(joined.Length > LongestHint ? joined.Substring(0, LongestHint) : joined)}.{Hash}";
        }
    }

    /// <summary>The class's name as a person would write it.</summary>
    public string DisplayName => string.Join(".", MetadataNames);

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

    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
