using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class AveragePooling1DTests
{
    private static readonly GradientSuite s_gradients = new(PoolingCases.Windows("AveragePooling1D"));

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void Padding_does_not_count()
    {
        const string source = "[SequenceModel(3, 1)] [AveragePooling1D(3, Strides = 1, Padding = Padding.Same)]";
        double[] outputs = new double[3];
        GradientSuite.Compile([source])[source].Run(1, [], [1, 2, 6], outputs);
        Assert.Equal([1.5, 3, 4], outputs);
    }
}
