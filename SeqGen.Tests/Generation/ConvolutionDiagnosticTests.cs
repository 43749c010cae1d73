using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>SEQGEN110 and on, and what convolutions share with other layers.</summary>
public sealed class ConvolutionDiagnosticTests
{
    [Theory]
    [InlineData("SequenceModel(7, 3), «Conv1D(8, 9)»", "Layer 0, Conv1D(8, 9), takes [9 or more, 3] but the input gives [7, 3]; use a kernel of 7 or less")]
    [InlineData(
        "SequenceModel(7, 3), Gru(4, ReturnSequences = true), «DepthwiseConv1D(3, Dilation = 4)»",
        "Layer 1, DepthwiseConv1D(3), takes [9 or more, 4] but Gru(4) gives [7, 4]; use a kernel of 2 or less, or a smaller Dilation")]
    [InlineData(
        "SequenceModel(7, 3), Conv1D(4, 7), «SeparableConv1D(4, 2)»",
        "Layer 1, SeparableConv1D(4, 2), takes [2 or more, 4] but Conv1D(4, 7) gives [1, 4]; use a kernel of 1 or less")]
    public void SEQGEN110_kernel_is_longer_than_its_input(string attributes, string message) => ConsumerBuild.Expect(
        $"[{attributes}] partial class M;", $"SEQGEN110: {message}, or set Padding = Padding.Same or Padding.Causal").IsClean();

    [Fact]
    public void SEQGEN110_window_is_longer_than_any_sequence() => ConsumerBuild.Expect(
        "[SequenceModel(7, 3), «Conv1D(8, 3, Dilation = int.MaxValue, Padding = Padding.Causal)»] partial class M;",
        "SEQGEN110: Layer 0, Conv1D(8, 3), takes [4294967295 or more, 3] but the input gives [7, 3]; use a kernel of 1 or less, or a smaller Dilation").IsClean();

    [Theory]
    [InlineData("SequenceModel(7, 6), «Conv1D(8, 3, Groups = 3)»", "Conv1D(8, 3)", "3", "[7, 6]", "8", "use 2 or a divisor of it")]
    [InlineData("SequenceModel(7, 5), «Conv1D(8, 3, Groups = 2)»", "Conv1D(8, 3)", "2", "[7, 5]", "8", "use 1")]
    public void SEQGEN111_groups_do_not_divide(string attributes, string layer, string groups, string input, string filters, string mend) => ConsumerBuild.Expect(
        $"[{attributes}] partial class M;",
        $"SEQGEN111: Layer 0, {layer}, has Groups = {groups}, which does not divide both the features of the input, which gives {input}, and its {filters} filters; {mend}").IsClean();

    [Fact]
    public void SEQGEN101_convolution_follows_a_vector() => ConsumerBuild.Expect(
        "[SequenceModel(7, 2), Flatten, «Conv1D(8, 3)»] partial class M;",
        "SEQGEN101: Layer 1, Conv1D(8, 3), takes [timesteps, features] but Flatten gives [14]; move Conv1D(8, 3) before Flatten").IsClean();

    [Theory]
    [InlineData("Conv1D(0, 3)", "Conv1D(0, 3)", "filters", "0")]
    [InlineData("Conv1D(3, -1)", "Conv1D(3, -1)", "kernelSize", "-1")]
    [InlineData("Conv1D(3, 1, Strides = 0)", "Conv1D(3, 1)", "Strides", "0")]
    [InlineData("Conv1D(3, 1, Dilation = 0)", "Conv1D(3, 1)", "Dilation", "0")]
    [InlineData("Conv1D(3, 1, Groups = 0)", "Conv1D(3, 1)", "Groups", "0")]
    [InlineData("DepthwiseConv1D(1, DepthMultiplier = 0)", "DepthwiseConv1D(1)", "DepthMultiplier", "0")]
    [InlineData("SeparableConv1D(-2, 1)", "SeparableConv1D(-2, 1)", "filters", "-2")]
    public void SEQGEN102_size_of_a_convolution_is_not_positive(string layer, string display, string argument, string value) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), «{layer}», Lstm(2)] partial class M;",
        $"SEQGEN102: Layer 0, {display}, has {argument} = {value}; a size is 1 or more").IsClean();

    [Theory]
    [InlineData("Conv1D(2147483647, 2147483647, Padding = Padding.Same)", "SEQGEN110")]
    [InlineData("DepthwiseConv1D(1, DepthMultiplier = 2147483647)", "SEQGEN202")]
    [InlineData("SeparableConv1D(1, 1, DepthMultiplier = 2147483647)", "SEQGEN202")]
    [InlineData("Conv1D(2000000, 1000)", "SEQGEN110")]
    public void SEQGEN202_convolution_is_too_large(string layer, string id) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 3), «{layer}»] partial class M;", id).IsClean();
}
