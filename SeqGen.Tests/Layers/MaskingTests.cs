using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>A padded sequence gives what the same sequence gives without its padding, forward and backward.</summary>
public sealed class MaskingTests
{
    private const int Features = 3, Short = 4, Long = 7;

    private static readonly string[] s_layers =
    [
        .. from kind in new[] { "Lstm(5", "Lstm(5, Peephole = true", "Gru(5", "Gru(5, ResetAfter = false", "SimpleRnn(17" }
           from direction in new[] { "", ", Direction = Direction.Reverse", ", Direction = Direction.Bidirectional, Merge = Merge.Sum" }
           select kind + direction + ")",
    ];

    private static readonly Lazy<IReadOnlyDictionary<string, DoubleModel>> s_models = new(() => GradientSuite.Compile(
        from layers in Stacks
        from head in new[] { $"[SequenceModel({Short}, {Features})]", $"[SequenceModel({Long}, {Features})] [Masking(-1)]" }
        select $"{head} {layers}"));

    private static IEnumerable<string> Stacks =>
    [
        .. s_layers.Select(layer => $"[{layer}] [Dense(2)]"),
        .. s_layers.Select(layer => $"[Dense(4, Activation = Activation.Tanh)] [{layer.Replace(")", ", ReturnSequences = true)")}] [Dropout(0)] [Lstm(3)]"),
        "[GlobalAveragePooling1D] [Dense(2)]",
        "[BatchNormalization] [Gru(3, ReturnSequences = true)] [GlobalAveragePooling1D]",
        "[Dense(17)] [BatchNormalization] [LayerNormalization] [GlobalAveragePooling1D] [Dense(2)]",
    ];

    public static TheoryData<string, string> Paddings
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string stack in Stacks)
            {
                data.Add(stack, "3456");
                data.Add(stack, "0123");
                data.Add(stack, "0256");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Paddings))]
    public void Padding_changes_nothing(string layers, string places)
    {
        DoubleModel plain = s_models.Value[$"[SequenceModel({Short}, {Features})] {layers}"];
        DoubleModel masked = s_models.Value[$"[SequenceModel({Long}, {Features})] [Masking(-1)] {layers}"];
        double[] parameters = GradientSuite.Values(plain.ParameterCount, 1, 0.5), inputs = GradientSuite.Values(Short * Features, 2, 1);
        double[] padded = [.. Enumerable.Repeat(-1.0, Long * Features)];
        for (int t = 0; t < Short; t++)
        {
            inputs.AsSpan(t * Features, Features).CopyTo(padded.AsSpan((places[t] - '0') * Features));
        }
        (double[] outputs, double[] dParameters, double[] dInputs) = Run(plain, parameters, inputs);
        (double[] maskedOutputs, double[] maskedGradients, double[] maskedDInputs) = Run(masked, parameters, padded);

        Near(outputs, maskedOutputs);
        Near(dParameters, maskedGradients);
        Near(dInputs, [.. Enumerable.Range(0, Short).SelectMany(t => maskedDInputs.Skip((places[t] - '0') * Features).Take(Features))]);
        Assert.All(
            Enumerable.Range(0, Long).Where(t => !places.Contains((char)('0' + t))),
            t => Assert.Equal(new double[Features], maskedDInputs[(t * Features)..((t + 1) * Features)]));
    }

    [Theory]
    [InlineData("Lstm(5)")]
    [InlineData("Gru(5)")]
    [InlineData("SimpleRnn(5)")]
    public void Nothing_but_padding_gives_the_initial_state(string layer)
    {
        string source = $"[SequenceModel({Long}, {Features})] [Masking(-1)] [{layer}]";
        DoubleModel model = GradientSuite.Compile([source])[source];
        double[] outputs = new double[5];
        model.Run(1, GradientSuite.Values(model.ParameterCount, 1, 0.5), [.. Enumerable.Repeat(-1.0, Long * Features)], outputs);
        Assert.Equal(new double[5], outputs);
    }

    private static (double[] Outputs, double[] DParameters, double[] DInputs) Run(DoubleModel model, double[] parameters, double[] inputs)
    {
        double[] outputs = new double[model.OutputLength], dParameters = new double[parameters.Length], dInputs = new double[inputs.Length];
        model.Run(1, parameters, inputs, outputs, GradientSuite.Values(outputs.Length, 3, 1), dParameters, dInputs);
        return (outputs, dParameters, dInputs);
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12);
        }
    }
}
