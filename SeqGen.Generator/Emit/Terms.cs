namespace SeqGen.Generator.Emit;

/// <summary>Sums and products as one writes them by hand: without terms of 0 and factors of 1. An empty term is 0.</summary>
internal static class Terms
{
    public static string Sum(string left, string right) =>
        right is "" or "0" ? (left.Length == 0 ? "0" : left) : left is "" or "0" ? right : $"{left} + {right}";

    public static string Sum(string left, long right) => Sum(left, CSharpLiteral.Of(right));

    public static string Sum(long left, string right) => Sum(CSharpLiteral.Of(left), right);

    public static string Product(string factor, long times) => times switch
    {
        0 => "0",
        1 => factor,
        _ => $"{factor} * {CSharpLiteral.Of(times)}",
    };
}
