using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Adds normal noise in training; nothing in inference.</summary>
internal sealed record GaussianNoise(float Stddev) : LayerSpec
{
    public override string Kind => "GaussianNoise";

    public override string Display => $"GaussianNoise({CSharpLiteral.Of(Stddev)})";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (!(Stddev >= 0) || float.IsInfinity(Stddev))
        {
            yield return Errors.BadSetting(index, this, "stddev", Stddev, "finite and 0 or more");
        }
    }

    public override Shape OutputShape(Shape input) => input;

    public override LayerPlan Plan(LayerPlacement placement) => new GaussianNoisePlan(this, placement);
}

internal sealed class GaussianNoisePlan : BlockPlan
{
    private readonly float _deviation;

    public GaussianNoisePlan(GaussianNoise spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _deviation = spec.Stddev;
        Output = AddOutput(Input.Shape, Input.Mask);
        InferenceOutput = InferenceInput;
    }

    public override bool WritesInference => false;

    protected override void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Line("// y = x + stddev n");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            EmitPad(writer);
            writer.Lines($$"""
                if (!pass.Training)
                {
                    Slice(pass, X, Steps * Padded).CopyTo(Slice(pass, Output, Steps * Padded));
                    return;
                }
                for (int t = 0; t < Steps; t++)
                {
                    ulong seed = SeededRandom.Derive(SeededRandom.Derive(pass.Seed, {{Index * 16}}), (ulong)t);
                    NormalNoise.Add<{{scalar}}>(Slice(pass, X + t * Padded, Padded), Padded, Slice(pass, Output + t * Padded, Padded), pass.Batch, Features, {{CSharpLiteral.Of(_deviation)}}, seed, pass.FirstRow);
                }
                """);
        }
    }

    protected override void EmitBackward(SourceWriter writer, string scalar) => writer.Lines($$"""
        // dL/dx = dL/dy
        internal static void Backward(in BatchPass<{{scalar}}> pass) =>
            Slice(pass, DOutput, Steps * Padded).CopyTo(Slice(pass, DInput, Steps * Padded));
        """);
}
