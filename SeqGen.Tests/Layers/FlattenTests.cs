using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class FlattenTests
{
    private static readonly GradientSuite s_gradients = new(
    [
        new("[SequenceModel(1, 1)] [Flatten]"),
        new("[SequenceModel(5, 3)] [Flatten]"),
        new("[SequenceModel(2, 16)] [Flatten] [Dense(2)]"),
        new("[SequenceModel(3, 17)] [Flatten] [Dense(2)]", Batch: 1),
        new("[SequenceModel(3, 17)] [Flatten] [Flatten] [Dense(1)]"),
        new("[SequenceModel(4, 2)] [SimpleRnn(3, ReturnSequences = true)] [Flatten] [Dense(2)]"),
        new("[SequenceModel(4, 2)] [Lstm(17, ReturnSequences = true)] [Flatten] [Dense(1, Activation = Activation.Sigmoid)]"),
        new("[SequenceModel(20, 1)] [Dense(3, Activation = Activation.Tanh)] [Flatten]", Batch: 1),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void Flatten_keeps_the_order_of_values()
    {
        const string source = "[SequenceModel(5, 3)] [Flatten]";
        DoubleModel model = GradientSuite.Compile([source])[source];
        double[] inputs = GradientSuite.Values(2 * 15, 1, 1), outputs = new double[30];
        model.Run(2, [], inputs, outputs);
        Assert.Equal(inputs, outputs);
    }
}
