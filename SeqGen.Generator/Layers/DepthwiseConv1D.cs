using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>Convolution over time of every feature by itself.</summary>
internal sealed record DepthwiseConv1D(int KernelSize) : ConvolutionSpec(KernelSize)
{
    public int DepthMultiplier { get; init; } = 1;

    public override string Kind => "DepthwiseConv1D";

    public override LayerPlan Plan(LayerPlacement placement) =>
        new DepthwisePlan(this, placement, DepthMultiplier, KernelSize, placement.Input.Shape.Features, DepthMultiplier);

    protected override long OutputFeatures(int features) => (long)features * DepthMultiplier;

    protected override IEnumerable<(string Name, int Size)> Sizes() => base.Sizes().Append(("DepthMultiplier", DepthMultiplier));

    protected override IEnumerable<string> Options() =>
        DepthMultiplier == 1 ? base.Options() : base.Options().Append($"DepthMultiplier = {CSharpLiteral.Of(DepthMultiplier)}");
}

/// <summary>A convolution whose filters see one feature each: products element by element.</summary>
internal class DepthwisePlan : ConvolutionPlan
{
    private readonly int _multiplier;
    private readonly string _kernelShape;
    private readonly int _kernel;
    private readonly int _packedKernel;
    private readonly int _dKernel;
    private readonly int _repeated;
    private readonly int _dRepeated;
    private readonly int _inferenceRepeated;

    public DepthwisePlan(ConvolutionSpec spec, LayerPlacement placement, int multiplier, params int[] kernelShape)
        : this(spec, placement, multiplier, "kernel", kernelShape)
    {
        PlanOutput(P, P);
        PlanStream(C);
    }

    /// <summary>Lays out the kernel and leaves the output to a derived plan.</summary>
    protected DepthwisePlan(ConvolutionSpec spec, LayerPlacement placement, int multiplier, string kernel, int[] kernelShape)
        : base(spec, placement)
    {
        _multiplier = multiplier;
        _kernelShape = string.Join(", ", kernelShape);
        _kernel = AddParameter(kernel, spec.Kernel, kernelShape);
        _packedKernel = Model.Packed.Allocate((long)Window.KernelSize * C);
        _dKernel = AllocateBackward(Model.Fixed, (long)Window.KernelSize * C);
        if (Repeats)
        {
            _repeated = Model.Workspace.Allocate((long)Window.Timesteps * C);
        }
        if (_multiplier > 1)
        {
            _dRepeated = Model.Workspace.Allocate((long)Window.Timesteps * C);
        }
        if (InferenceRepeats)
        {
            _inferenceRepeated = Model.Scratch.Allocate((long)Window.Timesteps * C);
        }
    }

    protected override string Equation => "z = b + Σ x_j w_j";

    /// <summary>Channels of the products.</summary>
    protected int Channels => Features * _multiplier;

    /// <summary>Channels, rounded up to whole panels.</summary>
    protected int C => Padded(Channels);

    /// <summary>Where the products go in batched code, and where their gradient comes from.</summary>
    protected virtual (string Product, string Gradient, string Bias) Targets => ("z", "dz", BiasArgument);

    /// <summary>True where x does not have a value for each channel and zeros behind the last.</summary>
    private bool Repeats => _multiplier > 1 || Features % Panel != 0;

    /// <summary>True where x cannot be read as vectors: values are to be repeated, or it ends where the caller's memory may end.</summary>
    private bool InferenceRepeats => _multiplier > 1 || (InferenceInput.IsInput && Features % Panel != 0);

    private WindowedCode Inference => InferenceOf("Run", Activation, UseBias ? "Bias" : null);

    /// <summary>The code for one sample.</summary>
    protected WindowedCode InferenceOf(string name, Activation activation, string? bias) => new(
        name, Window, InferenceRepeats || Stream is not null ? C : InferenceInput.Stride, 1, 1, Channels, "Kernel", bias, activation)
    { IsDepthwise = true };

    protected override void EmitOwnConstants(SourceWriter writer)
    {
        writer.Lines($"""
            private const int Channels = {Channels}, PaddedChannels = {C};
            private const int Kernel = {_kernel}, PackedKernel = {_packedKernel};  // w [{_kernelShape}]
            private const int DKernel = {_dKernel};  // workspace, once
            """);
        if (Repeats)
        {
            writer.Line($"private const int Repeated = {_repeated};  // x with a value for each channel");
        }
        if (_multiplier > 1)
        {
            writer.Line($"private const int DRepeated = {_dRepeated};  // dL/dx for each channel");
        }
    }

    protected override void EmitPack(SourceWriter writer, string scalar)
    {
        writer.Line("GroupedRows.Split(KernelSize, 1, Channels, parameters[Kernel..], Channels, packed[PackedKernel..]);");
        if (UseBias)
        {
            writer.Line("Gemm.Pack(parameters[Bias..], 1, Filters, Filters, packed[PackedBias..]);");
        }
    }

    protected override void EmitProduct(SourceWriter writer, string scalar)
    {
        if (Repeats)
        {
            writer.Line($"Span<{scalar}> x = Slice(pass, Repeated, Timesteps * PaddedChannels);");
            writer.Line($"GroupedRows.Repeat(Timesteps * pass.Batch, Features, {_multiplier}, Slice(pass, Input, Timesteps * InputStride), InputStride, x, PaddedChannels);");
        }
        else
        {
            writer.Line($"Span<{scalar}> x = Slice(pass, Input, Timesteps * PaddedChannels);");
        }
        writer.Line($"DepthwiseConvolution.Forward(Window, pass.Batch, PaddedChannels, x, pass.Packed[PackedKernel..], {Targets.Bias}, {Targets.Product});");
    }

    protected override void EmitKernelGradients(SourceWriter writer, string scalar)
    {
        if (!IsTrained)
        {
            return;
        }
        writer.Lines($"""
            Span<{scalar}> dKernel = Fixed(pass, DKernel, KernelSize * PaddedChannels);
            dKernel.Clear();
            DepthwiseConvolution.AddKernelGradient(Window, pass.Batch, PaddedChannels, Slice(pass, {(Repeats ? "Repeated" : "Input")}, Timesteps * PaddedChannels), {Targets.Gradient}, dKernel);
            Rows.Copy(KernelSize, Channels, dKernel, PaddedChannels, dParameters[Kernel..], Channels);
            """);
    }

    protected override void EmitInputGradient(SourceWriter writer, string scalar)
    {
        string to = _multiplier > 1 ? "DRepeated" : "DInput";
        writer.Line($"Span<{scalar}> dx = Slice(pass, {to}, Timesteps * PaddedChannels);");
        writer.Line($"DepthwiseConvolution.InputGradient(Window, pass.Batch, PaddedChannels, {Targets.Gradient}, pass.Packed[PackedKernel..], dx);");
        if (_multiplier > 1)
        {
            writer.Line($"GroupedRows.AddRepeated(Timesteps * pass.Batch, Features, {_multiplier}, dx, PaddedChannels, Slice(pass, DInput, Timesteps * DInputStride), DInputStride);");
        }
    }

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            EmitInferenceConstants(writer);
            writer.Line();
            writer.Line($"// y = {Activated(Equation.Substring(4))}");
            EmitInferenceCode(writer, lanes, Inference);
        }
    }

    /// <summary>Writes the products of a whole sample, or of one timestep of a stream.</summary>
    protected void EmitInferenceCode(SourceWriter writer, int lanes, WindowedCode code)
    {
        if (Stream is null)
        {
            code.Emit(writer, lanes);
        }
        else
        {
            code.EmitTick(writer, lanes, RingRows);
        }
    }

    protected void EmitInferenceConstants(SourceWriter writer)
    {
        writer.Line($"private const int Kernel = {_kernel};  // w [{_kernelShape}]");
        if (UseBias)
        {
            writer.Line($"private const int Bias = {Bias};  // b [{Filters}]");
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        writer.Line($"// {Summary}");
        EmitProducts(writer, "Run", InferenceOutput.Offset);
    }

    /// <summary>Writes the call that gives the products.</summary>
    protected void EmitProducts(SourceWriter writer, string name, int output)
    {
        string x = EmitRepeat(writer), to = $"ref Unsafe.Add(ref memory, {output})";
        if (Stream is not null)
        {
            EmitStreamCall(writer, InferenceRepeats ? "ref " + x.Substring("in ".Length) : StreamSource, Channels, name, to);
            return;
        }
        writer.Line($"{ClassName}.{name}(in p, {x}, {to});");
    }

    /// <summary>Writes what gives x a value for each channel, where it has none; returns x as an argument.</summary>
    private string EmitRepeat(SourceWriter writer)
    {
        if (!InferenceRepeats)
        {
            return InferenceSource;
        }
        string input = InferenceInput.IsInput ? "Unsafe.AsRef(in input)" : $"Unsafe.Add(ref memory, {InferenceInput.Offset})";
        int length = ((Window.Timesteps - 1) * InferenceInput.Stride) + Features;
        writer.Line($"GroupedRows.Repeat({Window.Timesteps}, {Features}, {_multiplier}, MemoryMarshal.CreateReadOnlySpan(ref {input}, {length}), {InferenceInput.Stride}, MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {_inferenceRepeated}), {Window.Timesteps * C}), {C});");
        return $"in Unsafe.Add(ref memory, {_inferenceRepeated})";
    }
}
