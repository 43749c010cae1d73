using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class SimpleRnnTests
{
    private static readonly GradientSuite s_gradients = new(
    [
        .. RecurrentCases.Options("SimpleRnn", gates: false), .. RecurrentCases.Sizes("SimpleRnn"),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);
}
