using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Drops values in training; nothing in inference.</summary>
internal sealed record Dropout(float Rate) : LayerSpec
{
    public override string Kind => "Dropout";

    public override string Display => $"Dropout({CSharpLiteral.Of(Rate)})";

    public override bool IsForTrainingOnly => true;

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (!(Rate >= 0 && Rate < 1))
        {
            yield return Errors.BadRate(index, this, "rate", Rate);
        }
    }

    public override Shape OutputShape(Shape input) => input;

    public override LayerPlan Plan(LayerPlacement placement) => new DropoutPlan(this, placement);
}

internal sealed class DropoutPlan : LayerPlan
{
    private readonly Dropout _spec;
    private readonly int _mask;

    public DropoutPlan(Dropout spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _spec = spec;
        Output = AddOutput(Input.Shape, Input.Mask);
        InferenceOutput = InferenceInput;
        _mask = Model.Workspace.Allocate((long)Input.Shape.Steps * Output.Stride);
    }

    public override bool WritesInference => false;

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Lines($$"""
                private const int Steps = {{Input.Shape.Steps}}, Features = {{Input.Shape.Features}};
                private const int InputStride = {{Input.Stride}}, Padded = {{Output.Stride}};

                // workspace, for each row of the batch
                private const int Input = {{Input.Offset}}, DInput = {{Input.Gradient}};
                private const int Output = {{Output.Offset}}, DOutput = {{Output.Gradient}}, Mask = {{_mask}};  // [{{Input.Shape.Steps}}][batch][{{Output.Stride}}]

                // y = x m / (1 - rate)
                internal static void Forward(in BatchPass<{{scalar}}> pass)
                {
                    int rows = Steps * pass.Batch;
                    ReadOnlySpan<{{scalar}}> x = Slice(pass, Input, Steps * InputStride);
                    Span<{{scalar}}> y = Slice(pass, Output, Steps * Padded), mask = Slice(pass, Mask, Steps * Padded);
                    if (!pass.Training)
                    {
                        Rows.Copy(rows, Features, x, InputStride, y, Padded);
                        return;
                    }
                    for (int t = 0; t < Steps; t++)
                    {
                        ulong seed = SeededRandom.Derive(SeededRandom.Derive(pass.Seed, {{Index * 16}}), (ulong)t);
                        DropoutMask.Fill(Slice(pass, Mask + t * Padded, Padded), pass.Batch, Features, {{CSharpLiteral.Of(_spec.Rate)}}, seed, pass.FirstRow);
                    }
                    Rows.Multiply(rows, Features, x, InputStride, mask, Padded, y, Padded);
                }

                // dL/dx = dL/dy m / (1 - rate)
                internal static void Backward(in BatchPass<{{scalar}}> pass) =>
                    TensorPrimitives.Multiply(Slice(pass, DOutput, Steps * Padded), Slice(pass, Mask, Steps * Padded), Slice(pass, DInput, Steps * Padded));
                """);
        }
    }
}
