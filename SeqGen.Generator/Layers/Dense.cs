using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Fully connected layer, at every timestep of a sequence.</summary>
internal sealed record Dense(int Units) : WeightedSpec
{
    public Activation Activation { get; init; } = Activation.Linear;

    public override string Kind => "Dense";

    public override string Display => $"Dense({CSharpLiteral.Of(Units)})";

    public override string Declaration => $"Dense({CSharpLiteral.Of(Units)}"
        + (Activation == Activation.Linear ? "" : $", Activation = {Activation}") + (UseBias ? ")" : ", UseBias = false)");

    public override Activation OutputActivation => Activation;

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        foreach (ModelError error in base.Check(index, input, before))
        {
            yield return error;
        }
        if (Units <= 0)
        {
            yield return Errors.NotPositive(index, this, "units", Units);
        }
    }

    public override Shape OutputShape(Shape input) => new(input.Timesteps, Units);

    public override LayerPlan Plan(LayerPlacement placement) => new DensePlan(this, placement);
}

internal sealed partial class DensePlan : LayerPlan
{
    private readonly Dense _spec;
    private readonly int _kernel;
    private readonly int _bias;
    private readonly int _packedKernel;
    private readonly int _packedKernelT;
    private readonly int _packedBias;
    private readonly int _dKernel;
    private readonly int _dBias;
    private readonly int _z;

    public DensePlan(Dense spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _spec = spec;
        Shape shape = spec.OutputShape(Input.Shape);
        _kernel = AddParameter("kernel", spec.Kernel, Features, Units);
        _packedKernel = Model.Packed.Allocate(UsesColumn ? Padded(Features) : (long)Features * P);
        _packedKernelT = AllocateBackward(Model.Packed, (long)Units * Padded(Features));
        _dKernel = AllocateBackward(Model.Fixed, (long)Features * P);
        if (spec.UseBias)
        {
            _bias = AddParameter("bias", spec.Bias, Units);
            _packedBias = Model.Packed.Allocate(P);
            _dBias = AllocateBackward(Model.Fixed, P);
        }
        Output = AddOutput(shape, Input.Mask);
        InferenceOutput = AddInferenceOutput(shape, InferenceInput.Mask);
        _z = NeedsInput ? Model.Workspace.Allocate((long)shape.Steps * P) : Output.Offset;
    }

    private int Units => _spec.Units;

    private int Features => Input.Shape.Features;

    private int Steps => Input.Shape.Steps;

    private int P => Padded(Units);

    private bool HasActivation => _spec.Activation != Activation.Linear;

    /// <summary>The derivative of these is a function of z, which is then kept beside the output.</summary>
    private bool NeedsInput => _spec.Activation is Activation.Silu or Activation.Gelu;

    /// <summary>One unit: a dot product, if rows can be read to the end of a panel.</summary>
    private bool UsesColumn => Units == 1 && Input.IsPadded && !InferenceInput.IsInput;

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            EmitConstants(writer);
            writer.Line();
            EmitPack(writer, scalar);
            writer.Line();
            EmitForward(writer, scalar);
            if (!Model.IsForwardOnly)
            {
                writer.Line();
                EmitPackTransposed(writer, scalar);
                writer.Line();
                EmitBackward(writer, scalar);
            }
        }
    }

    private void EmitConstants(SourceWriter writer)
    {
        writer.Lines($$"""
            private const int Steps = {{Steps}}, Features = {{Features}}, Units = {{Units}};
            private const int Padded = {{P}};  // units, rounded up to whole panels
            private const int InputStride = {{Input.Stride}};

            // parameters
            private const int Kernel = {{_kernel}};  // W [{{Features}}, {{Units}}]
            """);
        if (_spec.UseBias)
        {
            writer.Line($"private const int Bias = {_bias};  // b [{Units}]");
        }
        writer.Lines($$"""

            // parameters in the layout of the kernels
            private const int PackedKernel = {{_packedKernel}}, PackedKernelT = {{_packedKernelT}};
            """);
        if (_spec.UseBias)
        {
            writer.Line($"private const int PackedBias = {_packedBias};");
        }
        writer.Lines($$"""

            // workspace, for each row of the batch
            private const int Input = {{Input.Offset}}, DInput = {{Input.Gradient}};  // x [{{Steps}}][batch][{{Input.Stride}}]
            private const int Z = {{_z}}, Output = {{Output.Offset}}, DOutput = {{Output.Gradient}};  // [{{Steps}}][batch][{{P}}]

            // workspace, once
            private const int DKernel = {{_dKernel}}{{(_spec.UseBias ? $", DBias = {_dBias}" : "")}};
            """);
    }

    private void EmitPack(SourceWriter writer, string scalar)
    {
        using (writer.Open($"internal static void Pack(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            writer.Line(UsesColumn
                ? "Gemm.Pack(parameters[Kernel..], 1, Features, Features, packed[PackedKernel..]);"
                : "Gemm.Pack(parameters[Kernel..], Features, Units, Units, packed[PackedKernel..]);");
            if (_spec.UseBias)
            {
                writer.Line("Gemm.Pack(parameters[Bias..], 1, Units, Units, packed[PackedBias..]);");
            }
        }
    }

    private static void EmitPackTransposed(SourceWriter writer, string scalar)
    {
        using (writer.Open($"internal static void PackTransposed(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            writer.Line("Gemm.PackTransposed(parameters[Kernel..], Features, Units, Units, packed[PackedKernelT..], Units, 0, tight: true);");
        }
    }

    public override IEnumerable<string> TransposedClasses => PackedClasses;

    private void EmitForward(SourceWriter writer, string scalar)
    {
        string bias = _spec.UseBias ? "pass.Packed[PackedBias..]" : "default";
        writer.Line(HasActivation ? $"// z = b + x W;  y = {_spec.Activation}(z)" : "// y = z = b + x W");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            writer.Line("int rows = Steps * pass.Batch;");
            writer.Line($"Span<{scalar}> z = Slice(pass, Z, Steps * Padded);");
            if (UsesColumn)
            {
                string first = _spec.UseBias ? "pass.Packed[PackedBias]" : "0";
                writer.Line("z.Clear();  // the columns that a dot product leaves out");
                writer.Line($"Gemm.Dot(rows, Features, Slice(pass, Input, Steps * InputStride), InputStride, pass.Packed[PackedKernel..], {first}, z, Padded);");
            }
            else
            {
                writer.Line($"Gemm.Multiply(rows, Features, Padded, Slice(pass, Input, Steps * InputStride), InputStride, pass.Packed[PackedKernel..], {bias}, z, Padded);");
            }
            EmitActivation(writer, scalar);
        }
    }

    private void EmitActivation(SourceWriter writer, string scalar)
    {
        if (!HasActivation)
        {
            return;
        }
        string apply = $"ActivationPass.Forward<{scalar}, {_spec.Activation}>(rows, Units, z, Slice(pass, Output, Steps * Padded));";
        if (!IsLast)
        {
            writer.Line(apply);
            return;
        }
        using (writer.Open("if (!pass.Logits)"))
        {
            writer.Line(apply);
        }
        if (NeedsInput)
        {
            using (writer.Open("else"))
            {
                writer.Line("z.CopyTo(Slice(pass, Output, Steps * Padded));");
            }
        }
    }

    private void EmitBackward(SourceWriter writer, string scalar)
    {
        string wanted = IsInputGradientOptional ? ", bool wantsInput" : "";
        writer.Line($"// {(HasActivation ? "dL/dz = dL/dy a'(z);  " : "")}dL/dW = xᵀ dL/dz;  dL/dx = dL/dz Wᵀ");
        using (writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass, Span<{scalar}> dParameters{wanted})"))
        {
            writer.Line("int rows = Steps * pass.Batch;");
            writer.Line($"Span<{scalar}> dz = Slice(pass, DOutput, Steps * Padded);");
            if (HasActivation)
            {
                string derive = $"ActivationPass.Backward<{scalar}, {_spec.Activation}>(rows, Units, Slice(pass, Z, Steps * Padded), Slice(pass, Output, Steps * Padded), dz, dz);";
                SourceWriter.Block? block = IsLast ? writer.Open("if (!pass.Logits)") : null;
                writer.Line(derive);
                block?.Dispose();
            }
            if (IsTrained)
            {
                EmitWeightGradients(writer, scalar);
            }
            int stride = Padded(Features);
            string product = $"Gemm.Multiply(rows, Units, {stride}, dz, Padded, pass.Packed[PackedKernelT..], default, Slice(pass, DInput, Steps * {stride}), {stride});";
            SourceWriter.Block? optional = IsInputGradientOptional ? writer.Open("if (wantsInput)") : null;
            writer.Line(product);
            optional?.Dispose();
        }
    }

    private void EmitWeightGradients(SourceWriter writer, string scalar)
    {
        writer.Lines($"""
            Span<{scalar}> dKernel = Fixed(pass, DKernel, Features * Padded);
            dKernel.Clear();
            Gemm.AddGradient(rows, Features, Padded, Slice(pass, Input, Steps * InputStride), InputStride, dz, Padded, dKernel, Padded);
            Rows.Copy(Features, Units, dKernel, Padded, dParameters[Kernel..], Units);
            """);
        if (_spec.UseBias)
        {
            writer.Lines($"""
                Span<{scalar}> dBias = Fixed(pass, DBias, Padded);
                dBias.Clear();
                Gemm.AddColumnSums(rows, Padded, dz, Padded, dBias);
                dBias[..Units].CopyTo(dParameters[Bias..]);
                """);
        }
    }
}
