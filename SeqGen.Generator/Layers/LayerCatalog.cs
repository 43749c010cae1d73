using System;
using System.Collections.Generic;

namespace SeqGen.Generator.Layers;

/// <summary>Every layer: the attribute's name, and how its arguments become a spec.</summary>
internal static class LayerCatalog
{
    /// <summary>Reads one layer attribute. Keys are attribute class names without the suffix.</summary>
    public static readonly IReadOnlyDictionary<string, Func<LayerArguments, LayerSpec>> Layers = new Dictionary<string, Func<LayerArguments, LayerSpec>>
    {
        ["Lstm"] = a => Recurrent(a, new Lstm(a.Int32(0))
        {
            RecurrentActivation = a.Enum("RecurrentActivation", Activation.Sigmoid),
            UnitForgetBias = a.Boolean("UnitForgetBias", true),
            Peephole = a.Boolean("Peephole", false),
        }),
        ["Gru"] = a => Recurrent(a, new Gru(a.Int32(0))
        {
            RecurrentActivation = a.Enum("RecurrentActivation", Activation.Sigmoid),
            ResetAfter = a.Boolean("ResetAfter", true),
        }),
        ["SimpleRnn"] = a => Recurrent(a, new SimpleRnn(a.Int32(0))),
        ["Dense"] = a => Weighted(a, new Dense(a.Int32(0)) { Activation = a.Enum("Activation", Activation.Linear) }),
        ["Embedding"] = a => new Embedding(a.Int32(0), a.Int32(1))
        {
            MaskZero = a.Boolean("MaskZero", false),
            OutOfVocabulary = a.Int32("OutOfVocabulary", -1),
            Embeddings = a.Tensor("Embeddings", Initialization.RandomUniform),
        },
        ["Masking"] = a => new Masking(a.Single(0)),
        ["Dropout"] = a => new Dropout(a.Single(0)),
        ["Flatten"] = a => new Flatten(),
    };

    private static WeightedSpec Weighted(LayerArguments a, WeightedSpec spec) => spec with
    {
        UseBias = a.Boolean("UseBias", true),
        Kernel = a.Tensor("Kernel", Initialization.GlorotUniform),
        Bias = a.Tensor("Bias", Initialization.Zeros),
    };

    private static RecurrentSpec Recurrent(LayerArguments a, RecurrentSpec spec) => (RecurrentSpec)Weighted(a, spec) with
    {
        Activation = a.Enum("Activation", Activation.Tanh),
        Recurrent = a.Tensor("Recurrent", Initialization.Orthogonal),
        Direction = a.Enum("Direction", Direction.Forward),
        Merge = a.Enum("Merge", Merge.Concat),
        ReturnSequences = a.Boolean("ReturnSequences", false),
        Dropout = a.Single("Dropout", 0),
        RecurrentDropout = a.Single("RecurrentDropout", 0),
    };
}
