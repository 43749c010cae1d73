using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class DenseTests
{
    private static readonly GradientSuite s_gradients = new(Options().Concat(Sizes()));

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    // On a vector and on a sequence, as the last layer and before another one, with one unit and with more.
    private static IEnumerable<GradientCase> Options()
    {
        foreach (string activation in Enum.GetNames<Activation>())
        {
            double scale = activation == "HardSigmoid" ? 2.5 : 0.7;
            foreach (string bias in new[] { "", ", UseBias = false" })
            {
                foreach (int units in new[] { 1, 3 })
                {
                    string layer = $"Dense({units}, Activation = Activation.{activation}{bias})";
                    yield return new GradientCase($"[SequenceModel(4, 3)] [{layer}]", Scale: scale);
                    yield return new GradientCase($"[SequenceModel(4, 3)] [Flatten] [{layer}]", Scale: scale);
                    yield return new GradientCase($"[SequenceModel(2, 3)] [{layer}] [Dense(2)]", Batch: 2, Scale: scale);
                    yield return new GradientCase($"[SequenceModel(2, 3)] [Flatten] [{layer}] [Dense(2)]", Batch: 2, Scale: scale);
                }
            }
        }
    }

    private static IEnumerable<GradientCase> Sizes()
    {
        foreach (int units in new[] { 1, 2, 16, 17, 33 })
        {
            foreach (int features in new[] { 1, 15, 16, 17, 40 })
            {
                yield return new GradientCase($"[SequenceModel(1, {features})] [Dense({units}, Activation = Activation.Tanh)]");
                yield return new GradientCase($"[SequenceModel(3, {features})] [Dense({units}, Activation = Activation.Softmax)]", Batch: 1);
                yield return new GradientCase($"[SequenceModel(1, {features})] [Flatten] [Dense({units})]", Batch: 20);
            }
        }
    }
}
