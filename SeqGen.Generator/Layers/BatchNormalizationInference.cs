using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>The code of batch normalization for one sample: s and β - mean s of a channel stay in registers over all timesteps.</summary>
internal sealed partial class BatchNormalizationPlan
{
    public override void EmitInference(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Line($"private const int Steps = {Steps}, Features = {Features}, Stride = {InferenceInput.Stride}, Padded = {InferenceOutput.Stride};");
            writer.Line($"private const int MovingMean = {_movingMean}, MovingVariance = {_movingVariance};  // [{Features}]");
            writer.Line($"private const int Gamma = {Gamma}, Beta = {Beta};  // γ{(HasGamma ? "" : " (none)")}, β{(HasBeta ? "" : " (none)")} [{Features}]");
            writer.Line();
            writer.Line("// y = x s + (β - mean s), s = γ / √(variance + ε)");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Open("internal static void Run(ref readonly float p, ref readonly float x, ref float y)"))
            {
                ChannelBlocks.Emit(writer, lanes, Features, MayReadPast, block => EmitBlock(writer, block));
            }
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        writer.Line($"// {Summary}");
        writer.Line($"{ClassName}.Run(in p, {InferenceRow()}, ref Unsafe.Add(ref memory, {InferenceOutput.Offset}));");
    }

    private void EmitBlock(SourceWriter writer, ChannelBlocks block)
    {
        for (int v = 0; v < block.Vectors; v++)
        {
            string inverse = $"Vec.One / V.Sqrt({block.Load("p", "MovingVariance", v)} + V.Create({Epsilon}))";
            writer.Line(HasGamma ? $"var s{v} = {block.Load("p", "Gamma", v)} * ({inverse});" : $"var s{v} = {inverse};");
            string beta = HasBeta ? block.Load("p", "Beta", v) : "Vec.Zero";
            writer.Line($"var shift{v} = {beta} - {block.Load("p", "MovingMean", v)} * s{v};");
        }
        using (writer.Open("for (nuint t = 0; t < Steps; t++)"))
        {
            for (int v = 0; v < block.Vectors; v++)
            {
                writer.Line(block.Store("y", "t * Padded", v, $"{block.Load("x", "t * Stride", v)} * s{v} + shift{v}"));
            }
        }
    }
}
