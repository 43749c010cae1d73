using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>Sums of a stream without end: plain as far as a sample goes, so that bits are those of Predict, then with the rounding errors kept.</summary>
/// <remarks>Kahan 1965: d = x - e, y = sum + d, e = (y - sum) - d. A plain sum of floats stands still at 2^24 times its terms.</remarks>
internal static class CompensatedSum
{
    /// <summary>Writes <c>y</c> of a vector, the next sum, and stores its error.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="block">The channels.</param>
    /// <param name="v">The vector.</param>
    /// <param name="isBeyond">Whether the sum is no longer plain, as C#.</param>
    /// <param name="x">What is added, as C#.</param>
    /// <param name="plain">The plain sum, as C#.</param>
    /// <param name="sums">The sums; their errors stand behind them.</param>
    /// <param name="errors">Where.</param>
    public static void Emit(SourceWriter writer, ChannelBlocks block, int v, string isBeyond, string x, string plain, string sums, int errors)
    {
        string row = CSharpLiteral.Of(errors);
        writer.Line($"var y{v} = {plain};");
        using (writer.Open($"if ({isBeyond})"))
        {
            writer.Line($"var sum = {block.Load(sums, "0", v)};");
            writer.Line($"var d = {x} - {block.Load(sums, row, v)};");
            writer.Line($"y{v} = sum + d;");
            writer.Line(block.Store(sums, row, v, $"y{v} - sum - d"));
        }
    }
}
