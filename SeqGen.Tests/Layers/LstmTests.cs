using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class LstmTests
{
    private static readonly GradientSuite s_gradients = new(
    [
        .. RecurrentCases.Options("Lstm", gates: true), .. RecurrentCases.Sizes("Lstm"),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);
}
