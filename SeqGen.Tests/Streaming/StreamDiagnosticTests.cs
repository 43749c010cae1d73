using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>What cannot stream is said where it is asked for, and written down where it is not.</summary>
public sealed class StreamDiagnosticTests
{
    [Theory]
    [InlineData("SequenceModel(7, 2, Streaming = true), Lstm(3, Direction = Direction.Bidirectional)", "Lstm(3)", "from its end")]
    [InlineData("SequenceModel(7, 2, Streaming = true), Gru(3, Direction = Direction.Reverse)", "Gru(3)", "use Direction.Forward")]
    [InlineData("SequenceModel(7, 2, Streaming = true), Conv1D(3, 2, Padding = Padding.Same)", "Conv1D(3, 2)", "use Padding.Causal or Padding.Valid")]
    [InlineData("SequenceModel(7, 2, Streaming = true), DepthwiseConv1D(2, Padding = Padding.Same)", "DepthwiseConv1D(2)", "timesteps to come")]
    [InlineData("SequenceModel(7, 2, Streaming = true), SeparableConv1D(3, 2, Padding = Padding.Same)", "SeparableConv1D(3, 2)", "timesteps to come")]
    [InlineData("SequenceModel(7, 2, Streaming = true), MaxPooling1D(2, Padding = Padding.Same)", "MaxPooling1D(2)", "use Padding.Valid")]
    [InlineData("SequenceModel(7, 2, Streaming = true), Flatten, Dense(1)", "Flatten", "all timesteps at once")]
    [InlineData("SequenceModel(7, 2, Streaming = true), Lstm(3, ReturnSequences = true), Reshape(21), Dense(1)", "Reshape(21)", "all timesteps at once")]
    [InlineData("SequenceModel(7, 2, Streaming = true), GlobalMaxPooling1D", "GlobalMaxPooling1D", "set Running = RunningPool.Cumulative")]
    [InlineData("SequenceModel(7, 2, Streaming = true), GlobalAveragePooling1D", "GlobalAveragePooling1D", "all timesteps at once")]
    [InlineData("SequenceModel(7, 2, Streaming = true), Masking(0f), GlobalAveragePooling1D(Running = RunningPool.Window)", "GlobalAveragePooling1D", "RunningPool.Cumulative")]
    [InlineData("SequenceModel(7, 2, Streaming = true), Lstm(3, Activation = Activation.Softmax)", "Lstm(3)", "softmax within its steps")]
    [InlineData("SequenceModel(5000, 64, Streaming = true), Conv1D(8, 2, Dilation = 258, Padding = Padding.Causal)", "Conv1D(8, 2)", "16,576 values, of which at most 16,380")]
    [InlineData("SequenceModel(70000, 1, Streaming = true), MaxPooling1D(66000)", "MaxPooling1D(66000)", "66,000 values")]
    [InlineData("SequenceModel(70000, 1, Streaming = true), Conv1D(2, 2), MaxPooling1D(66000), Dense(3)", "MaxPooling1D(66000)", "132,002 values")]
    [InlineData("SequenceModel(9, 1, Streaming = true), AveragePooling1D(1, Strides = 65536), MaxPooling1D(1, Strides = 65536)", "MaxPooling1D(1)", "more steps than can be counted")]
    public void Streaming_of_what_cannot_is_an_error_that_names_the_layer(string model, string layer, string words)
    {
        string source = $"using SeqGen;\n[{model}] public partial class Model;";
        Diagnostic diagnostic = ModelCompiler.Analyze(ModelCompiler.Compile(source)).Single(d => d.Id == "SEQGEN130");
        Assert.Contains(layer, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Contains(words, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Contains(layer.Split('(')[0], diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan), StringComparison.Ordinal);

        string unasked = source.Replace(", Streaming = true", "", StringComparison.Ordinal);
        Assert.DoesNotContain(ModelCompiler.Analyze(ModelCompiler.Compile(unasked)), d => d.Id == "SEQGEN130");
        string members = ModelCompiler.GeneratedFiles(ModelCompiler.Compile(unasked))["Model.g.cs"];
        Assert.DoesNotContain(" Step(", members, StringComparison.Ordinal);
        Assert.Contains($"There is no Step: layer ", members, StringComparison.Ordinal);
        Assert.Contains("Streaming: no", members, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Conv1D(3, 2, Padding = Padding.Causal), Lstm(4)", "Conv1D(3, 2)", "chunk before")]
    [InlineData("MaxPooling1D(2), Lstm(4)", "MaxPooling1D(2)", "chunk before")]
    [InlineData("GlobalMaxPooling1D(Running = RunningPool.Window)", "GlobalMaxPooling1D", "chunk before")]
    [InlineData("Lstm(4), RepeatVector(3), Gru(2)", "RepeatVector(3)", "a sequence at every timestep")]
    [InlineData("Lstm(4), Reshape(2, 2), Gru(2)", "Reshape(2, 2)", "another order")]
    public void Layers_whose_past_training_cannot_carry_are_refused(string layers, string layer, string words)
    {
        Diagnostic diagnostic = ModelCompiler.Analyze(ModelCompiler.Compile($"using SeqGen;\n[SequenceModel(7, 2), TruncatedBptt(4), {layers}] public partial class Model;"))
            .Single(d => d.Id == "SEQGEN131");
        Assert.Contains(layer, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Contains(words, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Running_means_nothing_to_a_sequence_that_each_step_makes() => DiagnosticAssert.Single(
        "[SequenceModel(7, 2), Lstm(3), RepeatVector(3), GlobalMaxPooling1D(Running = RunningPool.Window), Dense(1)]", "SEQGEN125",
        "Layer 2, GlobalMaxPooling1D, has Running = Window, which does nothing: in a stream each step makes the whole sequence that is pooled; remove it");

    [Theory]
    [InlineData("TruncatedBptt(0), Lstm(3)", "SEQGEN102")]
    [InlineData("TruncatedBptt(4), Flatten, Dense(3)", "SEQGEN130")]
    [InlineData("TruncatedBptt(1000000), Lstm(3)", "SEQGEN202")]
    public void Chunks_of_what_cannot_be_chunked_are_refused(string attributes, string id) => Assert.Contains(
        ModelCompiler.Analyze(ModelCompiler.Compile($"using SeqGen;\n[SequenceModel(7, 2), {attributes}] public partial class Model;")), d => d.Id == id);
}
