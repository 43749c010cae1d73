using System.Linq;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes the code of a model for one timestep of a stream, beside that for one sample.</summary>
internal static class StreamEmitter
{
    /// <summary>Writes the choice between the widths.</summary>
    public static void EmitChoice(SourceWriter writer, ModelPlan plan)
    {
        if (plan.Stream is not { } stream)
        {
            return;
        }
        ModelPlan tick = stream.Tick;
        string name = plan.Spec.Type.Identifier, value = InferenceEmitter.Value(plan);
        writer.Line();
        writer.Line("// one timestep of a stream; false where no output is due. Without vectors those of 128 bits are emulated.");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Open($"internal static bool Step(ReadOnlySpan<float> parameters, ReadOnlySpan<{value}> input, ulong steps, ref float state, Span<float> output)"))
        {
            writer.Lines($$"""
                Span<float> memory = {{InferenceEmitter.ScratchOf(tick)}};
                ref readonly float p = ref MemoryMarshal.GetReference(parameters);
                ref readonly {{value}} x = ref MemoryMarshal.GetReference(input);
                ref float m = ref MemoryMarshal.GetReference(memory);
                bool due;
                if (Vector512.IsHardwareAccelerated)
                {
                    due = Width512.{{name}}.Stream.Step(in p, in x, steps, ref state, ref m);
                }
                else if (Vector256.IsHardwareAccelerated)
                {
                    due = Width256.{{name}}.Stream.Step(in p, in x, steps, ref state, ref m);
                }
                else
                {
                    due = Width128.{{name}}.Stream.Step(in p, in x, steps, ref state, ref m);
                }
                """);
            SourceWriter.Block? block = stream.IsAlwaysDue ? null : writer.Open("if (due)");
            InferenceEmitter.EmitResult(writer, tick);
            block?.Dispose();
            writer.Line("return due;");
        }
    }

    /// <summary>Writes the nested class of one width.</summary>
    public static void EmitWidth(SourceWriter writer, ModelPlan plan, int lanes)
    {
        if (plan.Stream is not { } stream)
        {
            return;
        }
        ModelPlan tick = stream.Tick;
        writer.Line();
        writer.Line("/// <summary>One timestep of a stream. What is not here runs as for a whole sample.</summary>");
        using (writer.Open("internal static class Stream"))
        {
            writer.Line("// steps counts the timesteps before this one; false where no output is due");
            using (writer.Open($"internal static bool Step(ref readonly float p, ref readonly {InferenceEmitter.Value(plan)} input, ulong steps, ref float state, ref float memory)"))
            {
                foreach (LayerPlan layer in tick.Layers.Where(layer => layer.WritesInference))
                {
                    layer.EmitInferenceCall(writer, lanes);
                    writer.Line();
                }
                writer.Line("return true;");
            }
            foreach (LayerPlan layer in tick.Layers.Where(layer => layer.HasInferenceClass))
            {
                string own = Code(layer, lanes);
                if (own != Code(plan.Layers[layer.Index], lanes))
                {
                    writer.Line();
                    layer.EmitInference(writer, lanes);
                }
            }
        }
    }

    /// <summary>Writes what takes a step of each of many streams by the batched code.</summary>
    public static void EmitMany(SourceWriter writer, ModelPlan tick)
    {
        int features = tick.Input.Shape.Features;
        long outputs = tick.OutputShape.Length;
        writer.Lines($$"""
            // a step of each of many streams, some at a time
            internal static void Run(ReadOnlySpan<float> parameters, ReadOnlySpan<float> inputs, Span<float> states, Span<float> outputs)
            {
                int streams = states.Length / StateStride, rows = Math.Min(streams, {{UnrollPolicy.StreamsAtOnce}});
                Span<float> memory = Scratch.Borrow(PackedLength + WorkspacePerRow * rows);
                Span<float> packed = memory[..PackedLength];
                Pack(parameters, packed);
                for (int start = 0; start < streams; start += rows)
                {
                    int count = Math.Min(rows, streams - start);
                    var pass = new BatchPass<float>
                    {
                        Batch = count,
                        Parameters = parameters,
                        Packed = packed,
                        Workspace = memory[PackedLength..],
                        States = states.Slice(start * StateStride, count * StateStride),
                        FirstRow = start,
                    };
                    Forward(pass, {{Part("inputs", features)}}, {{Part("outputs", outputs)}});
                }
            }
            """);
    }

    private static string Part(string span, long length) => $"{span}.Slice({Terms.Product("start", length)}, {Terms.Product("count", length)})";

    /// <summary>A layer's class without the line that names its shapes.</summary>
    private static string Code(LayerPlan layer, int lanes)
    {
        var writer = new SourceWriter();
        if (layer.HasInferenceClass)
        {
            layer.EmitInference(writer, lanes);
        }
        return string.Join("\n", writer.ToString().Split('\n').Where(line => !line.StartsWith("/// <summary>Layer ", System.StringComparison.Ordinal)));
    }
}
