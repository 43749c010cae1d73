using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Pooling of a stream: windows that a ring holds, or all timesteps so far.</summary>
internal sealed partial class PoolingPlan
{
    private StreamRing? _ring;
    private int _pooled;
    private int _plainSteps;

    /// <summary>Timesteps of a window; for a global layer those of a sample.</summary>
    private int Window => Spec is PoolingSpec pooling ? pooling.PoolSize : _ring?.Rows ?? 0;

    private int Strides => Spec is PoolingSpec pooling ? pooling.Strides : 1;

    private int StreamDelay => IsGlobal ? 0 : Window - 1;

    private bool IsCumulative => Spec is GlobalPoolingSpec { Running: RunningPool.Cumulative };

    private void PlanStream(StreamPlan stream, int timesteps)
    {
        if (IsCumulative)
        {
            _pooled = stream.State.Allocate(IsMax ? Features : 2L * Features);
            _plainSteps = timesteps;
            stream.AddMemory();
            return;
        }
        _ring = StreamRing.In(stream, Spec is PoolingSpec pooling ? pooling.PoolSize : timesteps, Features);
        stream.AddWindow(Index, Window, StreamDelay, Strides);
    }

    private void EmitStream(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            string what = IsMax ? "maximum" : "mean", over = IsCumulative ? "all timesteps so far" : $"the timesteps of x from first on";
            writer.Line($"// y = {what} of {over}");
            if (IsCumulative && !IsMax)
            {
                writer.Line("// Behind the sums stands what rounding took from them since the timesteps of a sample, which Predict sums plainly.");
            }
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            string parameters = IsCumulative
                ? "ulong before, ref readonly float x, ref float pooled, ref float y"
                : "nuint first, nuint steps, ref readonly float x, ref float y";
            using (writer.Open($"internal static void Step({parameters})"))
            {
                if (!IsMax)
                {
                    writer.Line($"var count = V.Create((float){(IsCumulative ? "(before + 1)" : "steps")});");
                }
                // Rows of the state stand close: nothing may be read or written behind them.
                ChannelBlocks.Emit(writer, lanes, Features, mayReadPast: false, block =>
                {
                    if (IsCumulative)
                    {
                        EmitCumulative(writer, block);
                    }
                    else
                    {
                        EmitWindow(writer, block);
                    }
                });
            }
        }
    }

    private void EmitStreamCall(SourceWriter writer)
    {
        string output = $"ref Unsafe.Add(ref memory, {InferenceOutput.Offset})";
        if (_ring is not { } ring)
        {
            writer.Line($"{ClassName}.Step({Clock}, {InferenceRow()}, ref Unsafe.Add(ref state, {_pooled}), {output});");
            return;
        }
        ring.EmitKeep(writer, Clock, InferenceSource(), Features);
        string first = $"(nuint)(({Clock} + 1) % {ring.Rows})", steps = CSharpLiteral.Of(Window);
        if (IsGlobal)
        {
            string seen = "seen" + CSharpLiteral.Of(Index);
            writer.Line($"ulong {seen} = global::System.Math.Min({Window}, {Clock} + 1);");
            first = $"(nuint)(({Clock} + 1 - {seen}) % {ring.Rows})";
            steps = $"(nuint){seen}";
        }
        StreamRing.EmitDue(writer, Clock, "steps" + CSharpLiteral.Of(Index), StreamDelay, Strides);
        writer.Line($"{ClassName}.Step({first}, {steps}, in Unsafe.Add(ref state, {ring.Offset}), {output});");
    }

    private void EmitWindow(SourceWriter writer, ChannelBlocks block)
    {
        string row = Features == 1 ? "at" : $"at * {Features}";
        using (writer.Open())
        {
            writer.Line("nuint at = first;");
            for (int v = 0; v < block.Vectors; v++)
            {
                writer.Line($"var y{v} = {block.Load("x", row, v)};");
            }
            using (writer.Open("for (nuint k = 1; k < steps; k++)"))
            {
                writer.Line($"at = at + 1 == {_ring!.Rows} ? 0 : at + 1;");
                for (int v = 0; v < block.Vectors; v++)
                {
                    string value = block.Load("x", row, v);
                    writer.Line(IsMax ? $"y{v} = V.Max(y{v}, {value});" : $"y{v} += {value};");
                }
            }
            for (int v = 0; v < block.Vectors; v++)
            {
                writer.Line(block.Store("y", "0", v, IsMax ? $"y{v}" : $"y{v} / count"));
            }
        }
    }

    private void EmitCumulative(SourceWriter writer, ChannelBlocks block)
    {
        for (int v = 0; v < block.Vectors; v++)
        {
            string all = block.Load("pooled", "0", v), x = block.Load("x", "0", v);
            if (IsMax)
            {
                writer.Line($"var y{v} = before == 0 ? {x} : V.Max({all}, {x});");
            }
            else
            {
                CompensatedSum.Emit(writer, block, v, $"before >= {_plainSteps}", x, $"before == 0 ? {x} : {all} + {x}", "pooled", Features);
            }
            writer.Line(block.Store("pooled", "0", v, $"y{v}"));
            writer.Line(block.Store("y", "0", v, IsMax ? $"y{v}" : $"y{v} / count"));
        }
    }
}
