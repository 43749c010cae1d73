using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class MaxPooling1DTests
{
    private static readonly GradientSuite s_gradients = new(PoolingCases.Windows("MaxPooling1D"));

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void The_gradient_goes_to_the_first_of_equal_maxima()
    {
        const string source = "[SequenceModel(5, 1)] [MaxPooling1D(3, Strides = 2)]";
        Assert.Equal([0.0, 2, 0, 3, 0], InputGradient(source, [1, 4, 4, 5, 5], [2, 3]));
        Assert.Equal([0.0, 0, 5, 0, 0], InputGradient(source, [1, 2, 7, 7, 7], [2, 3]));
    }

    [Fact]
    public void Padding_is_minus_infinity()
    {
        const string source = "[SequenceModel(3, 1)] [MaxPooling1D(3, Strides = 1, Padding = Padding.Same)]";
        double[] outputs = new double[3];
        GradientSuite.Compile([source])[source].Run(1, [], [-3, -2, -1], outputs);
        Assert.Equal([-2.0, -1, -1], outputs);
    }

    [Theory]
    [InlineData("MaxPooling1D(4)", "SEQGEN120", "Layer 0, MaxPooling1D(4), pools 4 timesteps but the input gives [3, 2], of which nothing is left; make the pool 3 or smaller, or set Padding = Padding.Same")]
    [InlineData("MaxPooling1D(2, Padding = Padding.Causal)", "SEQGEN123", "Layer 0, MaxPooling1D(2), has Padding = Padding.Causal, which pooling does not have; choose Valid or Same")]
    [InlineData("MaxPooling1D(0)", "SEQGEN102", "Layer 0, MaxPooling1D(0), has poolSize = 0; a size is 1 or more")]
    [InlineData("MaxPooling1D(2, Strides = 0)", "SEQGEN102", "Layer 0, MaxPooling1D(2), has Strides = 0; a size is 1 or more")]
    [InlineData("Flatten, AveragePooling1D(2)", "SEQGEN101", "Layer 1, AveragePooling1D(2), takes [timesteps, features] but Flatten gives [6]; move AveragePooling1D(2) before Flatten")]
    public void Pools_that_cannot_be_are_refused(string layers, string id, string message) =>
        DiagnosticAssert.Single($"[SequenceModel(3, 2), {layers}]", id, message);

    private static double[] InputGradient(string source, double[] inputs, double[] coefficients)
    {
        double[] outputs = new double[coefficients.Length], dInputs = new double[inputs.Length];
        GradientSuite.Compile([source])[source].Run(1, [], inputs, outputs, coefficients, [], dInputs);
        return dInputs;
    }
}
