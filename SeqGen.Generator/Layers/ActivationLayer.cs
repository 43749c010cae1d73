using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>An activation as a layer of its own.</summary>
internal sealed record ActivationLayer(Activation Activation) : LayerSpec
{
    public override string Kind => "ActivationLayer";

    public override string Display => $"ActivationLayer({Activation})";

    public override Activation OutputActivation => Activation;

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before) => [];

    public override Shape OutputShape(Shape input) => input;

    public override LayerPlan Plan(LayerPlacement placement) => new ActivationLayerPlan(this, placement);
}

internal sealed class ActivationLayerPlan : BlockPlan
{
    private readonly Activation _activation;

    public ActivationLayerPlan(ActivationLayer spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _activation = spec.Activation;
        Output = AddOutput(Input.Shape, Input.Mask);
        InferenceOutput = WritesInference ? AddInferenceOutput(Input.Shape, InferenceInput.Mask) : InferenceInput;
    }

    public override bool WritesInference => _activation != Activation.Linear;

    public override bool HasInferenceClass => WritesInference && _activation != Activation.Softmax;

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Line($"// y = {_activation}(x)");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Open("internal static void Step(ref readonly float x, ref float y)"))
            {
                ChannelBlocks.Emit(writer, lanes, Features, MayReadPast, block =>
                {
                    for (int v = 0; v < block.Vectors; v++)
                    {
                        writer.Line(block.Store("y", "0", v, $"{_activation}.Apply({block.Load("x", "0", v)})"));
                    }
                });
            }
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        if (!WritesInference)
        {
            return;
        }
        writer.Line($"// {Summary}");
        if (Steps == 1 && _activation != Activation.Softmax)
        {
            writer.Line($"{ClassName}.Step({InferenceRow()}, ref Unsafe.Add(ref memory, {InferenceOutput.Offset}));");
            return;
        }
        using (writer.Open($"for (nuint t = 0; t < {Steps}; t++)"))
        {
            string output = $"ref Unsafe.Add(ref memory, {Terms.Sum(InferenceOutput.Offset, Terms.Product("t", InferenceOutput.Stride))})";
            if (_activation != Activation.Softmax)
            {
                writer.Line($"{ClassName}.Step({InferenceRow("t")}, {output});");
                return;
            }
            writer.Line($"var row = MemoryMarshal.CreateSpan({output}, {Features});");
            writer.Line($"MemoryMarshal.CreateReadOnlySpan({InferenceSource("t")}, {Features}).CopyTo(row);");
            writer.Line("Softmax.ApplyRow(row);");
        }
    }

    protected override void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Line($"// y = {_activation}(x)");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            EmitPad(writer);
            writer.Line($"Span<{scalar}> x = Slice(pass, X, Steps * Padded), y = Slice(pass, Output, Steps * Padded);");
            if (_activation == Activation.Linear)
            {
                writer.Line("x.CopyTo(y);");
                return;
            }
            if (IsLast)
            {
                using (writer.Open("if (pass.Logits)"))
                {
                    writer.Line("x.CopyTo(y);");
                    writer.Line("return;");
                }
            }
            writer.Line($"ActivationPass.Forward<{scalar}, {_activation}>(Steps * pass.Batch, Features, x, y);");
        }
    }

    protected override void EmitBackward(SourceWriter writer, string scalar)
    {
        writer.Line("// dL/dx = dL/dy a'(x)");
        using (writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass)"))
        {
            writer.Line($"Span<{scalar}> dy = Slice(pass, DOutput, Steps * Padded), dx = Slice(pass, DInput, Steps * Padded);");
            if (_activation == Activation.Linear)
            {
                writer.Line("dy.CopyTo(dx);");
                return;
            }
            if (IsLast)
            {
                using (writer.Open("if (pass.Logits)"))
                {
                    writer.Line("dy.CopyTo(dx);");
                    writer.Line("return;");
                }
            }
            writer.Line($"ActivationPass.Backward<{scalar}, {_activation}>(Steps * pass.Batch, Features, Slice(pass, X, Steps * Padded), Slice(pass, Output, Steps * Padded), dy, dx);");
        }
    }
}
