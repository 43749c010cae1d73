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
            UnitForgetBias = a.Has("UnitForgetBias") ? a.Boolean("UnitForgetBias", true) : null,
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
            LazyUpdate = a.Boolean("LazyUpdate", false),
            Embeddings = a.Tensor("Embeddings", Initialization.RandomUniform),
        },
        ["Masking"] = a => new Masking(a.Single(0)),
        ["Conv1D"] = a => Convolution(a, new Conv1D(a.Int32(0), a.Int32(1)) { Groups = a.Int32("Groups", 1) }),
        ["DepthwiseConv1D"] = a => Convolution(a, new DepthwiseConv1D(a.Int32(0)) { DepthMultiplier = a.Int32("DepthMultiplier", 1) }),
        ["SeparableConv1D"] = a => Convolution(a, new SeparableConv1D(a.Int32(0), a.Int32(1))
        {
            DepthMultiplier = a.Int32("DepthMultiplier", 1),
            Pointwise = a.Tensor("Pointwise", Initialization.GlorotUniform),
        }),
        ["Dropout"] = a => new Dropout(a.Single(0)),
        ["Flatten"] = a => new Flatten(),
        ["MaxPooling1D"] = a => Pooling(a, new MaxPooling1D(a.Int32(0))),
        ["AveragePooling1D"] = a => Pooling(a, new AveragePooling1D(a.Int32(0))),
        ["GlobalMaxPooling1D"] = a => GlobalPooling(a, new GlobalMaxPooling1D()),
        ["GlobalAveragePooling1D"] = a => GlobalPooling(a, new GlobalAveragePooling1D()),
        ["RepeatVector"] = a => new RepeatVector(a.Int32(0)),
        ["Reshape"] = a => a.Has(1) ? new Reshape(a.Int32(0), a.Int32(1)) : new Reshape(null, a.Int32(0)),
        ["ActivationLayer"] = a => new ActivationLayer(a.Enum(0, "activation", Activation.Linear)),
        ["SpatialDropout1D"] = a => new SpatialDropout1D(a.Single(0)),
        ["GaussianNoise"] = a => new GaussianNoise(a.Single(0)),
        ["LayerNormalization"] = a => Normalization(a, new LayerNormalization()),
        ["BatchNormalization"] = a => Normalization(a, new BatchNormalization { Momentum = a.Single("Momentum", 0.99f) }),
    };

    private static PoolingSpec Pooling(LayerArguments a, PoolingSpec spec) => spec with
    {
        Strides = a.Int32("Strides", spec.PoolSize),
        Padding = a.Enum("Padding", Padding.Valid),
    };

    private static GlobalPoolingSpec GlobalPooling(LayerArguments a, GlobalPoolingSpec spec) => spec with
    {
        Running = a.Enum("Running", RunningPool.None),
    };

    private static NormalizationSpec Normalization(LayerArguments a, NormalizationSpec spec) => spec with
    {
        Epsilon = a.Single("Epsilon", 1e-3f),
        Center = a.Boolean("Center", true),
        Scale = a.Boolean("Scale", true),
        Gamma = a.Tensor("Gamma", Initialization.Ones),
        Beta = a.Tensor("Beta", Initialization.Zeros),
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
        Merge = a.Has("Merge") ? a.Enum("Merge", Merge.Concat) : null,
        ReturnSequences = a.Boolean("ReturnSequences", false),
        Dropout = a.Single("Dropout", 0),
        RecurrentDropout = a.Single("RecurrentDropout", 0),
    };
}
