using System.Linq;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes the code of a model for one sample: the same text for three vector widths, and the choice between them.</summary>
internal static class InferenceEmitter
{
    public static string Emit(ModelPlan plan)
    {
        var writer = new SourceWriter();
        FileHeader.Write(writer);
        using (writer.Open("namespace SeqGen.Generated"))
        {
            writer.Lines("""
                using global::System;
                using global::System.Runtime.CompilerServices;
                using global::System.Runtime.InteropServices;
                using global::System.Runtime.Intrinsics;
                using global::SeqGen;
                using global::SeqGen.Numerics;

                """);
            EmitChoice(writer, plan);
        }
        if (plan.HasInference)
        {
            EmitWidth(writer, plan, 512);
            EmitWidth(writer, plan, 256);
            EmitWidth(writer, plan, 128);
        }
        return writer.ToString();
    }

    private static void EmitChoice(SourceWriter writer, ModelPlan plan)
    {
        string name = plan.Spec.Type.Identifier;
        writer.Line($"/// <summary>{FileHeader.Describe(plan)}: one sample at a time.</summary>");
        using (writer.Open($"internal static partial class {name}"))
        {
            if (!plan.HasInference)
            {
                writer.Lines("""
                    // A recurrent softmax needs all units of a gate at once, which a step in registers does not have: a batch of one is run.
                    internal static bool HasVectors => false;

                    """);
                writer.Line($"internal static void Predict(ReadOnlySpan<float> parameters, ReadOnlySpan<{Value(plan)}> input, Span<float> output) =>");
                writer.Line("    throw new NotSupportedException();");
                return;
            }
            EmitPredict(writer, plan, ScratchOf(plan));
            StreamEmitter.EmitChoice(writer, plan);
        }
    }

    /// <summary>The memory that a plan's code works in, as C#.</summary>
    public static string ScratchOf(ModelPlan plan)
    {
        long length = plan.Scratch.Length + 16;
        return length <= UnrollPolicy.StackValues ? $"Scratch.Align(stackalloc float[{length}])" : $"Scratch.Borrow({length})";
    }

    private static void EmitPredict(SourceWriter writer, ModelPlan plan, string memory)
    {
        string name = plan.Spec.Type.Identifier, value = Value(plan);
        string length = plan.Spec.VariableLength ? ", (nuint)input.Length" : "";
        writer.Lines($$"""
            // Without vectors the batched code is run, on a batch of one.
            internal static bool HasVectors => Vector128.IsHardwareAccelerated;

            """);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Open($"internal static void Predict(ReadOnlySpan<float> parameters, ReadOnlySpan<{value}> input, Span<float> output)"))
        {
            writer.Line($"Span<float> memory = {memory};");
            EmitVariableLength(writer, plan);
            writer.Lines($$"""
                ref readonly float p = ref MemoryMarshal.GetReference(parameters);
                ref readonly {{value}} x = ref MemoryMarshal.GetReference(input);
                ref float m = ref MemoryMarshal.GetReference(memory);
                if (Vector512.IsHardwareAccelerated)
                {
                    Width512.{{name}}.Predict(in p, in x{{length}}, ref m);
                }
                else if (Vector256.IsHardwareAccelerated)
                {
                    Width256.{{name}}.Predict(in p, in x{{length}}, ref m);
                }
                else
                {
                    Width128.{{name}}.Predict(in p, in x{{length}}, ref m);
                }
                """);
            EmitResult(writer, plan);
        }
    }

    /// <summary>Writes what gives the caller the output.</summary>
    public static void EmitResult(SourceWriter writer, ModelPlan plan)
    {
        Shape output = plan.OutputShape;
        ScratchTensor result = plan.InferenceOutput;
        string source = result.IsInput ? "input" : $"memory[{result.Offset}..]";
        writer.Line(output.Length == 1
            ? $"output[0] = {(result.IsInput ? "input[0]" : $"memory[{result.Offset}]")};"
            : $"Rows.Copy({output.Steps}, {output.Features}, {source}, {result.Stride}, output, {output.Features});");
    }

    /// <summary>What an input is made of.</summary>
    public static string Value(ModelPlan plan) => plan.Spec.IsTokens ? "int" : "float";

    /// <summary>The mask of a sample that may be shorter, and the sample with zeros behind it.</summary>
    private static void EmitVariableLength(SourceWriter writer, ModelPlan plan)
    {
        if (!plan.Spec.VariableLength)
        {
            return;
        }
        Shape shape = plan.Input.Shape;
        ScratchTensor input = plan.InferenceInput;
        writer.Line($"StepMask.FromLengths([input.Length / {shape.Features}], {shape.Timesteps}, 1, memory[{input.Mask}..]);");
        if (!plan.Spec.IsTokens)
        {
            writer.Line($"input.CopyTo(memory[{input.Offset}..]);");
            writer.Line($"memory.Slice({input.Offset} + input.Length, {shape.Length} - input.Length).Clear();");
        }
    }

    private static void EmitWidth(SourceWriter writer, ModelPlan plan, int bits)
    {
        writer.Line();
        using (writer.Open($"namespace SeqGen.Generated.Width{bits}"))
        {
            writer.Lines($"""
                using global::System.Runtime.CompilerServices;
                using global::System.Runtime.InteropServices;
                using global::System.Runtime.Intrinsics;
                using global::SeqGen.Numerics;
                using V = global::System.Runtime.Intrinsics.Vector{bits};
                using Vec = global::System.Runtime.Intrinsics.Vector{bits}<float>;

                """);
            writer.Line($"/// <summary>{FileHeader.Describe(plan)}, on registers of {bits} bits.</summary>");
            writer.Line("/// <remarks>A load may read past the end of a gate: what is there is computed along and never used.</remarks>");
            writer.Line(FileHeader.RealtimeAttributes);
            using (writer.Open($"internal static class {plan.Spec.Type.Identifier}"))
            {
                string length = plan.Spec.VariableLength ? ", nuint length" : "";
                using (writer.Open($"internal static void Predict(ref readonly float p, ref readonly {Value(plan)} input{length}, ref float memory)"))
                {
                    foreach (LayerPlan layer in plan.Layers.Where(layer => layer.WritesInference))
                    {
                        if (layer != plan.Layers[0])
                        {
                            writer.Line();
                        }
                        layer.EmitInferenceCall(writer, bits / 32);
                    }
                }
                foreach (LayerPlan layer in plan.Layers.Where(layer => layer.HasInferenceClass))
                {
                    writer.Line();
                    layer.EmitInference(writer, bits / 32);
                }
                StreamEmitter.EmitWidth(writer, plan, bits / 32);
            }
        }
    }
}
