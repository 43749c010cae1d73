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
/// <param name="Value">The number that the initializer takes; null for its default.</param>
/// <param name="L1">Factor of the sum of magnitudes in the loss.</param>
/// <param name="L2">Factor of the sum of squares in the loss.</param>
/// <param name="Given">The first of the options that the attribute sets; null if none is.</param>
internal sealed record TensorOptions(Initialization Initializer, float? Value = null, float L1 = 0, float L2 = 0, string? Given = null)
{
    private bool TakesValue => IsRandom || Initializer is Initialization.Orthogonal or Initialization.Constant or Initialization.Identity;

    private bool IsRandom => Initializer is Initialization.RandomUniform or Initialization.RandomNormal or Initialization.TruncatedNormal;

    /// <summary>The initializer as C#.</summary>
    public string InitializerCode => "Initializer." + Initializer switch
    {
        Initialization.Orthogonal => Value is { } gain ? $"OrthogonalTimes({CSharpLiteral.Of(gain)})" : "Orthogonal",
        Initialization.Constant => $"Constant({CSharpLiteral.Of(Value ?? 0)})",
        _ when TakesValue => $"{Initializer}({(Value is { } value ? CSharpLiteral.Of(value) : "")})",
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
        if (Value is not { } value)
        {
            yield break;
        }
        if (float.IsNaN(value) || float.IsInfinity(value))
        {
            yield return Errors.BadPenalty(index, layer, $"{tensor}InitializerValue", value);
        }
        else if (!TakesValue)
        {
            yield return Errors.DoesNothing(
                index, layer, $"{tensor}InitializerValue", $"{Initializer} takes no number", $"choose another {tensor}Initializer, or remove it");
        }
        else if (IsRandom && value < 0)
        {
            yield return Errors.BadSetting(index, layer, $"{tensor}InitializerValue", value, $"0 or more for {Initializer}");
        }
    }

    /// <summary>An error if options of a tensor are set that the layer does not have.</summary>
    public IEnumerable<ModelError> CheckAbsent(int index, LayerSpec layer, string without)
    {
        if (Given is not null)
        {
            yield return Errors.DoesNothing(index, layer, Given, $"with {without} the layer has no such tensor", "remove one of the two");
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
        foreach (ModelError error in UseBias ? Bias.Check(index, this, "Bias") : Bias.CheckAbsent(index, this, "UseBias = false"))
        {
            yield return error;
        }
    }
}
