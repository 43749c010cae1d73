using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Depthwise convolution over time, then a dense layer at every timestep.</summary>
internal sealed record SeparableConv1D(int Filters, int KernelSize) : ConvolutionSpec(KernelSize)
{
    public int DepthMultiplier { get; init; } = 1;

    public TensorOptions Pointwise { get; init; } = new(Initialization.GlorotUniform);

    public override string Kind => "SeparableConv1D";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before) =>
        base.Check(index, input, before).Concat(Pointwise.Check(index, this, "Pointwise"));

    public override LayerPlan Plan(LayerPlacement placement) => new SeparablePlan(this, placement);

    protected override long OutputFeatures(int features) => (long)features * DepthMultiplier > int.MaxValue ? int.MaxValue : Filters;

    protected override IEnumerable<string> Arguments() => base.Arguments().Prepend(CSharpLiteral.Of(Filters));

    protected override IEnumerable<(string Name, int Size)> Sizes() =>
        base.Sizes().Append(("filters", Filters)).Append(("DepthMultiplier", DepthMultiplier));

    protected override IEnumerable<string> Options() =>
        DepthMultiplier == 1 ? base.Options() : base.Options().Append($"DepthMultiplier = {CSharpLiteral.Of(DepthMultiplier)}");
}

internal sealed class SeparablePlan : DepthwisePlan
{
    private readonly int _pointwise;
    private readonly int _packedPointwise;
    private readonly int _packedPointwiseT;
    private readonly int _dPointwise;
    private readonly int _depthwise;
    private readonly int _dDepthwise;
    private readonly int _inferenceDepthwise;

    public SeparablePlan(SeparableConv1D spec, LayerPlacement placement)
        : base(spec, placement, spec.DepthMultiplier, "depthwise_kernel", [spec.KernelSize, placement.Input.Shape.Features, spec.DepthMultiplier])
    {
        _pointwise = AddParameter("pointwise_kernel", spec.Pointwise, 1, Channels, Filters);
        _packedPointwise = Model.Packed.Allocate((long)Channels * P);
        _packedPointwiseT = AllocateBackward(Model.Packed, (long)P * C);
        _dPointwise = AllocateBackward(Model.Fixed, (long)Channels * P);
        _depthwise = Model.Workspace.Allocate((long)Window.OutputTimesteps * C);
        _dDepthwise = Model.Workspace.Allocate((long)Window.OutputTimesteps * C);
        _inferenceDepthwise = Model.Scratch.Allocate((long)Window.OutputTimesteps * C);
        PlanOutput(P, P);
        PlanStream(C);
    }

    protected override string Equation => "d = Σ x_j D_j;  z = b + d P";

    protected override (string Product, string Gradient, string Bias) Targets => ("d", "dd", "default");

    protected override void EmitOwnConstants(SourceWriter writer)
    {
        base.EmitOwnConstants(writer);
        writer.Lines($"""
            private const int Pointwise = {_pointwise};  // P [1, {Channels}, {Filters}]
            private const int PackedPointwise = {_packedPointwise}, PackedPointwiseT = {_packedPointwiseT};
            private const int DPointwise = {_dPointwise};  // workspace, once
            private const int Depthwise = {_depthwise}, DDepthwise = {_dDepthwise};  // d, dL/dd [{Window.OutputTimesteps}][batch][{C}]
            """);
    }

    protected override void EmitPack(SourceWriter writer, string scalar)
    {
        base.EmitPack(writer, scalar);
        writer.Line("Gemm.Pack(parameters[Pointwise..], Channels, Filters, Filters, packed[PackedPointwise..]);");
    }

    public override IEnumerable<string> TransposedClasses => PackedClasses;

    protected override void EmitPackTransposed(SourceWriter writer, string scalar) =>
        writer.Line("Gemm.PackTransposed(parameters[Pointwise..], Channels, Filters, Filters, packed[PackedPointwiseT..], Filters, 0, tight: true);");

    protected override void EmitProduct(SourceWriter writer, string scalar)
    {
        writer.Line($"Span<{scalar}> d = Slice(pass, Depthwise, OutputTimesteps * PaddedChannels);");
        base.EmitProduct(writer, scalar);
        writer.Line($"Gemm.Multiply(rows, Channels, Padded, d, PaddedChannels, pass.Packed[PackedPointwise..], {BiasArgument}, z, Padded);");
    }

    protected override void EmitKernelGradients(SourceWriter writer, string scalar)
    {
        if (IsTrained)
        {
            writer.Lines($"""
                Span<{scalar}> dPointwise = Fixed(pass, DPointwise, Channels * Padded);
                dPointwise.Clear();
                Gemm.AddGradient(rows, Channels, Padded, Slice(pass, Depthwise, OutputTimesteps * PaddedChannels), PaddedChannels, dz, Padded, dPointwise, Padded);
                Rows.Copy(Channels, Filters, dPointwise, Padded, dParameters[Pointwise..], Filters);
                """);
        }
        writer.Line($"Span<{scalar}> dd = Slice(pass, DDepthwise, OutputTimesteps * PaddedChannels);");
        writer.Line("Gemm.Multiply(rows, Filters, PaddedChannels, dz, Padded, pass.Packed[PackedPointwiseT..], default, dd, PaddedChannels);");
        base.EmitKernelGradients(writer, scalar);
    }

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            EmitInferenceConstants(writer);
            writer.Line($"private const int Pointwise = {_pointwise};  // P [1, {Channels}, {Filters}]");
            writer.Line();
            writer.Line("// d = Σ x_j D_j");
            EmitInferenceCode(writer, lanes, InferenceOf("Depthwise", Activation.Linear, null));
            writer.Line();
            writer.Line($"// y = {Activated("b + d P")}");
            var each = new ConvolutionView(Window.OutputTimesteps, Window.OutputTimesteps, 1, 1, 1, 0);
            new WindowedCode("Dense", each, C, 1, Channels, Filters, "Pointwise", UseBias ? "Bias" : null, Activation).Emit(writer, lanes);
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        writer.Line($"// {Summary}");
        EmitProducts(writer, "Depthwise", _inferenceDepthwise);
        writer.Line($"{ClassName}.Dense(in p, in Unsafe.Add(ref memory, {_inferenceDepthwise}), ref Unsafe.Add(ref memory, {InferenceOutput.Offset}));");
    }
}
