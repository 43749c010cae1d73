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
        ["Conv1D"] = a => Convolution(a, new Conv1D(a.Int32(0), a.Int32(1)) { Groups = a.Int32("Groups", 1) }),
        ["DepthwiseConv1D"] = a => Convolution(a, new DepthwiseConv1D(a.Int32(0)) { DepthMultiplier = a.Int32("DepthMultiplier", 1) }),
        ["SeparableConv1D"] = a => Convolution(a, new SeparableConv1D(a.Int32(0), a.Int32(1))
        {
            DepthMultiplier = a.Int32("DepthMultiplier", 1),
            Pointwise = a.Tensor("Pointwise", Initialization.GlorotUniform),
        }),
        ["Dropout"] = a => new Dropout(a.Single(0)),
        ["Flatten"] = a => new Flatten(),
    };

    private static WeightedSpec Weighted(LayerArguments a, WeightedSpec spec) => spec with
    {
        UseBias = a.Boolean("UseBias", true),
        Kernel = a.Tensor("Kernel", Initialization.GlorotUniform),
        Bias = a.Tensor("Bias", Initialization.Zeros),
    };

    private static ConvolutionSpec Convolution(LayerArguments a, ConvolutionSpec spec) => (ConvolutionSpec)Weighted(a, spec) with
    {
        Strides = a.Int32("Strides", 1),
        Dilation = a.Int32("Dilation", 1),
        Padding = a.Enum("Padding", Padding.Valid),
        Activation = a.Enum("Activation", Activation.Linear),
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
