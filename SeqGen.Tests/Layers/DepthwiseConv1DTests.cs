using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class DepthwiseConv1DTests
{
    private static readonly GradientSuite s_gradients = new(Windows().Concat(Others()));

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    private static IEnumerable<GradientCase> Windows()
    {
        foreach (Padding padding in Enum.GetValues<Padding>())
        {
            foreach (int strides in new[] { 1, 2 })
            {
                foreach (int dilation in new[] { 1, 3 })
                {
                    foreach (int multiplier in new[] { 1, 2 })
                    {
                        string window = $"Strides = {strides}, Dilation = {dilation}, DepthMultiplier = {multiplier}, Padding = Padding.{padding}";
                        yield return new GradientCase($"[SequenceModel(9, 3)] [DepthwiseConv1D(3, {window})]", 1 + ((strides + dilation) % 3));
                    }
                }
            }
        }
    }

    private static IEnumerable<GradientCase> Others()
    {
        foreach (int features in new[] { 1, 16, 17 })
        {
            yield return new GradientCase($"[SequenceModel(7, {features})] [DepthwiseConv1D(6, Padding = Padding.Same)] [Flatten] [Dense(1)]");
            yield return new GradientCase($"[SequenceModel(4, 2)] [Dense({features})] [DepthwiseConv1D(2, DepthMultiplier = 3)]");
        }
        foreach (string activation in new[] { "Tanh", "Softmax", "Gelu" })
        {
            yield return new GradientCase($"[SequenceModel(4, 3)] [DepthwiseConv1D(2, Activation = Activation.{activation}, UseBias = false)]");
            yield return new GradientCase($"[SequenceModel(4, 3)] [DepthwiseConv1D(2, Activation = Activation.{activation})] [Dense(2)]");
        }
    }
}
