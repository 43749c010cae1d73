using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Two halves of a recurrent layer, one reading the sequence from its end, and what merges them.</summary>
internal sealed class BidirectionalPlan : LayerPlan
{
    private readonly RecurrentSpec _spec;
    private readonly RecurrentPlan _forward;
    private readonly RecurrentPlan _backward;

    public BidirectionalPlan(RecurrentSpec spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _spec = spec;
        _forward = spec.PlanOneWay(placement with { Half = BidirectionalHalf.Forward });
        _backward = spec.PlanOneWay(placement with { Half = BidirectionalHalf.Backward });
        bool masked = spec.ReturnSequences && Input.HasMask;
        Output = AddOutput(spec.OutputShape(Input.Shape), masked ? Input.Mask : -1);
        InferenceOutput = AddInferenceOutput(Output.Shape, masked ? InferenceInput.Mask : -1);
    }

    public override IReadOnlyList<ParameterPlan> Parameters => [.. _forward.Parameters, .. _backward.Parameters];

    public override IEnumerable<string> PackedClasses => [_forward.ClassName, _backward.ClassName];

    public override IEnumerable<string> TransposedClasses => PackedClasses;

    public override bool IsRecurrent => true;

    public override bool HasInference => _forward.HasInference;

    private int Steps => Output.Shape.Steps;

    private int P => Padded(_spec.Units);

    private string Arguments => $"Merge.{_spec.Merging}, {Steps}";

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        _forward.EmitTraining(writer, scalar);
        writer.Line();
        _backward.EmitTraining(writer, scalar);
        writer.Line();
        string halves = $"Slice(pass, {_forward.Output.Offset}, {Steps * P}), Slice(pass, {_backward.Output.Offset}, {Steps * P})";
        string gradients = $"Slice(pass, {_forward.Output.Gradient}, {Steps * P}), Slice(pass, {_backward.Output.Gradient}, {Steps * P})";
        if (Output.HasMask)
        {
            EmitMaskedMerge(writer, scalar, halves, gradients);
            return;
        }
        writer.Lines($$"""
            /// <summary>Layer {{Index}}: the halves of {{Spec.Display}} become {{Output.Shape}}.</summary>
            private static class {{ClassName}}
            {
                internal static void Forward(in BatchPass<{{scalar}}> pass) =>
                    BidirectionalMerge.Forward<{{scalar}}>({{Arguments}}, pass.Batch, {{_spec.Units}}, {{halves}}, Slice(pass, {{Output.Offset}}, {{Steps * Output.Stride}}));

                internal static void Backward(in BatchPass<{{scalar}}> pass) =>
                    BidirectionalMerge.Backward<{{scalar}}>({{Arguments}}, pass.Batch, {{_spec.Units}}, {{halves}}, Slice(pass, {{Output.Gradient}}, {{Steps * Output.Stride}}), {{gradients}});
            }
            """);
    }

    private void EmitMaskedMerge(SourceWriter writer, string scalar, string halves, string gradients)
    {
        writer.Lines($$"""
            /// <summary>Layer {{Index}}: the halves of {{Spec.Display}} become {{Output.Shape}}, 0 where a row is padding.</summary>
            private static class {{ClassName}}
            {
                internal static void Forward(in BatchPass<{{scalar}}> pass)
                {
                    Span<{{scalar}}> y = Slice(pass, {{Output.Offset}}, {{Steps * Output.Stride}});
                    BidirectionalMerge.Forward<{{scalar}}>({{Arguments}}, pass.Batch, {{_spec.Units}}, {{halves}}, y);
                    StepMask.Apply(Slice(pass, {{Output.Mask}}, {{Steps}}), {{Output.Stride}}, y, y);
                }

                internal static void Backward(in BatchPass<{{scalar}}> pass)
                {
                    Span<{{scalar}}> dy = Slice(pass, {{Output.Gradient}}, {{Steps * Output.Stride}});
                    StepMask.Apply(Slice(pass, {{Output.Mask}}, {{Steps}}), {{Output.Stride}}, dy, dy);
                    BidirectionalMerge.Backward<{{scalar}}>({{Arguments}}, pass.Batch, {{_spec.Units}}, {{halves}}, dy, {{gradients}});
                }
            }
            """);
    }

    public override void EmitForwardCall(SourceWriter writer)
    {
        _forward.EmitForwardCall(writer);
        _backward.EmitForwardCall(writer);
        writer.Line($"{ClassName}.Forward(pass);");
    }

    public override void EmitBackwardCall(SourceWriter writer)
    {
        writer.Line($"{ClassName}.Backward(pass);");
        _forward.EmitBackwardCall(writer);
        _backward.EmitBackwardCall(writer);
    }

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        _forward.EmitInference(writer, lanes);
        writer.Line();
        _backward.EmitInference(writer, lanes);
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        _forward.EmitInferenceCall(writer, lanes);
        _backward.EmitInferenceCall(writer, lanes);
        string halves = string.Join(", ", new[] { _forward, _backward }.Select(half =>
            $"MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref memory, {half.InferenceOutput.Offset}), {Steps * P})"));
        writer.Line($"BidirectionalMerge.Forward<float>(global::SeqGen.{Arguments}, 1, {_spec.Units}, {halves}, MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {InferenceOutput.Offset}), {Steps * Output.Stride}));");
        if (Output.HasMask)
        {
            string y = $"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {InferenceOutput.Offset}), {Steps * Output.Stride})";
            writer.Line($"StepMask.Apply<float>(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref memory, {InferenceOutput.Mask}), {Steps}), {Output.Stride}, {y}, {y});");
        }
    }
}
