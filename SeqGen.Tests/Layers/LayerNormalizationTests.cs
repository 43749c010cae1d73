using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class LayerNormalizationTests
{
    private static readonly GradientSuite s_gradients = new(
    [
        new("[SequenceModel(4, 1)] [LayerNormalization]"),
        new("[SequenceModel(4, 3)] [LayerNormalization]"),
        new("[SequenceModel(4, 17)] [LayerNormalization(Center = false)] [Dense(2)]"),
        new("[SequenceModel(1, 33)] [LayerNormalization(Scale = false)] [Dense(2)]", Batch: 1),
        new("[SequenceModel(3, 2)] [Dense(7)] [LayerNormalization(Center = false, Scale = false)] [Dense(2)]"),
        new("[SequenceModel(3, 2)] [SimpleRnn(16)] [LayerNormalization(Epsilon = 0.1f)]", Batch: 7),
        new("[SequenceModel(20, 2)] [LayerNormalization] [SimpleRnn(3)]"),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Theory]
    [InlineData("LayerNormalization(Epsilon = 0)", "Epsilon = 0; it must be finite and above 0")]
    [InlineData("LayerNormalization(Epsilon = float.NaN)", "Epsilon = NaN; it must be finite and above 0")]
    public void Numbers_out_of_range_are_refused(string layer, string message) =>
        DiagnosticAssert.Single($"[SequenceModel(3, 2), {layer}]", "SEQGEN124", $"Layer 0, LayerNormalization, has {message}");
}
