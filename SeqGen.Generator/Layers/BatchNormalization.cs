using System.Collections.Generic;
using System.Globalization;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Normalizes every feature over the batch in training, by moving statistics in inference.</summary>
internal sealed record BatchNormalization : NormalizationSpec
{
    public float Momentum { get; init; } = 0.99f;

    public override string Kind => "BatchNormalization";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        foreach (ModelError error in base.Check(index, input, before))
        {
            yield return error;
        }
        if (!(Momentum >= 0 && Momentum <= 1))
        {
            yield return Errors.BadSetting(index, this, "Momentum", Momentum, "in [0, 1]");
        }
    }

    public override bool UsesMask => Trainable;

    public override LayerPlan Plan(LayerPlacement placement) => new BatchNormalizationPlan(this, placement);
}

internal sealed partial class BatchNormalizationPlan : NormalizationPlan
{
    private static readonly TensorOptions s_zeros = new(Initialization.Zeros), s_ones = new(Initialization.Ones);

    private readonly BatchNormalization _spec;
    private readonly int _movingMean;
    private readonly int _movingVariance;
    private readonly int _packedStatistics;
    private readonly int _statistics;
    private readonly int _sums;

    public BatchNormalizationPlan(BatchNormalization spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _spec = spec;
        _movingMean = AddParameter("moving_mean", s_zeros, s_zeros.InitializerCode, trainable: false, [Features]);
        _movingVariance = AddParameter("moving_variance", s_ones, s_ones.InitializerCode, trainable: false, [Features]);
        _packedStatistics = Model.Packed.Allocate(5L * InputPadded);
        _statistics = AllocateBackward(Model.Fixed, 5L * InputPadded);
        _sums = AllocateBackward(Model.Fixed, 2L * InputPadded);
        // In place, unless a vector behind the end of a row would be the next row.
        InferenceOutput = MayReadPast && InferenceInput.Stride % Panel == 0 ? InferenceInput : AddInferenceOutput(Input.Shape, InferenceInput.Mask);
    }

    /// <summary>A frozen layer takes the moving statistics in training too, as Keras's does.</summary>
    public override bool TakesWholeBatch => Spec.Trainable && !Model.IsForwardOnly;

    /// <summary>The last argument of what takes the batch's statistics: its mask, if it has one.</summary>
    private string MaskArgument => Input.HasMask ? $", Slice(pass, {Input.Mask}, Steps)" : "";

    private string Momentum => CSharpLiteral.Of(_spec.Momentum);

    /// <summary>1 - momentum of the decimal number that the user wrote: 0.01 and not the 0.00999999 that is 1 - 0.99 in float.</summary>
    private string Rest => CSharpLiteral.Of((float)(1 - decimal.Parse(_spec.Momentum.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)));

    protected override void EmitConstants(SourceWriter writer)
    {
        base.EmitConstants(writer);
        writer.Lines($$"""
            private const int MovingMean = {{_movingMean}}, MovingVariance = {{_movingVariance}};  // [{{Features}}]

            // mean, variance, 1 / √(variance + ε), s = γ / √(variance + ε), β - mean s: [5, {{InputPadded}}], of the moving statistics and of the batch
            private const int PackedStatistics = {{_packedStatistics}}, Statistics = {{_statistics}}, Sums = {{_sums}};
            """);
    }

    protected override void EmitPack(SourceWriter writer, string scalar)
    {
        string gamma = HasGamma ? "parameters.Slice(Gamma, Features)" : "default", beta = HasBeta ? "parameters.Slice(Beta, Features)" : "default";
        writer.Line();
        using (writer.Open($"internal static void Pack(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            EmitPackTensors(writer);
            writer.Line($"BatchStatistics.Pack(Features, {Epsilon}, parameters[MovingMean..], parameters[MovingVariance..], {gamma}, {beta}, packed[PackedStatistics..]);");
        }
    }

    protected override void EmitForward(SourceWriter writer, string scalar)
    {
        EmitStatistics(writer, scalar);
        writer.Line();
        writer.Line("// y = x s + (β - mean s)");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            EmitPad(writer);
            writer.Line("int rows = Steps * pass.Batch;");
            writer.Line($"Span<{scalar}> x = Slice(pass, X, Steps * Padded);");
            if (TakesWholeBatch)
            {
                using (writer.Open("if (pass.Training)"))
                {
                    writer.Line($"BatchStatistics.Measure<{scalar}>(rows, Features, {Epsilon}, x, {PackedTensors}, Fixed(pass, Statistics, BatchStatistics.Rows * Padded){MaskArgument});");
                }
            }
            writer.Line($"BatchStatistics.Normalize<{scalar}>(rows, Features, x, StatisticsOf(pass), Slice(pass, Output, Steps * Padded));");
        }
    }

    protected override void EmitBackward(SourceWriter writer, string scalar)
    {
        writer.Line("// dL/dγ = Σ dL/dy x̂;  dL/dβ = Σ dL/dy;  dL/dx = s dL/dy, less what flows through the batch's mean and variance");
        using (OpenBackward(writer, scalar))
        {
            writer.Line("int rows = Steps * pass.Batch;");
            writer.Line($"Span<{scalar}> x = Slice(pass, X, Steps * Padded), dy = Slice(pass, DOutput, Steps * Padded);");
            if (TakesWholeBatch)
            {
                EmitParameterGradients(writer, scalar);
            }
            string through = TakesWholeBatch ? "pass.Training ? sums : default" : "default";
            EmitInputGradient(writer, $"BatchStatistics.InputGradient<{scalar}>(rows, Features, x, StatisticsOf(pass), {through}, dy, Slice(pass, DInput, Steps * Padded){(TakesWholeBatch ? MaskArgument : "")});");
        }
        if (TakesWholeBatch)
        {
            writer.Line();
            EmitUpdateStatistics(writer, scalar);
        }
    }

    private void EmitStatistics(SourceWriter writer, string scalar)
    {
        string moving = "pass.Packed.Slice(PackedStatistics, BatchStatistics.Rows * Padded)";
        writer.Line(TakesWholeBatch ? "// those of the batch in training, the moving ones otherwise" : "// the moving ones");
        writer.Line($"private static ReadOnlySpan<{scalar}> StatisticsOf(in BatchPass<{scalar}> pass) =>");
        writer.Line(TakesWholeBatch ? $"    pass.Training ? Fixed(pass, Statistics, BatchStatistics.Rows * Padded) : {moving};" : $"    {moving};");
    }

    private void EmitParameterGradients(SourceWriter writer, string scalar)
    {
        writer.Line($"Span<{scalar}> sums = Fixed(pass, Sums, 2 * Padded);");
        writer.Line($"BatchStatistics.ParameterGradients<{scalar}>(rows, Features, x, StatisticsOf(pass), dy, sums);");
        if (HasGamma)
        {
            writer.Line("sums[..Features].CopyTo(dParameters[Gamma..]);");
        }
        if (HasBeta)
        {
            writer.Line("sums.Slice(Padded, Features).CopyTo(dParameters[Beta..]);");
        }
        writer.Line("dParameters.Slice(MovingMean, Features).Clear();");
        writer.Line("dParameters.Slice(MovingVariance, Features).Clear();");
    }

    private void EmitUpdateStatistics(SourceWriter writer, string scalar) => writer.Lines($$"""
        // moving = momentum moving + (1 - momentum) batch
        internal static void UpdateStatistics(in BatchPass<{{scalar}}> pass, Span<{{scalar}}> parameters)
        {
            ReadOnlySpan<{{scalar}}> batch = Fixed(pass, Statistics, 2 * Padded);
            BatchStatistics.Move({{Momentum}}, {{Rest}}, batch, parameters.Slice(MovingMean, Features));
            BatchStatistics.Move({{Momentum}}, {{Rest}}, batch[Padded..], parameters.Slice(MovingVariance, Features));
        }
        """);
}
