using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class GlobalAveragePooling1DTests
{
    private static readonly GradientSuite s_gradients = new(
    [
        .. PoolingCases.Global("GlobalAveragePooling1D"),
        new("[SequenceModel(5, 3, VariableLength = true)] [GlobalAveragePooling1D]") { Lengths = [2, 5, 1] },
        new("[SequenceModel(7, 2, VariableLength = true)] [SimpleRnn(17, ReturnSequences = true)] [GlobalAveragePooling1D] [Dense(2)]", Batch: 2) { Lengths = [3, 6] },
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);
}
