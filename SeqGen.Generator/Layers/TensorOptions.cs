using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>The runtime's enum of the same name, value by value; a test holds them together.</summary>
internal enum Initialization
{
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
    Orthogonal,
    Zeros,
    Ones,
    Constant,
    RandomUniform,
    RandomNormal,
    TruncatedNormal,
    Identity,
}

/// <summary>How one tensor of a layer starts, and the penalties on it.</summary>
/// <param name="Initializer">How it starts.</param>
/// <param name="Value">The number that the initializer takes; NaN for its default.</param>
/// <param name="L1">Factor of the sum of magnitudes in the loss.</param>
/// <param name="L2">Factor of the sum of squares in the loss.</param>
internal sealed record TensorOptions(Initialization Initializer, float Value = float.NaN, float L1 = 0, float L2 = 0)
{
    private bool TakesValue => Initializer is Initialization.Orthogonal or Initialization.Constant or Initialization.Identity
        or Initialization.RandomUniform or Initialization.RandomNormal or Initialization.TruncatedNormal;

    /// <summary>The initializer as C#.</summary>
    public string InitializerCode => "Initializer." + Initializer switch
    {
        Initialization.Orthogonal => float.IsNaN(Value) ? "Orthogonal" : $"OrthogonalTimes({CSharpLiteral.Of(Value)})",
        Initialization.Constant => $"Constant({CSharpLiteral.Of(float.IsNaN(Value) ? 0 : Value)})",
        Initialization.RandomUniform or Initialization.RandomNormal or Initialization.TruncatedNormal or Initialization.Identity =>
            $"{Initializer}({(float.IsNaN(Value) ? "" : CSharpLiteral.Of(Value))})",
        _ => Initializer.ToString(),
    };

    /// <summary>What is wrong with the options of a tensor.</summary>
    public IEnumerable<ModelError> Check(int index, LayerSpec layer, string tensor)
    {
        foreach ((string name, float penalty) in new[] { ($"{tensor}L1", L1), ($"{tensor}L2", L2) })
        {
            if (!(penalty >= 0) || float.IsInfinity(penalty))
            {
                yield return Errors.BadPenalty(index, layer, name.Replace("Kernel", ""), penalty);
            }
        }
        if (float.IsInfinity(Value))
        {
            yield return Errors.BadPenalty(index, layer, $"{tensor}InitializerValue", Value);
        }
        else if (!float.IsNaN(Value) && !TakesValue)
        {
            yield return Errors.DoesNothing(
                index, layer, $"{tensor}InitializerValue", $"{Initializer} takes no number", $"choose another {tensor}Initializer, or remove it");
        }
    }
}

/// <summary>A layer with a kernel and a bias.</summary>
internal abstract record WeightedSpec : LayerSpec
{
    public bool UseBias { get; init; } = true;

    public TensorOptions Kernel { get; init; } = new(Initialization.GlorotUniform);

    public TensorOptions Bias { get; init; } = new(Initialization.Zeros);

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        foreach (ModelError error in Kernel.Check(index, this, "Kernel"))
        {
            yield return error;
        }
        foreach (ModelError error in Bias.Check(index, this, "Bias"))
        {
            yield return error;
        }
    }
}
