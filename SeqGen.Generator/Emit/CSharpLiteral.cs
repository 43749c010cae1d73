using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace SeqGen.Generator.Emit;

/// <summary>C# literals, the same in every culture.</summary>
internal static class CSharpLiteral
{
    public static string Of(float value) =>
        float.IsNaN(value) ? "float.NaN"
        : float.IsInfinity(value) ? value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity"
        : value.ToString("R", CultureInfo.InvariantCulture) + "f";

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>Digits in groups of three, as tables print them.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
