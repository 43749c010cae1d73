using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>A stream gives the bits of Predict, for every layer and option.</summary>
[Trait("Category", "Width")]
public sealed class StepTests
{
    private static readonly int[] s_units = [1, 3, 7, 17, 33];

    private static readonly string[] s_activations =
    [
        "Linear", "Relu", "Tanh", "Sigmoid", "HardSigmoid", "Elu", "LeakyRelu", "Selu", "Softplus", "Softsign", "Silu", "Gelu", "Exponential",
    ];

    [Fact]
    public void Tokens_outside_the_vocabulary_are_refused_before_a_state_goes_on()
    {
        var model = new TokenStream(1);
        IStreamingModel<TokenStream, TokenStream.State> stream = model;
        var states = new TokenStream.State[3];
        float[] outputs = new float[6];
        bool[] due = new bool[3];
        Assert.Throws<ArgumentOutOfRangeException>("token", () => model.Step(10, ref states[0], outputs.AsSpan(..2)));
        Assert.Throws<ArgumentOutOfRangeException>("token", () => model.Step(-1, ref states[0], outputs.AsSpan(..2)));
        Assert.Contains("Token 10 of stream 2", Assert.Throws<ArgumentOutOfRangeException>("inputs", () => model.StepMany([1, 2, 10], states, outputs)).Message, StringComparison.Ordinal);
        foreach (float value in (float[])[float.NaN, -0.5f, 10])
        {
            Assert.Throws<ArgumentOutOfRangeException>("input", () => stream.Step([value], ref states[0], outputs.AsSpan(..2)));
            Assert.Throws<ArgumentOutOfRangeException>("inputs", () => stream.StepMany([1, 2, value], states, outputs, due));
        }
        Assert.All(states, state => Assert.Equal(default, state));
    }

    [Fact]
    public void Many_steps_may_take_place_in_the_memory_of_the_inputs_but_not_beside_it()
    {
        var model = new DeepChunks(1);
        DeepChunks.State[] states = new DeepChunks.State[20], other = new DeepChunks.State[20];
        float[] values = ModelTheory.Values(21, 3, 1), outputs = new float[20];
        model.StepMany(values.AsSpan(..20), other, outputs);
        Assert.Throws<ArgumentException>("outputs", () => model.StepMany(values.AsSpan(..20), states, values.AsSpan(1)));
        Assert.All(states, state => Assert.Equal(default, state));
        model.StepMany(values.AsSpan(..20), states, values.AsSpan(..20));
        Assert.Equal(outputs, values[..20]);
        Assert.Equal(other, states);
    }

    [Fact]
    public void Recurrent_layers() => Check(
        from units in s_units.Append(16).Append(100)
        from layer in new[]
        {
            $"SimpleRnn({units})", $"Lstm({units})", $"Gru({units})", $"Gru({units}, ResetAfter = false)", $"Lstm({units}, Peephole = true)",
            $"Lstm({units}, UseBias = false, UnitForgetBias = false, Dropout = 0.2f, RecurrentDropout = 0.2f)",
        }
        let sequences = units % 2 == 0 ? "" : ", ReturnSequences = true"
        select $"[SequenceModel(9, {units % 5 + 1}), {layer.Insert(layer.Length - 1, sequences)}]");

    [Fact]
    public void Activations_of_recurrent_layers() => Check(
        from activation in s_activations
        from layer in new[] { "SimpleRnn(5", "Lstm(18", "Gru(6", "Gru(6, ResetAfter = false" }
        select $"[SequenceModel(6, 2), {layer}, Activation = Activation.{activation}{(layer[0] == 'S' ? "" : $", RecurrentActivation = Activation.{activation}")})]");

    [Fact]
    public void Large_recurrent_layers() => Check(
        "[SequenceModel(4, 3), Lstm(256, ReturnSequences = true), Gru(130)]", "[SequenceModel(3, 2), Gru(256, ResetAfter = false), Dense(10)]",
        "[SequenceModel(4, 3), Lstm(129, Peephole = true, ReturnSequences = true), LayerNormalization, Dense(5)]",
        "[SequenceModel(4, 3), Masking(0f), Lstm(64, ReturnSequences = true), Dropout(0.1f), SimpleRnn(150), ActivationLayer(Activation.Tanh)]",
        "[SequenceModel(4, 3), Conv1D(8, 1), Gru(70, UseBias = false), RepeatVector(2), Gru(3, ReturnSequences = true), Dense(2)]",
        "[SequenceModel(6, 3), Conv1D(8, 2), Lstm(70), Dense(2)]", "[SequenceModel(4, 3), SimpleRnn(128, Activation = Activation.Relu), Flatten, BatchNormalization]");

    [Fact]
    public void Convolutions() => Check(
        from layer in new[] { "Conv1D(5, 3", "Conv1D(6, 1", "Conv1D(34, 2, Groups = 2", "DepthwiseConv1D(3", "DepthwiseConv1D(4, DepthMultiplier = 3", "SeparableConv1D(7, 3", "SeparableConv1D(20, 2, DepthMultiplier = 2" }
        from padding in new[] { "Valid", "Causal" }
        from window in new[] { ", Strides = 2", ", Dilation = 3", ", Dilation = 2, Strides = 3", ", Activation = Activation.Softmax", ", UseBias = false, Activation = Activation.Gelu" }
        select $"[SequenceModel(23, 4), {layer}, Padding = Padding.{padding}{window})]");

    [Fact]
    public void One_feature_and_wide_rows_through_convolutions() => Check(
        "[SequenceModel(11, 1), Conv1D(3, 4)]", "[SequenceModel(11, 1), Conv1D(1, 4, Padding = Padding.Causal)]", "[SequenceModel(8, 16), DepthwiseConv1D(3)]",
        "[SequenceModel(8, 40), Conv1D(70, 3, Padding = Padding.Causal)]", "[SequenceModel(30, 17), SeparableConv1D(31, 4, Dilation = 5)]",
        "[SequenceModel(8, 3), Conv1D(4, 1, Padding = Padding.Same)]", "[SequenceModel(7, 2), Conv1D(5, 7), Flatten, Dense(2)]");

    [Fact]
    public void Pooling() => Check(
        from features in new[] { 1, 16, 35 }
        from layer in new[] { "MaxPooling1D(3)", "MaxPooling1D(3, Strides = 1)", "MaxPooling1D(2, Strides = 5)", "MaxPooling1D(1)", "AveragePooling1D(4)", "AveragePooling1D(3, Strides = 2)" }
        from before in new[] { "", "Conv1D(6, 2), " }
        select $"[SequenceModel(19, {features}), {before}{layer}, Dense(2)]");

    [Fact]
    public void Global_pooling_of_what_came_so_far() => Check(
        from features in new[] { 1, 35 }
        from layer in new[] { "GlobalMaxPooling1D", "GlobalAveragePooling1D" }
        from running in new[] { "Cumulative", "Window" }
        from before in new[] { "", "Conv1D(6, 2), ", "MaxPooling1D(3), " }
        select $"[SequenceModel(9, {features}), {before}{layer}(Running = RunningPool.{running}), Dense(2)]");

    [Fact]
    public void Layers_of_one_timestep() => Check(
        from layer in s_activations.Append("Softmax").SelectMany(activation => new[] { $"Dense(3, Activation = Activation.{activation})", $"ActivationLayer(Activation.{activation})" })
            .Concat(["Dense(1)", "Dense(40)", "LayerNormalization", "BatchNormalization", "BatchNormalization(Scale = false)", "Dropout(0.4f)", "SpatialDropout1D(0.4f)", "GaussianNoise(0.3f)"])
        from timesteps in new[] { 1, 5 }
        select $"[SequenceModel({timesteps}, 7), {layer}]");

    [Fact]
    public void Tokens() => Check(
        "[SequenceModel(9), Embedding(5, 3), Lstm(4)]", "[SequenceModel(9), Embedding(5, 17, MaskZero = true), Gru(6, ReturnSequences = true), Dense(2)]",
        "[SequenceModel(9), Embedding(5, 3, MaskZero = true), Lstm(7)]", "[SequenceModel(9), Embedding(4, 2, OutOfVocabulary = 1), Conv1D(4, 3), SimpleRnn(3)]",
        "[SequenceModel(9, VariableLength = true), Embedding(5, 3), Gru(4)]");

    [Fact]
    public void Masks() => Check(
        from layer in new[] { "SimpleRnn(5", "Lstm(16", "Lstm(6", "Lstm(5, Peephole = true", "Gru(17", "Gru(7, ResetAfter = false" }
        from rest in new[] { ")", ", ReturnSequences = true), Dense(3)", ", ReturnSequences = true), Dropout(0.2f), Gru(3)" }
        select $"[SequenceModel(9, 2), Masking(0f), {layer}{rest}]");

    [Fact]
    public void Averages_of_what_is_no_padding() => Check(
        from features in new[] { 1, 7, 16, 33 }
        from before in new[] { "Masking(0f), ", "Masking(0f), BatchNormalization, Dense(5), " }
        select $"[SequenceModel(9, {features}), {before}GlobalAveragePooling1D(Running = RunningPool.Cumulative), Dense(2)]");

    [Fact]
    public void What_follows_the_sequence_runs_as_ever() => Check(
        "[SequenceModel(9, 2), Lstm(6), RepeatVector(4), Gru(5, ReturnSequences = true), Dense(2)]",
        "[SequenceModel(9, 2), Lstm(6), RepeatVector(4), Gru(5, ReturnSequences = true, Direction = Direction.Bidirectional), Conv1D(3, 2, Padding = Padding.Same), Flatten, Dense(2)]",
        "[SequenceModel(9, 2), Gru(6), Reshape(3, 2), Lstm(3), LayerNormalization, Dense(1)]",
        "[SequenceModel(9, 2, VariableLength = true), ActivationLayer(Activation.Tanh), Gru(6), Dense(3)]");

    private static void Check(params IEnumerable<string> models) => new StreamedModels(models).Check();
}
