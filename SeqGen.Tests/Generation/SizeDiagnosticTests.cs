using System.Diagnostics;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>SEQGEN1xx and SEQGEN2xx: shapes and sizes.</summary>
public sealed class SizeDiagnosticTests
{
    [Fact]
    public void SEQGEN101_recurrent_layer_follows_one_that_gives_no_sequence() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(32), «Gru(8)»] partial class M;",
        "SEQGEN101: Layer 1, Gru(8), takes [timesteps, features] but Lstm(32) gives [32]; set ReturnSequences = true on Lstm(32)").IsClean();

    [Fact]
    public void SEQGEN101_recurrent_layer_follows_Flatten() => ConsumerBuild.Expect(
        "[SequenceModel(7, 2), Flatten, «SimpleRnn(8)»] partial class M;",
        "SEQGEN101: Layer 1, SimpleRnn(8), takes [timesteps, features] but Flatten gives [14]; move SimpleRnn(8) before Flatten").IsClean();

    [Theory]
    [InlineData("«SequenceModel(0, 1)», Lstm(4)", "Model 'M'", "timesteps", "0")]
    [InlineData("«SequenceModel(7, -3)», Lstm(4)", "Model 'M'", "features", "-3")]
    [InlineData("«SequenceModel(features: 1, timesteps: int.MinValue)», Lstm(4)", "Model 'M'", "timesteps", "-2147483648")]
    [InlineData("SequenceModel(7, 1), «Lstm(0)»", "Layer 0, Lstm(0),", "units", "0")]
    [InlineData("SequenceModel(7, 1), «Gru(-1)»", "Layer 0, Gru(-1),", "units", "-1")]
    [InlineData("SequenceModel(7, 1), «SimpleRnn(int.MinValue)»", "Layer 0, SimpleRnn(-2147483648),", "units", "-2147483648")]
    [InlineData("SequenceModel(7, 1), Lstm(4), «Dense(-1)»", "Layer 1, Dense(-1),", "units", "-1")]
    public void SEQGEN102_size_is_not_positive(string attributes, string what, string argument, string value) => ConsumerBuild.Expect(
        $"[{attributes}] partial class M;", $"SEQGEN102: {what} has {argument} = {value}; a size is 1 or more").IsClean();

    [Fact]
    public void SEQGEN103_Dense_at_the_end_of_a_sequence_is_pointed_out()
    {
        ConsumerBuild build = ConsumerBuild.Expect(
            "[SequenceModel(7, 1), Lstm(32, ReturnSequences = true), «Dense(1)»] partial class M;",
            "SEQGEN103: Layer 1, Dense(1), works at every timestep, because Lstm(32) gives [7, 32]: the model gives [7, 1]; "
            + "if one output a sample is meant, remove ReturnSequences or add Flatten").IsClean();
        Assert.Equal(Microsoft.CodeAnalysis.DiagnosticSeverity.Info, build.Analyzer[0].Severity);
        Assert.NotNull(build.Load().GetType("M"));
    }

    [Fact]
    public void SEQGEN103_is_about_the_input_where_Dense_is_the_only_layer() => ConsumerBuild.Expect(
        "[SequenceModel(7, 2), «Dense(1)»] partial class M;",
        "SEQGEN103: Layer 0, Dense(1), works at every timestep, because the input gives [7, 2]: the model gives [7, 1]; "
        + "if one output a sample is meant, remove ReturnSequences or add Flatten").IsClean();

    [Fact]
    public void SEQGEN201_model_has_too_many_parameters() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), «Lstm(100000)»] partial class M;",
        "SEQGEN201: Layer 0, Lstm(100000), brings the model to 40,000,800,000 parameters; at most 100,000,000 are supported; use fewer units").IsClean();

    [Theory]
    [InlineData("«SequenceModel(int.MaxValue, 1)», Lstm(1)")]
    [InlineData("«SequenceModel(int.MaxValue, int.MaxValue)», Lstm(int.MaxValue)")]
    [InlineData("SequenceModel(7, 1), «Lstm(int.MaxValue)», Dense(int.MaxValue)")]
    [InlineData("SequenceModel(7, 1), «Dense(int.MaxValue)», Flatten, Dense(1)")]
    [InlineData("SequenceModel(15000000, 1), «Lstm(100, ReturnSequences = true)», Flatten")]
    [InlineData("SequenceModel(1, 1), «Dense(16000000)», Flatten")]
    [InlineData("SequenceModel(1, 4000000), Flatten, Dropout(0.5f), «Dropout(0.5f)»")]
    [InlineData("SequenceModel(1, 7000000), «Lstm(1)»")]
    public void SEQGEN202_model_needs_too_much_memory(string attributes)
    {
        var watch = Stopwatch.StartNew();
        ConsumerBuild.Expect($"[{attributes}] partial class M;", "SEQGEN202").IsClean();
        Assert.True(watch.ElapsedMilliseconds < 5000, $"took {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void SEQGEN202_names_the_memory_and_the_limit() => ConsumerBuild.Expect(
        "[«SequenceModel(20000000, 1)», Lstm(4)] partial class M;",
        "SEQGEN202: The input [20000000, 1] brings the memory for one sample in training to 20,000,000 values; "
        + "at most 16,000,000 are supported; use fewer timesteps or units").IsClean();

    [Fact]
    public void Every_layer_that_is_wrong_is_named() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), «Lstm(0)», «Gru(4, Dropout = 2f)», «Dropout(-1f)», «Dense(0, Activation = (Activation)99)»] partial class M;",
        "SEQGEN102", "SEQGEN007", "SEQGEN101", "SEQGEN007", "SEQGEN008", "SEQGEN102").IsClean();

    [Fact]
    public void One_missing_ReturnSequences_is_one_error() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4), «Lstm(4, ReturnSequences = true)», Lstm(4), Dense(1)] partial class M;", "SEQGEN101").IsClean();

    [Fact]
    public void Errors_of_the_class_do_not_hide_those_of_its_layers() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), «Lstm(0)»] class «M»;", "SEQGEN102", "SEQGEN001").IsClean();
}
