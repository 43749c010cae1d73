using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class RepeatVectorTests
{
    private static readonly GradientSuite s_gradients = new(
    [
        new("[SequenceModel(5, 3)] [Flatten] [RepeatVector(1)]"),
        new("[SequenceModel(5, 3)] [SimpleRnn(17)] [RepeatVector(4)]"),
        new("[SequenceModel(5, 3)] [SimpleRnn(2)] [RepeatVector(20)] [SimpleRnn(3, ReturnSequences = true)] [Dense(2)]", Batch: 1),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Theory]
    [InlineData("RepeatVector(2)", "SEQGEN121", "Layer 0, RepeatVector(2), takes [features] but the input gives [3, 2]; add Flatten or GlobalAveragePooling1D before it")]
    [InlineData("Lstm(4, ReturnSequences = true), RepeatVector(2)", "SEQGEN121", "Layer 1, RepeatVector(2), takes [features] but Lstm(4) gives [3, 4]; remove ReturnSequences from Lstm(4)")]
    [InlineData("Flatten, RepeatVector(0)", "SEQGEN102", "Layer 1, RepeatVector(0), has n = 0; a size is 1 or more")]
    public void What_cannot_be_repeated_is_refused(string layers, string id, string message) =>
        DiagnosticAssert.Single($"[SequenceModel(3, 2), {layers}]", id, message);
}
