using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class Conv1DTests
{
    private static readonly GradientSuite s_gradients = new(Windows().Concat(Activations()).Concat(Stacks()));

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void Padding_adds_nothing_even_where_weights_are_not_finite()
    {
        const string source = "[SequenceModel(1, 1)] [Conv1D(1, 3, Padding = Padding.Same)]";
        double[] output = new double[1];
        GradientSuite.Compile([source])[source].Run(1, [double.NaN, 2, double.PositiveInfinity, 0.5], [3], output);
        Assert.Equal(6.5, output[0]);
    }

    [Fact]
    public void Causal_outputs_do_not_depend_on_later_inputs()
    {
        const string source = "[SequenceModel(20, 2)] [Conv1D(3, 3, Dilation = 2, Padding = Padding.Causal)] [Conv1D(2, 4, Padding = Padding.Causal)]";
        DoubleModel model = GradientSuite.Compile([source])[source];
        double[] parameters = GradientSuite.Values(model.ParameterCount, 1, 1), inputs = GradientSuite.Values(40, 2, 1);
        double[] before = new double[40], after = new double[40];
        model.Run(1, parameters, inputs, before);
        inputs[2 * 13]++;
        model.Run(1, parameters, inputs, after);
        Assert.Equal(before[..26], after[..26]);
        Assert.NotEqual(before[26], after[26]);
    }

    [Fact]
    public void A_group_for_each_feature_is_a_depthwise_convolution()
    {
        string[] sources = ["[SequenceModel(9, 3)] [Conv1D(6, 4, Groups = 3)]", "[SequenceModel(9, 3)] [DepthwiseConv1D(4, DepthMultiplier = 2)]"];
        double[][] outputs = [.. GradientSuite.Compile(sources).Values.Select(model =>
        {
            double[] output = new double[model.OutputLength];
            model.Run(1, GradientSuite.Values(model.ParameterCount, 1, 1), GradientSuite.Values(model.InputLength, 2, 1), output);
            return output;
        })];
        Assert.Equal(outputs[0], outputs[1]);
    }

    private static IEnumerable<GradientCase> Windows()
    {
        foreach (Padding padding in Enum.GetValues<Padding>())
        {
            foreach (int strides in new[] { 1, 2, 3 })
            {
                foreach (int dilation in new[] { 1, 2, 3 })
                {
                    foreach (int groups in new[] { 1, 2 })
                    {
                        string window = $"Strides = {strides}, Dilation = {dilation}, Groups = {groups}, Padding = Padding.{padding}";
                        int batch = 1 + ((strides + dilation + groups) % 3);
                        yield return new GradientCase($"[SequenceModel(9, 4)] [Conv1D(6, 3, {window})]", batch);
                    }
                }
            }
        }
    }

    private static IEnumerable<GradientCase> Activations()
    {
        foreach (string activation in Enum.GetNames<Activation>())
        {
            double scale = activation == "HardSigmoid" ? 2.5 : 0.7;
            foreach (string bias in new[] { "", ", UseBias = false" })
            {
                string layer = $"Conv1D(3, 2, Activation = Activation.{activation}{bias})";
                yield return new GradientCase($"[SequenceModel(4, 2)] [{layer}]", Scale: scale);
                yield return new GradientCase($"[SequenceModel(4, 2)] [{layer}] [Dense(2)]", Batch: 2, Scale: scale);
            }
        }
    }

    private static IEnumerable<GradientCase> Stacks()
    {
        yield return new GradientCase("[SequenceModel(6, 1)] [Conv1D(17, 3)] [Conv1D(2, 2, Strides = 2)]");
        yield return new GradientCase("[SequenceModel(6, 17)] [Conv1D(33, 3, Padding = Padding.Same)] [Flatten] [Dense(1)]", Batch: 2);
        yield return new GradientCase("[SequenceModel(5, 2)] [Conv1D(4, 2)] [Conv1D(4, 3, Groups = 4)] [Conv1D(6, 2, Groups = 2)]");
        yield return new GradientCase("[SequenceModel(5, 2)] [Lstm(3, ReturnSequences = true)] [Conv1D(4, 9, Padding = Padding.Causal)] [Gru(2)]");
        yield return new GradientCase("[SequenceModel(3, 300)] [Conv1D(2, 3)]", Batch: 1, Scale: 0.1);
        yield return new GradientCase("[SequenceModel(70, 1)] [Conv1D(2, 65, Strides = 2, Padding = Padding.Same)]", Batch: 4, Scale: 0.1);
    }
}
