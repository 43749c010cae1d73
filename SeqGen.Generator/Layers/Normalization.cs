using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>A layer that normalizes, with a scale and a shift for every feature.</summary>
internal abstract record NormalizationSpec : LayerSpec
{
    public float Epsilon { get; init; } = 1e-3f;

    public bool Center { get; init; } = true;

    public bool Scale { get; init; } = true;

    public TensorOptions Gamma { get; init; } = new(Initialization.Ones);

    public TensorOptions Beta { get; init; } = new(Initialization.Zeros);

    public override string Display => Kind;

    public override string Declaration
    {
        get
        {
            string options = string.Join(", ", Options());
            return options.Length == 0 ? Kind : $"{Kind}({options})";
        }
    }

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (!(Epsilon > 0) || float.IsInfinity(Epsilon))
        {
            yield return Errors.BadSetting(index, this, "Epsilon", Epsilon, "finite and above 0");
        }
        IEnumerable<ModelError> ofGamma = Scale ? Gamma.Check(index, this, "Gamma") : Gamma.CheckAbsent(index, this, "Scale = false");
        IEnumerable<ModelError> ofBeta = Center ? Beta.Check(index, this, "Beta") : Beta.CheckAbsent(index, this, "Center = false");
        foreach (ModelError error in ofGamma.Concat(ofBeta))
        {
            yield return error;
        }
    }

    public override Shape OutputShape(Shape input) => input;

    private IEnumerable<string> Options()
    {
        if (Epsilon != 1e-3f)
        {
            yield return $"Epsilon = {CSharpLiteral.Of(Epsilon)}";
        }
        if (!Center)
        {
            yield return "Center = false";
        }
        if (!Scale)
        {
            yield return "Scale = false";
        }
    }
}

/// <summary>What the plans of normalizing layers share: gamma and beta.</summary>
internal abstract class NormalizationPlan : BlockPlan
{
    private readonly NormalizationSpec _spec;

    protected NormalizationPlan(NormalizationSpec spec, LayerPlacement placement, bool needsPadding = true)
        : base(spec, placement, needsPadding)
    {
        _spec = spec;
        Gamma = spec.Scale ? AddParameter("gamma", spec.Gamma, Features) : 0;
        Beta = spec.Center ? AddParameter("beta", spec.Beta, Features) : 0;
        PackedGamma = spec.Scale ? Model.Packed.Allocate(InputPadded) : 0;
        PackedBeta = spec.Center ? Model.Packed.Allocate(InputPadded) : 0;
        Output = AddOutput(Input.Shape, Input.Mask);
    }

    protected int Gamma { get; }

    protected int Beta { get; }

    protected int PackedGamma { get; }

    protected int PackedBeta { get; }

    protected bool HasGamma => _spec.Scale;

    protected bool HasBeta => _spec.Center;

    /// <summary>Epsilon as a literal of float, which is one of double as well.</summary>
    protected string Epsilon => CSharpLiteral.Of(_spec.Epsilon);

    /// <summary>The padded γ and β of a pass, as arguments.</summary>
    protected string PackedTensors =>
        $"{(HasGamma ? "pass.Packed.Slice(PackedGamma, Padded)" : "default")}, {(HasBeta ? "pass.Packed.Slice(PackedBeta, Padded)" : "default")}";

    protected override bool TakesGradients => true;

    protected override void EmitConstants(SourceWriter writer)
    {
        base.EmitConstants(writer);
        if (HasGamma)
        {
            writer.Line($"private const int Gamma = {Gamma}, PackedGamma = {PackedGamma};  // γ [{Features}]");
        }
        if (HasBeta)
        {
            writer.Line($"private const int Beta = {Beta}, PackedBeta = {PackedBeta};  // β [{Features}]");
        }
    }

    protected void EmitPackTensors(SourceWriter writer)
    {
        if (HasGamma)
        {
            writer.Line("Rows.Pad(1, Features, parameters[Gamma..], packed[PackedGamma..]);");
        }
        if (HasBeta)
        {
            writer.Line("Rows.Pad(1, Features, parameters[Beta..], packed[PackedBeta..]);");
        }
    }

    protected SourceWriter.Block OpenBackward(SourceWriter writer, string scalar) =>
        writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass, Span<{scalar}> dParameters{(IsInputGradientOptional ? ", bool wantsInput" : "")})");

    /// <summary>Writes a statement that computes dL/dx, run only where it is wanted.</summary>
    protected void EmitInputGradient(SourceWriter writer, string statement)
    {
        SourceWriter.Block? optional = IsInputGradientOptional ? writer.Open("if (wantsInput)") : null;
        writer.Line(statement);
        optional?.Dispose();
    }
}
