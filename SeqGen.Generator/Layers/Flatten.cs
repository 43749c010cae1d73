using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Turns a sequence into one vector.</summary>
internal sealed record Flatten : LayerSpec
{
    public override string Kind => "Flatten";

    public override string Display => "Flatten";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before) => [];

    public override Shape OutputShape(Shape input) => Shape.Vector(unchecked((int)input.Length));

    public override (string Why, string Mend)? FindStreamProblem(Shape input) => input.Timesteps <= 1
        ? null
        : ("needs all timesteps at once", "end the sequence by a recurrent layer without ReturnSequences or by global pooling with Running set");

    public override LayerSpec? ForChunks => null;

    public override LayerPlan Plan(LayerPlacement placement) => new FlattenPlan(this, placement);
}

internal sealed class FlattenPlan : LayerPlan
{
    public FlattenPlan(Flatten spec, LayerPlacement placement)
        : base(spec, placement)
    {
        Shape shape = spec.OutputShape(Input.Shape);
        Output = AddOutput(shape);
        InferenceOutput = WritesInference
            ? AddInferenceOutput(shape)
            : InferenceInput with { Shape = shape, Stride = shape.Features };
    }

    /// <summary>Rows that already stand side by side are the vector.</summary>
    public override bool WritesInference => Steps > 1 && InferenceInput.Stride != Features;

    public override bool HasInferenceClass => false;

    private int Steps => Input.Shape.Steps;

    private int Features => Input.Shape.Features;

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Lines($$"""
                private const int Steps = {{Steps}}, Features = {{Features}};
                private const int InputStride = {{Input.Stride}}, Padded = {{Output.Stride}};

                // workspace, for each row of the batch
                private const int Input = {{Input.Offset}}, DInput = {{Input.Gradient}};  // [{{Steps}}][batch][{{Input.Stride}}]
                private const int Output = {{Output.Offset}}, DOutput = {{Output.Gradient}};  // [batch][{{Output.Stride}}]

                internal static void Forward(in BatchPass<{{scalar}}> pass)
                {
                    for (int t = 0; t < Steps; t++)
                    {
                        Rows.Copy(pass.Batch, Features, Slice(pass, Input + t * InputStride, InputStride), InputStride, Slice(pass, Output, Padded)[(t * Features)..], Padded);
                    }
                }

                internal static void Backward(in BatchPass<{{scalar}}> pass)
                {
                    Slice(pass, DInput, Steps * {{Padded(Features)}}).Clear();
                    for (int t = 0; t < Steps; t++)
                    {
                        Rows.Copy(pass.Batch, Features, Slice(pass, DOutput, Padded)[(t * Features)..], Padded, Slice(pass, DInput + t * {{Padded(Features)}}, {{Padded(Features)}}), {{Padded(Features)}});
                    }
                }
                """);
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        if (!WritesInference)
        {
            return;
        }
        string input = InferenceInput.IsInput ? "Unsafe.AsRef(in input)" : "memory";
        writer.Line($"// {Summary}");
        writer.Line($"Rows.Copy({Steps}, {Features}, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref {input}, {InferenceInput.Offset}), {Steps * InferenceInput.Stride}), {InferenceInput.Stride}, MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {InferenceOutput.Offset}), {Output.Stride}), {Features});");
    }
}
