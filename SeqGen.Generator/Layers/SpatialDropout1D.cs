using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Drops whole features in training; nothing in inference.</summary>
internal sealed record SpatialDropout1D(float Rate) : LayerSpec
{
    public override string Kind => "SpatialDropout1D";

    public override string Display => $"SpatialDropout1D({CSharpLiteral.Of(Rate)})";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (!(Rate >= 0 && Rate < 1))
        {
            yield return Errors.BadRate(index, this, "rate", Rate);
        }
        if (!input.IsSequence)
        {
            yield return Errors.NeedsSequence(index, this, input, before);
        }
    }

    public override Shape OutputShape(Shape input) => input;

    public override LayerPlan Plan(LayerPlacement placement) => new SpatialDropout1DPlan(this, placement);
}

internal sealed class SpatialDropout1DPlan : BlockPlan
{
    private readonly float _rate;
    private readonly int _mask;

    public SpatialDropout1DPlan(SpatialDropout1D spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _rate = spec.Rate;
        Output = AddOutput(Input.Shape, Input.Mask);
        InferenceOutput = InferenceInput;
        _mask = Model.Workspace.Allocate(InputPadded);
    }

    public override bool WritesInference => false;

    protected override void EmitConstants(SourceWriter writer)
    {
        base.EmitConstants(writer);
        writer.Line($"private const int Mask = {_mask};  // m / (1 - rate), [batch][{InputPadded}]");
    }

    protected override void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Line("// y[t] = x[t] m / (1 - rate)");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            EmitPad(writer);
            writer.Lines($$"""
                Span<{{scalar}}> mask = Slice(pass, Mask, Padded);
                if (!pass.Training)
                {
                    Slice(pass, X, Steps * Padded).CopyTo(Slice(pass, Output, Steps * Padded));
                    return;
                }
                DropoutMask.Fill(mask, pass.Batch, Features, {{CSharpLiteral.Of(_rate)}}, SeededRandom.Derive(pass.Seed, {{Index * 16}}), pass.FirstRow);
                for (int t = 0; t < Steps; t++)
                {
                    TensorPrimitives.Multiply(Slice(pass, X + t * Padded, Padded), mask, Slice(pass, Output + t * Padded, Padded));
                }
                """);
        }
    }

    protected override void EmitBackward(SourceWriter writer, string scalar) => writer.Lines($$"""
        // dL/dx[t] = dL/dy[t] m / (1 - rate)
        internal static void Backward(in BatchPass<{{scalar}}> pass)
        {
            for (int t = 0; t < Steps; t++)
            {
                TensorPrimitives.Multiply(Slice(pass, DOutput + t * Padded, Padded), Slice(pass, Mask, Padded), Slice(pass, DInput + t * Padded, Padded));
            }
        }
        """);
}
