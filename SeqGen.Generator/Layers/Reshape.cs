using System;
using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>The same values in another shape, row by row; a vector where there are no timesteps.</summary>
internal sealed record Reshape(int? Timesteps, int Features) : LayerSpec
{
    public override string Kind => "Reshape";

    public override string Display => Timesteps is int timesteps
        ? $"Reshape({CSharpLiteral.Of(timesteps)}, {CSharpLiteral.Of(Features)})"
        : $"Reshape({CSharpLiteral.Of(Features)})";

    public Shape Target => new(Timesteps is int timesteps ? Math.Max(1, timesteps) : 0, Math.Max(1, Features));

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (Timesteps is int timesteps && timesteps <= 0)
        {
            yield return Errors.NotPositive(index, this, "timesteps", timesteps);
        }
        else if (Features <= 0)
        {
            yield return Errors.NotPositive(index, this, "features", Features);
        }
        else if (Target.Length != input.Length)
        {
            yield return Errors.BadReshape(index, this, input, before);
        }
    }

    public override Shape OutputShape(Shape input) => Target;

    public override (string Why, string Mend)? FindStreamProblem(Shape input) => input.Timesteps == 1 && !Target.IsSequence
        ? null
        : ("needs all timesteps at once", "let it stand behind the layer that ends the sequence");

    public override (string Why, string Mend)? FindChunkProblem(Shape input) => input.IsSequence || Target.IsSequence
        ? ("gives values another order of timesteps", "leave it out")
        : null;

    public override LayerSpec? ForChunks => Target.IsSequence ? this : null;

    public override LayerPlan Plan(LayerPlacement placement) => new ReshapePlan(this, placement);
}

internal sealed class ReshapePlan : LayerPlan
{
    public ReshapePlan(Reshape spec, LayerPlacement placement)
        : base(spec, placement)
    {
        Output = AddOutput(spec.Target);
        InferenceOutput = WritesInference
            ? AddInferenceOutput(spec.Target)
            : InferenceInput with { Shape = spec.Target, Stride = spec.Features, Mask = -1 };
    }

    /// <summary>Rows that already stand side by side are rows of any length.</summary>
    public override bool WritesInference => Input.Shape.Steps > 1 && InferenceInput.Stride != Features;

    public override bool HasInferenceClass => false;

    private int Features => Input.Shape.Features;

    private int NewFeatures => Output.Shape.Features;

    private long Length => Input.Shape.Length;

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        int steps = Input.Shape.Steps, newSteps = Output.Shape.Steps, gradient = Padded(Features);
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Lines($$"""
                // workspace, for each row of the batch
                private const int Input = {{Input.Offset}}, DInput = {{Input.Gradient}};  // [{{steps}}][batch][{{Input.Stride}}]
                private const int Output = {{Output.Offset}}, DOutput = {{Output.Gradient}};  // [{{newSteps}}][batch][{{Output.Stride}}]

                internal static void Forward(in BatchPass<{{scalar}}> pass) =>
                    Rows.Reshape<{{scalar}}>(pass.Batch, {{Length}}, Slice(pass, Input, {{steps * Input.Stride}}), {{Features}}, {{Input.Stride}}, Slice(pass, Output, {{newSteps * Output.Stride}}), {{NewFeatures}}, {{Output.Stride}});

                internal static void Backward(in BatchPass<{{scalar}}> pass)
                {
                    Span<{{scalar}}> dx = Slice(pass, DInput, {{steps * gradient}});
                    dx.Clear();
                    Rows.Reshape<{{scalar}}>(pass.Batch, {{Length}}, Slice(pass, DOutput, {{newSteps * Output.Stride}}), {{NewFeatures}}, {{Output.Stride}}, dx, {{Features}}, {{gradient}});
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
        int source = Input.Shape.Steps * InferenceInput.Stride, destination = Output.Shape.Steps * Output.Stride;
        writer.Line($"// {Summary}");
        writer.Line($"Rows.Reshape(1, {Length}, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref {input}, {InferenceInput.Offset}), {source}), {Features}, {InferenceInput.Stride}, MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {InferenceOutput.Offset}), {destination}), {NewFeatures}, {Output.Stride});");
    }
}
