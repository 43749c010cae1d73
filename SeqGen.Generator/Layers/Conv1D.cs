using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Convolution over time.</summary>
internal sealed record Conv1D(int Filters, int KernelSize) : ConvolutionSpec(KernelSize)
{
    public int Groups { get; init; } = 1;

    public override string Kind => "Conv1D";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        List<ModelError> errors = [.. base.Check(index, input, before)];
        if (errors.Count == 0 && (input.Features % Groups != 0 || Filters % Groups != 0))
        {
            int most = CommonDivisor(input.Features, Filters);
            errors.Add(ModelError.Of(
                Diagnostics.Descriptors.GroupsDoNotDivide.Id, index, Errors.Title(index, this), CSharpLiteral.Of(Groups), before?.Display ?? "the input",
                input.ToString(), CSharpLiteral.Of(Filters), $"use {CSharpLiteral.Of(most)}" + (most == 1 ? "" : " or a divisor of it")));
        }
        return errors;
    }

    // A group of one feature each is what a depthwise convolution is: the same tensors, the same sums.
    public override LayerPlan Plan(LayerPlacement placement) => Groups > 1 && Groups == placement.Input.Shape.Features
        ? new DepthwisePlan(this, placement, Filters / Groups, KernelSize, 1, Filters)
        : new Conv1DPlan(this, placement);

    protected override long OutputFeatures(int features) => Filters;

    protected override IEnumerable<string> Arguments() => base.Arguments().Prepend(CSharpLiteral.Of(Filters));

    protected override IEnumerable<(string Name, int Size)> Sizes() => base.Sizes().Append(("filters", Filters)).Append(("Groups", Groups));

    protected override IEnumerable<string> Options() =>
        Groups == 1 ? base.Options() : base.Options().Append($"Groups = {CSharpLiteral.Of(Groups)}");

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}

/// <summary>A convolution as products over views of the input, one for each group.</summary>
internal sealed class Conv1DPlan : ConvolutionPlan
{
    private readonly Conv1D _spec;
    private readonly int _kernel;
    private readonly int _packedKernel;
    private readonly int _packedKernelT;
    private readonly int _dKernel;
    private readonly int _grouped;
    private readonly int _dGrouped;

    public Conv1DPlan(Conv1D spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _spec = spec;
        long length = (long)Groups * Window.KernelSize;
        _kernel = AddParameter("kernel", spec.Kernel, Window.KernelSize, GroupFeatures, Filters);
        _packedKernel = Model.Packed.Allocate(length * GroupFeatures * GroupP);
        _packedKernelT = AllocateBackward(Model.Packed, length * GroupP * Padded(GroupFeatures));
        _dKernel = AllocateBackward(Model.Fixed, length * GroupFeatures * GroupP);
        if (SplitsFilters)
        {
            _grouped = Model.Workspace.Allocate((long)Window.OutputTimesteps * Groups * GroupP);
        }
        if (SplitsFeatures)
        {
            _dGrouped = Model.Workspace.Allocate((long)Window.Timesteps * Groups * Padded(GroupFeatures));
        }
        PlanOutput(Groups * GroupP, Inference.OutputStride);
        PlanStream(Features);
    }

    protected override string Equation => "z = b + Σ x_j W_j";

    private int Groups => _spec.Groups;

    private int GroupFeatures => Features / Groups;

    private int GroupFilters => Filters / Groups;

    private int GroupP => Padded(GroupFilters);

    /// <summary>True where groups of filters are not whole panels.</summary>
    private bool SplitsFilters => Groups > 1 && GroupFilters % Panel != 0;

    private bool SplitsFeatures => Groups > 1 && GroupFeatures % Panel != 0;

    private WindowedCode Inference => new(
        "Run", Window, Stream is null ? InferenceInput.Stride : Features, Groups, GroupFeatures, GroupFilters, "Kernel", UseBias ? "Bias" : null, Activation);

    protected override void EmitOwnConstants(SourceWriter writer)
    {
        if (Groups > 1)
        {
            writer.Line($"private const int Groups = {Groups}, GroupFeatures = {GroupFeatures}, GroupFilters = {GroupFilters};");
            writer.Line($"private const int GroupPadded = {GroupP}, DGroupPadded = {Padded(GroupFeatures)};  // rounded up to whole panels");
        }
        writer.Line($"private const int Kernel = {_kernel};  // W [{Window.KernelSize}, {GroupFeatures}, {Filters}]");
        writer.Line($"private const int PackedKernel = {_packedKernel}, PackedKernelT = {_packedKernelT};");
        writer.Line($"private const int DKernel = {_dKernel};  // workspace, once");
        if (SplitsFilters)
        {
            writer.Line($"private const int Grouped = {_grouped};  // z or dz, groups padded");
        }
        if (SplitsFeatures)
        {
            writer.Line($"private const int DGrouped = {_dGrouped};  // dx, groups padded");
        }
    }

    protected override void EmitPack(SourceWriter writer, string scalar)
    {
        if (Groups == 1)
        {
            writer.Line("Gemm.Pack(parameters[Kernel..], KernelSize * Features, Filters, Filters, packed[PackedKernel..]);");
        }
        else
        {
            using (writer.Open("for (int g = 0; g < Groups; g++)"))
            {
                writer.Lines($"""
                    ReadOnlySpan<{scalar}> kernel = parameters[(Kernel + g * GroupFilters)..];
                    Gemm.Pack(kernel, KernelSize * GroupFeatures, GroupFilters, Filters, packed[(PackedKernel + g * KernelSize * GroupFeatures * GroupPadded)..]);
                    """);
            }
        }
        if (UseBias)
        {
            writer.Line(Groups == 1
                ? "Gemm.Pack(parameters[Bias..], 1, Filters, Filters, packed[PackedBias..]);"
                : "GroupedRows.Split(1, Groups, GroupFilters, parameters[Bias..], Filters, packed[PackedBias..]);");
        }
    }

    public override IEnumerable<string> TransposedClasses => PackedClasses;

    protected override void EmitPackTransposed(SourceWriter writer, string scalar)
    {
        if (Groups == 1)
        {
            writer.Line("Convolution.PackTransposed(Window, parameters[Kernel..], Features, Filters, Filters, packed[PackedKernelT..]);");
            return;
        }
        using (writer.Open("for (int g = 0; g < Groups; g++)"))
        {
            writer.Line("Convolution.PackTransposed(Window, parameters[(Kernel + g * GroupFilters)..], GroupFeatures, GroupFilters, Filters, packed[(PackedKernelT + g * KernelSize * GroupPadded * DGroupPadded)..]);");
        }
    }

    protected override void EmitProduct(SourceWriter writer, string scalar)
    {
        writer.Line($"ReadOnlySpan<{scalar}> x = Slice(pass, Input, Timesteps * InputStride);");
        if (Groups == 1)
        {
            writer.Line($"Convolution.Forward(Window, pass.Batch, Features, Padded, x, InputStride, pass.Packed[PackedKernel..], {BiasArgument}, z, Padded);");
            return;
        }
        string to = SplitsFilters ? "grouped" : "z";
        if (SplitsFilters)
        {
            writer.Line($"Span<{scalar}> grouped = Slice(pass, Grouped, OutputTimesteps * Groups * GroupPadded);");
        }
        using (writer.Open("for (int g = 0; g < Groups; g++)"))
        {
            string bias = UseBias ? "pass.Packed[(PackedBias + g * GroupPadded)..]" : "default";
            writer.Line($"Convolution.Forward(Window, pass.Batch, GroupFeatures, GroupPadded, x[(g * GroupFeatures)..], InputStride, pass.Packed[(PackedKernel + g * KernelSize * GroupFeatures * GroupPadded)..], {bias}, {to}[(g * GroupPadded)..], Groups * GroupPadded);");
        }
        if (SplitsFilters)
        {
            writer.Line("GroupedRows.Join(rows, Groups, GroupFilters, grouped, z, Padded);");
        }
    }

    protected override void EmitKernelGradients(SourceWriter writer, string scalar)
    {
        if (SplitsFilters)
        {
            writer.Line($"Span<{scalar}> grouped = Slice(pass, Grouped, OutputTimesteps * Groups * GroupPadded);");
            writer.Line("GroupedRows.Split(rows, Groups, GroupFilters, dz, Padded, grouped);");
        }
        if (!IsTrained)
        {
            return;
        }
        string length = Groups == 1 ? "KernelSize * Features * Padded" : "Groups * KernelSize * GroupFeatures * GroupPadded";
        writer.Lines($"""
            ReadOnlySpan<{scalar}> x = Slice(pass, Input, Timesteps * InputStride);
            Span<{scalar}> dKernel = Fixed(pass, DKernel, {length});
            dKernel.Clear();
            """);
        if (Groups == 1)
        {
            writer.Line("Convolution.AddKernelGradient(Window, pass.Batch, Features, Padded, x, InputStride, dz, Padded, dKernel);");
            writer.Line("Rows.Copy(KernelSize * Features, Filters, dKernel, Padded, dParameters[Kernel..], Filters);");
            return;
        }
        using (writer.Open("for (int g = 0; g < Groups; g++)"))
        {
            writer.Lines($"""
                Span<{scalar}> dGroup = dKernel[(g * KernelSize * GroupFeatures * GroupPadded)..];
                Convolution.AddKernelGradient(Window, pass.Batch, GroupFeatures, GroupPadded, x[(g * GroupFeatures)..], InputStride, {(SplitsFilters ? "grouped" : "dz")}[(g * GroupPadded)..], Groups * GroupPadded, dGroup);
                Rows.Copy(KernelSize * GroupFeatures, GroupFilters, dGroup, GroupPadded, dParameters[(Kernel + g * GroupFilters)..], Filters);
                """);
        }
    }

    protected override void EmitInputGradient(SourceWriter writer, string scalar)
    {
        writer.Line($"Span<{scalar}> dx = Slice(pass, DInput, Timesteps * DInputStride);");
        if (Groups == 1)
        {
            writer.Line("Convolution.InputGradient(Window, pass.Batch, Filters, DInputStride, dz, Padded, pass.Packed[PackedKernelT..], dx, DInputStride);");
            return;
        }
        string to = SplitsFeatures ? "dGrouped" : "dx";
        if (SplitsFeatures)
        {
            writer.Line($"Span<{scalar}> dGrouped = Slice(pass, DGrouped, Timesteps * Groups * DGroupPadded);");
        }
        using (writer.Open("for (int g = 0; g < Groups; g++)"))
        {
            writer.Line($"Convolution.InputGradient(Window, pass.Batch, GroupFilters, DGroupPadded, {(SplitsFilters ? "grouped" : "dz")}[(g * GroupPadded)..], Groups * GroupPadded, pass.Packed[(PackedKernelT + g * KernelSize * GroupPadded * DGroupPadded)..], {to}[(g * DGroupPadded)..], Groups * DGroupPadded);");
        }
        if (SplitsFeatures)
        {
            writer.Line("GroupedRows.Join(Timesteps * pass.Batch, Groups, GroupFeatures, dGrouped, dx, DInputStride);");
        }
    }

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Line($"private const int Kernel = {_kernel};  // W [{Window.KernelSize}, {GroupFeatures}, {Filters}]");
            if (UseBias)
            {
                writer.Line($"private const int Bias = {Bias};  // b [{Filters}]");
            }
            writer.Line();
            writer.Line($"// y = {Activated(Equation.Substring(4))}");
            if (Stream is null)
            {
                Inference.Emit(writer, lanes);
            }
            else
            {
                Inference.EmitTick(writer, lanes, RingRows);
            }
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        writer.Line($"// {Summary}");
        string output = $"ref Unsafe.Add(ref memory, {InferenceOutput.Offset})";
        if (Stream is not null)
        {
            EmitStreamCall(writer, StreamSource, Features, "Run", output);
            return;
        }
        writer.Line($"{ClassName}.Run(in p, {InferenceSource}, {output});");
    }
}
