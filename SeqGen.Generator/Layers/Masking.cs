using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Marks timesteps as padding by their values.</summary>
internal sealed record Masking(float MaskValue) : LayerSpec
{
    public override string Kind => "Masking";

    public override string Display => $"Masking({CSharpLiteral.Of(MaskValue)})";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (float.IsNaN(MaskValue) || float.IsInfinity(MaskValue))
        {
            yield return Errors.BadPenalty(index, this, "maskValue", MaskValue);
        }
        if (!input.IsSequence)
        {
            yield return Errors.NeedsSequence(index, this, input, before);
        }
    }

    public override Shape OutputShape(Shape input) => input;

    public override LayerPlan Plan(LayerPlacement placement) => new MaskingPlan(this, placement);
}

internal sealed class MaskingPlan : LayerPlan
{
    private readonly Masking _spec;

    public MaskingPlan(Masking spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _spec = spec;
        Output = AddOutput(Input.Shape, Model.Workspace.Allocate(Steps));
        InferenceOutput = AddInferenceOutput(Input.Shape, Model.Scratch.Allocate(Steps));
    }

    private int Steps => Input.Shape.Steps;

    private int Features => Input.Shape.Features;

    private string Value => CSharpLiteral.Of(_spec.MaskValue);

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        string before = Input.HasMask ? $"\n        Slice(pass, {Input.Mask}, Steps).CopyTo(mask);" : "";
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Lines($$"""
                private const int Steps = {{Steps}}, Features = {{Features}};
                private const int InputStride = {{Input.Stride}}, Padded = {{Output.Stride}};

                // workspace, for each row of the batch
                private const int Input = {{Input.Offset}}, DInput = {{Input.Gradient}};
                private const int Output = {{Output.Offset}}, DOutput = {{Output.Gradient}};  // [{{Steps}}][batch][{{Output.Stride}}]
                private const int Mask = {{Output.Mask}};  // [{{Steps}}][batch]

                // m = any of x differs from {{Value}};  y = m x
                internal static void Forward(in BatchPass<{{scalar}}> pass)
                {
                    Span<{{scalar}}> mask = Slice(pass, Mask, Steps);{{before.Replace("        ", "    ")}}
                    StepMask.FromValues<{{scalar}}>(Features, {{Value}}, Slice(pass, Input, Steps * InputStride), InputStride, Slice(pass, Output, Steps * Padded), Padded, mask, combine: {{CSharpLiteral.Of(Input.HasMask)}});
                }
                """);
            if (!Model.IsForwardOnly)
            {
                writer.Lines($$"""

                    // dL/dx = m dL/dy
                    internal static void Backward(in BatchPass<{{scalar}}> pass) =>
                        StepMask.Apply(Slice(pass, Mask, Steps), Padded, Slice(pass, DOutput, Steps * Padded), Slice(pass, DInput, Steps * Padded));
                    """);
            }
        }
    }

    /// <summary>The call says it all.</summary>
    public override bool HasInferenceClass => false;

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        string Span(int offset, int length) => $"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {offset}), {length})";
        string input = InferenceInput.IsInput ? "Unsafe.AsRef(in input)" : "memory";
        writer.Line($"// {Summary}");
        if (InferenceInput.Mask >= 0)
        {
            writer.Line($"{Span(InferenceInput.Mask, Steps)}.CopyTo({Span(InferenceOutput.Mask, Steps)});");
        }
        writer.Line($"StepMask.FromValues<float>({Features}, {Value}, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref {input}, {InferenceInput.Offset}), {Steps * InferenceInput.Stride}), {InferenceInput.Stride}, {Span(InferenceOutput.Offset, Steps * Output.Stride)}, {Output.Stride}, {Span(InferenceOutput.Mask, Steps)}, combine: {CSharpLiteral.Of(InferenceInput.Mask >= 0)});");
    }
}
