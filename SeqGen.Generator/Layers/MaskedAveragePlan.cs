using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>The mean where some timesteps are padding.</summary>
internal sealed class MaskedAveragePlan : BlockPlan
{
    private readonly int _sums;
    private readonly int _plainSteps;

    public MaskedAveragePlan(GlobalAveragePooling1D spec, LayerPlacement placement)
        : base(spec, placement)
    {
        Output = AddOutput(Shape.Vector(Features));
        InferenceOutput = AddInferenceOutput(Output.Shape);
        if (Stream is not null)
        {
            _sums = Stream.State.Allocate((2L * Features) + 2);
            _plainSteps = placement.Window;
            Stream.AddMemory();
        }
    }

    public override (string Why, string Mend)? FindStreamProblem() => Spec is GlobalAveragePooling1D { Running: RunningPool.Window }
        ? ("averages a window some timesteps of which may be padding", "set Running = RunningPool.Cumulative")
        : base.FindStreamProblem();

    private string Mask => $"Slice(pass, {Input.Mask}, Steps)";

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        if (Stream is not null)
        {
            EmitStream(writer, lanes);
            return;
        }
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Line($"private const int Steps = {Steps}, Features = {Features}, Stride = {InferenceInput.Stride};");
            writer.Line();
            writer.Line("// y = mean of the timesteps of x that count; 0 if none does");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Open("internal static void Run(ref readonly float mask, ref readonly float x, ref float y)"))
            {
                writer.Line("float counted = 0;");
                using (writer.Open("for (nuint t = 0; t < Steps; t++)"))
                {
                    writer.Line("counted += Unsafe.Add(ref Unsafe.AsRef(in mask), t);");
                }
                writer.Line("var count = V.Create(counted == 0 ? 1 : counted);");
                ChannelBlocks.Emit(writer, lanes, Features, MayReadPast, block => EmitBlock(writer, block));
            }
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        writer.Line($"// {Summary}");
        string sums = Stream is null ? "" : $"ref Unsafe.Add(ref state, {_sums}), ";
        writer.Line($"{ClassName}.Run(in Unsafe.Add(ref memory, {InferenceInput.Mask}), {InferenceRow()}, {sums}ref Unsafe.Add(ref memory, {InferenceOutput.Offset}));");
    }

    private void EmitStream(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Line("// y = mean of the timesteps so far that count; 0 if none does. Behind the sums stands what rounding took from them since the");
            writer.Line("// timesteps of a sample, which Predict sums plainly, then the number of timesteps, 64 bits.");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Open("internal static void Run(ref readonly float mask, ref readonly float x, ref float sums, ref float y)"))
            {
                writer.Lines($$"""
                    ref byte counter = ref Unsafe.As<float, byte>(ref Unsafe.Add(ref sums, {{2 * Features}}));
                    ulong counted = Unsafe.ReadUnaligned<ulong>(ref counter), now = mask == 0 ? counted : counted + 1;
                    Unsafe.WriteUnaligned(ref counter, now);
                    var count = V.Create((float)global::System.Math.Max(1, now));
                    """);
                // Rows of the state stand close: nothing may be read or written behind them.
                ChannelBlocks.Emit(writer, lanes, Features, mayReadPast: false, block =>
                {
                    for (int v = 0; v < block.Vectors; v++)
                    {
                        string sum = block.Load("sums", "0", v), x = block.Load("x", "0", v);
                        CompensatedSum.Emit(writer, block, v, $"mask != 0 && counted >= {_plainSteps}", x, $"mask == 0 ? {sum} : {sum} + {x}", "sums", Features);
                        writer.Line(block.Store("sums", "0", v, $"y{v}"));
                        writer.Line(block.Store("y", "0", v, $"y{v} / count"));
                    }
                });
            }
        }
    }

    protected override void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Line("// y = mean of the timesteps of x that count; 0 if none does");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            EmitPad(writer);
            writer.Line($"Pooling.MaskedAverage<{scalar}>({Mask}, pass.Batch, Padded, Slice(pass, X, Steps * Padded), Slice(pass, Output, Padded));");
        }
    }

    protected override void EmitBackward(SourceWriter writer, string scalar)
    {
        writer.Line("// dL/dx = an equal share of dL/dy for each timestep that counts");
        writer.Line($"internal static void Backward(in BatchPass<{scalar}> pass) =>");
        writer.Line($"    Pooling.MaskedAverageGradient<{scalar}>({Mask}, pass.Batch, Padded, Slice(pass, DOutput, Padded), Slice(pass, DInput, Steps * Padded));");
    }

    private void EmitBlock(SourceWriter writer, ChannelBlocks block)
    {
        for (int v = 0; v < block.Vectors; v++)
        {
            writer.Line($"var y{v} = Vec.Zero;");
        }
        using (writer.Open("for (nuint t = 0; t < Steps; t++)"))
        {
            using (writer.Open("if (Unsafe.Add(ref Unsafe.AsRef(in mask), t) != 0)"))
            {
                for (int v = 0; v < block.Vectors; v++)
                {
                    writer.Line($"y{v} += {block.Load("x", "t * Stride", v)};");
                }
            }
        }
        for (int v = 0; v < block.Vectors; v++)
        {
            writer.Line(block.Store("y", "0", v, $"y{v} / count"));
        }
    }
}
