using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>What the convolutions over time write alike: bias, activation, the order of things.</summary>
internal abstract class ConvolutionPlan(ConvolutionSpec spec, LayerPlacement placement) : LayerPlan(spec, placement.OfWindows(spec.Span, spec.Strides))
{
    private readonly ConvolutionSpec _spec = spec;
    private int _packedBias;
    private int _dBias;
    private int _z;
    private StreamRing? _ring;

    protected ConvolutionView Window { get; } = spec.Window(placement.Input.Shape.Timesteps);

    protected int Features => Input.Shape.Features;

    /// <summary>Features of the output.</summary>
    protected int Filters => _spec.OutputShape(Input.Shape).Features;

    protected int P => Padded(Filters);

    protected bool UseBias => _spec.UseBias;

    protected Activation Activation => _spec.Activation;

    protected int Bias { get; private set; }

    /// <summary>The packed bias as an argument.</summary>
    protected string BiasArgument => UseBias ? "pass.Packed[PackedBias..]" : "default";

    /// <summary>The derivative of these is a function of z, which is then kept beside the output.</summary>
    private bool NeedsInput => Activation is Activation.Silu or Activation.Gelu;

    /// <summary>The equation, as a comment.</summary>
    protected abstract string Equation { get; }

    /// <summary>Lays out what comes after the kernels.</summary>
    /// <param name="packedBias">Values of the packed bias.</param>
    /// <param name="stride">Values from timestep to timestep of the output for one sample.</param>
    protected void PlanOutput(int packedBias, int stride)
    {
        if (UseBias)
        {
            Bias = AddParameter("bias", _spec.Bias, Filters);
            _packedBias = Model.Packed.Allocate(packedBias);
            _dBias = AllocateBackward(Model.Fixed, P);
        }
        Shape shape = _spec.OutputShape(Input.Shape);
        Output = AddOutput(shape);
        _z = NeedsInput ? Model.Workspace.Allocate((long)shape.Steps * P) : Output.Offset;
        InferenceOutput = new ScratchTensor(false, Model.Scratch.Allocate((long)shape.Steps * stride), shape, stride);
    }

    /// <summary>Keeps what a stream's next outputs see of the input.</summary>
    /// <param name="width">Values of a timestep.</param>
    protected void PlanStream(int width)
    {
        if (Stream is not null)
        {
            _ring = StreamRing.In(Stream, (int)_spec.Span, width);
            Stream.AddWindow(Index, _spec.Span, StreamDelay, _spec.Strides);
        }
    }

    private int StreamDelay => _spec.Padding == Padding.Valid ? (int)_spec.Span - 1 : 0;

    /// <summary>Writes what keeps a timestep of a stream, and the output where one is due.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="row">The timestep, as <c>ref x</c>.</param>
    /// <param name="length">Its values.</param>
    /// <param name="name">The method that gives an output.</param>
    /// <param name="output">Where the output goes.</param>
    protected void EmitStreamCall(SourceWriter writer, string row, int length, string name, string output)
    {
        StreamRing ring = _ring!;
        string next = "steps" + CSharpLiteral.Of(Index);
        ring.EmitKeep(writer, Clock, row, length);
        StreamRing.EmitDue(writer, Clock, next, StreamDelay, _spec.Strides);
        string taps = CSharpLiteral.Of(_spec.KernelSize), first = $"{Clock} + 1";
        if (_spec.Padding == Padding.Causal && _spec.KernelSize > 1)
        {
            taps = "taps" + CSharpLiteral.Of(Index);
            string seen = _spec.Dilation == 1 ? Clock : $"{Clock} / {_spec.Dilation}";
            writer.Line($"ulong {taps} = global::System.Math.Min({_spec.KernelSize}, {seen} + 1);");
            first = _spec.Dilation == 1 ? $"{Clock} + 1 - {taps}" : $"{Clock} - ({taps} - 1) * {_spec.Dilation}";
        }
        writer.Line($"{ClassName}.{name}(in p, in Unsafe.Add(ref state, {ring.Offset}), {output}, (nuint)(({first}) % {ring.Rows}){(ring.Width == 1 ? "" : $" * {ring.Width}")}, {(taps.StartsWith("taps") ? $"(nuint){taps}" : taps)});");
    }

    /// <summary>Rows of the ring.</summary>
    protected int RingRows => _ring!.Rows;

    public sealed override void EmitTraining(SourceWriter writer, string scalar)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            EmitConstants(writer);
            writer.Line();
            using (writer.Open($"internal static void Pack(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
            {
                EmitPack(writer, scalar);
            }
            writer.Line();
            EmitForward(writer, scalar);
            if (Model.IsForwardOnly)
            {
                return;
            }
            writer.Line();
            if (TransposedClasses.Any())
            {
                using (writer.Open($"internal static void PackTransposed(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
                {
                    EmitPackTransposed(writer, scalar);
                }
                writer.Line();
            }
            EmitBackward(writer, scalar);
        }
    }

    /// <summary>A sum under the activation, for comments.</summary>
    protected string Activated(string sum) => Activation == Activation.Linear ? sum : $"{Activation}({sum})";

    /// <summary>Writes constants of the kernels: sizes and offsets.</summary>
    protected abstract void EmitOwnConstants(SourceWriter writer);

    /// <summary>Writes the packing of kernels and bias.</summary>
    protected abstract void EmitPack(SourceWriter writer, string scalar);

    /// <summary>Packs what only backward reads, where there is any.</summary>
    protected virtual void EmitPackTransposed(SourceWriter writer, string scalar)
    {
    }

    /// <summary>Writes z from x.</summary>
    protected abstract void EmitProduct(SourceWriter writer, string scalar);

    /// <summary>Writes what both gradients start from, if anything, then the gradients of the kernels where they are trained.</summary>
    protected abstract void EmitKernelGradients(SourceWriter writer, string scalar);

    /// <summary>Writes dx from dz.</summary>
    protected abstract void EmitInputGradient(SourceWriter writer, string scalar);

    private void EmitConstants(SourceWriter writer)
    {
        writer.Lines($$"""
            private const int Timesteps = {{Window.Timesteps}}, OutputTimesteps = {{Window.OutputTimesteps}}, KernelSize = {{Window.KernelSize}};
            private const int Features = {{Features}}, InputStride = {{Input.Stride}}, DInputStride = {{Padded(Features)}};
            private const int Filters = {{Filters}}, Padded = {{P}};  // filters, rounded up to whole panels

            """);
        EmitOwnConstants(writer);
        if (UseBias)
        {
            writer.Line($"private const int Bias = {Bias}, PackedBias = {_packedBias};  // b [{Filters}]");
        }
        writer.Lines($$"""

            // workspace, for each row of the batch
            private const int Input = {{Input.Offset}}, DInput = {{Input.Gradient}};  // x [{{Window.Timesteps}}][batch][{{Input.Stride}}]
            private const int Z = {{_z}}, Output = {{Output.Offset}}, DOutput = {{Output.Gradient}};  // [{{Window.OutputTimesteps}}][batch][{{P}}]
            """);
        if (UseBias)
        {
            writer.Line();
            writer.Line("// workspace, once");
            writer.Line($"private const int DBias = {_dBias};");
        }
        writer.Line();
        writer.Line($"private static ConvolutionWindow Window => {Window.Code};");
    }

    private void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Line($"// {Equation};  y = {Activated("z")}");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            writer.Line("int rows = OutputTimesteps * pass.Batch;");
            writer.Line($"Span<{scalar}> z = Slice(pass, Z, OutputTimesteps * Padded);");
            EmitProduct(writer, scalar);
            EmitActivation(writer, scalar);
        }
    }

    private void EmitActivation(SourceWriter writer, string scalar)
    {
        if (Activation == Activation.Linear)
        {
            return;
        }
        SourceWriter.Block? block = IsLast ? writer.Open("if (!pass.Logits)") : null;
        writer.Line($"ActivationPass.Forward<{scalar}, {Activation}>(rows, Filters, z, Slice(pass, Output, OutputTimesteps * Padded));");
        block?.Dispose();
        if (IsLast && NeedsInput)
        {
            using (writer.Open("else"))
            {
                writer.Line("z.CopyTo(Slice(pass, Output, OutputTimesteps * Padded));");
            }
        }
    }

    private void EmitBackward(SourceWriter writer, string scalar)
    {
        string wanted = IsInputGradientOptional ? ", bool wantsInput" : "";
        writer.Line("// dL/dz = dL/dy a'(z);  dL/dW_j = Σ x_jᵀ dL/dz;  dL/dx = Σ dL/dz W_jᵀ");
        using (writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass, Span<{scalar}> dParameters{wanted})"))
        {
            writer.Line("int rows = OutputTimesteps * pass.Batch;");
            writer.Line($"Span<{scalar}> dz = Slice(pass, DOutput, OutputTimesteps * Padded);");
            if (Activation != Activation.Linear)
            {
                SourceWriter.Block? block = IsLast ? writer.Open("if (!pass.Logits)") : null;
                writer.Line($"ActivationPass.Backward<{scalar}, {Activation}>(rows, Filters, Slice(pass, Z, OutputTimesteps * Padded), Slice(pass, Output, OutputTimesteps * Padded), dz, dz);");
                block?.Dispose();
            }
            EmitKernelGradients(writer, scalar);
            EmitBiasGradient(writer, scalar);
            SourceWriter.Block? optional = IsInputGradientOptional ? writer.Open("if (wantsInput)") : null;
            EmitInputGradient(writer, scalar);
            optional?.Dispose();
        }
    }

    private void EmitBiasGradient(SourceWriter writer, string scalar)
    {
        if (IsTrained && UseBias)
        {
            writer.Lines($"""
                Span<{scalar}> dBias = Fixed(pass, DBias, Padded);
                dBias.Clear();
                Gemm.AddColumnSums(rows, Padded, dz, Padded, dBias);
                dBias[..Filters].CopyTo(dParameters[Bias..]);
                """);
        }
    }

    /// <summary>Where a timestep of the input stands, as the start of a span.</summary>
    protected string StreamSource => InferenceInput.IsInput ? "ref Unsafe.AsRef(in input)" : $"ref Unsafe.Add(ref memory, {InferenceInput.Offset})";

    /// <summary>Where a layer's input stands in the code for one sample, as an argument.</summary>
    protected string InferenceSource => InferenceInput.IsInput ? "in input" : $"in Unsafe.Add(ref memory, {InferenceInput.Offset})";
}
