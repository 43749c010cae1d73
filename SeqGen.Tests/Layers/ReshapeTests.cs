using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class ReshapeTests
{
    private static readonly GradientSuite s_gradients = new(
    [
        new("[SequenceModel(4, 6)] [Reshape(8, 3)]"),
        new("[SequenceModel(4, 6)] [Reshape(24)]"),
        new("[SequenceModel(4, 6)] [Dense(5)] [Reshape(2, 10)] [SimpleRnn(3)]"),
        new("[SequenceModel(3, 17)] [Dense(17)] [Reshape(17, 3)] [Dense(1)]", Batch: 1),
        new("[SequenceModel(3, 17)] [Flatten] [Reshape(17, 3)] [Reshape(1, 51)]"),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void Reshape_keeps_the_order_of_values()
    {
        const string source = "[SequenceModel(5, 6)] [Reshape(3, 10)] [Reshape(30)] [Reshape(15, 2)]";
        DoubleModel model = GradientSuite.Compile([source])[source];
        double[] inputs = GradientSuite.Values(2 * 30, 1, 1), outputs = new double[60];
        model.Run(2, [], inputs, outputs);
        Assert.Equal(inputs, outputs);
    }

    [Theory]
    [InlineData("Reshape(2, 4)", "SEQGEN122", "Layer 0, Reshape(2, 4), gives [2, 4], 8 values, but the input gives [3, 2], 6 values; choose sizes whose product is 6")]
    [InlineData("Flatten, Reshape(7)", "SEQGEN122", "Layer 1, Reshape(7), gives [7], 7 values, but Flatten gives [6], 6 values; choose sizes whose product is 6")]
    [InlineData("Reshape(0, 6)", "SEQGEN102", "Layer 0, Reshape(0, 6), has timesteps = 0; a size is 1 or more")]
    [InlineData("Reshape(-6)", "SEQGEN102", "Layer 0, Reshape(-6), has features = -6; a size is 1 or more")]
    public void Sizes_that_do_not_fit_are_refused(string layers, string id, string message) =>
        DiagnosticAssert.Single($"[SequenceModel(3, 2), {layers}]", id, message);
}
