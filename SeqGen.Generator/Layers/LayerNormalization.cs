using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>Normalizes every timestep over its features.</summary>
internal sealed record LayerNormalization : NormalizationSpec
{
    public override string Kind => "LayerNormalization";

    public override LayerPlan Plan(LayerPlacement placement) => new LayerNormalizationPlan(this, placement);
}

internal sealed class LayerNormalizationPlan : NormalizationPlan
{
    private readonly int _normalized;
    private readonly int _inverses;
    private readonly int _sums;

    public LayerNormalizationPlan(LayerNormalization spec, LayerPlacement placement)
        : base(spec, placement, needsPadding: false)
    {
        _normalized = Model.Workspace.Allocate((long)Steps * InputPadded);
        _inverses = Model.Workspace.Allocate(Steps);
        _sums = AllocateBackward(Model.Fixed, InputPadded);
        InferenceOutput = AddInferenceOutput(Input.Shape, InferenceInput.Mask);
    }

    public override bool HasInferenceClass => false;

    /// <summary>The rows' own sums need no padding: only the values of a row are read.</summary>
    private string Rowwise => $"Slice(pass, Input, Steps * {Input.Stride}), {Input.Stride}";

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        int length = ((Steps - 1) * InferenceInput.Stride) + Features;
        writer.Line($"// {Summary}");
        writer.Line($"RowNormalization.Forward({Steps}, {Features}, {Epsilon}, MemoryMarshal.CreateReadOnlySpan({InferenceSource()}, {length}), {InferenceInput.Stride}, {Tensor(HasGamma, Gamma)}, {Tensor(HasBeta, Beta)}, default, default, MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {InferenceOutput.Offset}), {Steps * InputPadded}));");
    }

    protected override void EmitConstants(SourceWriter writer)
    {
        base.EmitConstants(writer);
        writer.Line($"private const int Normalized = {_normalized}, Inverses = {_inverses};  // x̂ [{Steps}][batch][{InputPadded}], 1 / √(variance + ε) [{Steps}][batch]");
        writer.Line($"private const int Sums = {_sums};  // workspace, once");
    }

    protected override void EmitPack(SourceWriter writer, string scalar)
    {
        if (!HasParameters)
        {
            return;
        }
        writer.Line();
        using (writer.Open($"internal static void Pack(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            EmitPackTensors(writer);
        }
    }

    protected override void EmitForward(SourceWriter writer, string scalar) => writer.Lines($$"""
        // x̂ = (x - mean) / √(variance + ε) over the features;  y = γ x̂ + β
        internal static void Forward(in BatchPass<{{scalar}}> pass) =>
            RowNormalization.Forward<{{scalar}}>(Steps * pass.Batch, Features, {{Epsilon}}, {{Rowwise}}, {{PackedTensors}}, Slice(pass, Normalized, Steps * Padded), Slice(pass, Inverses, Steps), Slice(pass, Output, Steps * Padded));
        """);

    protected override void EmitBackward(SourceWriter writer, string scalar)
    {
        writer.Line("// dL/dγ = Σ dL/dy x̂;  dL/dβ = Σ dL/dy;  dL/dx = (dL/dx̂ - mean(dL/dx̂) - x̂ mean(dL/dx̂ x̂)) / √(variance + ε), dL/dx̂ = γ dL/dy");
        using (OpenBackward(writer, scalar))
        {
            writer.Line("int rows = Steps * pass.Batch;");
            writer.Line($"Span<{scalar}> dy = Slice(pass, DOutput, Steps * Padded);");
            if (IsTrained)
            {
                EmitParameterGradients(writer, scalar);
            }
            string gamma = HasGamma ? "pass.Packed.Slice(PackedGamma, Padded)" : "default";
            EmitInputGradient(writer, $"RowNormalization.InputGradient<{scalar}>(rows, Features, Slice(pass, Normalized, Steps * Padded), Slice(pass, Inverses, Steps), {gamma}, dy, Slice(pass, DInput, Steps * Padded));");
        }
    }

    private string Tensor(bool exists, int offset) =>
        exists ? $"MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref Unsafe.AsRef(in p), {offset}), {InputPadded})" : "default";

    private void EmitParameterGradients(SourceWriter writer, string scalar)
    {
        writer.Line($"Span<{scalar}> sums = Fixed(pass, Sums, Padded);");
        if (HasGamma)
        {
            writer.Line($"RowNormalization.GammaGradient<{scalar}>(rows, Slice(pass, Normalized, Steps * Padded), dy, sums);");
            writer.Line("sums[..Features].CopyTo(dParameters[Gamma..]);");
        }
        if (HasBeta)
        {
            writer.Line($"RowNormalization.BetaGradient<{scalar}>(rows, dy, sums);");
            writer.Line("sums[..Features].CopyTo(dParameters[Beta..]);");
        }
    }
}
