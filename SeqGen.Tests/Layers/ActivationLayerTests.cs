using System;
using System.Collections.Generic;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class ActivationLayerTests
{
    private static readonly GradientSuite s_gradients = new(Activations());

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    public static TheoryData<string> Names => [.. Enum.GetNames<Activation>()];

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_last_activation_is_left_out_for_a_loss_that_is_fused_with_it(string activation)
    {
        string with = $"[SequenceModel(2, 3)] [Dense(4)] [ActivationLayer(Activation.{activation})]", without = "[SequenceModel(2, 3)] [Dense(4)]";
        IReadOnlyDictionary<string, DoubleModel> models = GradientSuite.Compile([with, without]);
        Assert.Equal(Run(models[without]), Run(models[with]));
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("Softmax")]
    public void A_last_activation_is_known_to_the_trainer(string activation) => Assert.Contains(
        $"global::SeqGen.Activation.{activation})",
        string.Join("\n", ModelCompiler.GeneratedFiles(ModelCompiler.Compile(
            $"using SeqGen;\n[SequenceModel(2, 3), Dense(4), ActivationLayer(Activation.{activation})] public partial class Model;")).Values),
        StringComparison.Ordinal);

    private static IEnumerable<GradientCase> Activations()
    {
        foreach (string activation in Enum.GetNames<Activation>())
        {
            yield return new GradientCase($"[SequenceModel(3, 5)] [ActivationLayer(Activation.{activation})]");
            yield return new GradientCase($"[SequenceModel(3, 2)] [Dense(17)] [ActivationLayer(Activation.{activation})] [Dense(2)]", Batch: 1, Scale: 0.7);
        }
    }

    private static double[] Run(DoubleModel model)
    {
        double[] parameters = GradientSuite.Values(model.ParameterCount, 1, 1), inputs = GradientSuite.Values(3 * model.InputLength, 2, 1);
        double[] outputs = new double[3 * model.OutputLength], dParameters = new double[parameters.Length], dInputs = new double[inputs.Length];
        model.Run(3, parameters, inputs, outputs, GradientSuite.Values(outputs.Length, 3, 1), dParameters, dInputs, logits: true);
        return [.. outputs, .. dParameters, .. dInputs];
    }
}
