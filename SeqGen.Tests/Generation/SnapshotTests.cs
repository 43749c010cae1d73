using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using SeqGen.Generator.Layers;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>Every file that is generated for some models, as it was last looked at.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void StockForecaster() => Verify("""
        [SequenceModel(timesteps: 7, features: 1)]
        [Lstm(32, Dropout = 0.1f, RecurrentDropout = 0.1f)]
        [Dense(1)]
        public partial class StockForecaster;
        """);

    [Fact]
    public void GruStack() => Verify("""
        [SequenceModel(timesteps: 4, features: 3)]
        [Gru(3, ReturnSequences = true)]
        [Gru(7, ReturnSequences = true)]
        [Flatten]
        [Dense(3, Activation = Activation.Softmax)]
        public partial class GruStack;
        """);

    [Fact]
    public void GruResetBefore() => Verify("""
        [SequenceModel(timesteps: 5, features: 2)]
        [Gru(7, ResetAfter = false)]
        [Dense(2, Activation = Activation.Relu)]
        public partial class GruResetBefore;
        """);

    [Fact]
    public void SimpleRnnLong() => Verify("""
        [SequenceModel(timesteps: 20, features: 1)]
        [SimpleRnn(7)]
        public partial class SimpleRnnLong;
        """);

    [Fact]
    public void GruProjected() => Verify("""
        [SequenceModel(timesteps: 100, features: 4)]
        [Gru(65, Direction = Direction.Reverse)]
        public partial class GruProjected;
        """);

    [Fact]
    public void LargeStream() => Verify("""
        [SequenceModel(timesteps: 6, features: 2)]
        [TruncatedBptt(3)]
        [Lstm(65, RecurrentDropout = 0.1f)]
        [Dropout(0.1f)]
        [Dense(1)]
        public partial class LargeStream;
        """);

    [Fact]
    public void ConvolutionStack() => Verify("""
        [SequenceModel(timesteps: 20, features: 3)]
        [Conv1D(8, 3, Dilation = 2, Padding = Padding.Causal, Activation = Activation.Relu)]
        [Conv1D(6, 2, Groups = 2, Strides = 2)]
        [SeparableConv1D(4, 3)]
        public partial class ConvolutionStack;
        """);

    [Fact]
    public void BagOfTokens() => Verify("""
        [SequenceModel(timesteps: 5, VariableLength = true)]
        [Embedding(9, 3, MaskZero = true, LazyUpdate = true)]
        [BatchNormalization]
        [GlobalAveragePooling1D]
        [Dense(1)]
        public partial class BagOfTokens;
        """);

    [Fact]
    public void MaskedTags() => Verify("""
        [SequenceModel(timesteps: 4, features: 2)]
        [Masking(0)]
        [SimpleRnn(2, ReturnSequences = true, Direction = Direction.Bidirectional)]
        [LayerNormalization]
        [Dense(2)]
        public partial class MaskedTags;
        """);

    [Fact]
    public void PoolingStack() => Verify("""
        [SequenceModel(timesteps: 9, features: 3)]
        [DepthwiseConv1D(3, Padding = Padding.Same)]
        [BatchNormalization]
        [MaxPooling1D(2)]
        [AveragePooling1D(3, Strides = 1, Padding = Padding.Same)]
        [GlobalMaxPooling1D]
        public partial class PoolingStack;
        """);

    [Fact]
    public void ShapeStack() => Verify("""
        [SequenceModel(timesteps: 4, features: 3)]
        [GaussianNoise(0.1f)]
        [SpatialDropout1D(0.1f)]
        [Reshape(6, 2)]
        [Dropout(0.2f)]
        [Flatten]
        [ActivationLayer(Activation.Tanh)]
        [RepeatVector(2)]
        [Lstm(2)]
        public partial class ShapeStack;
        """);

    [Fact]
    public void Every_layer_stands_in_one()
    {
        string text = string.Concat(
            Directory.GetFiles(Path.Combine(SharedData.Repository, "SeqGen.Tests", "Snapshots"), "*.verified.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.All(LayerCatalog.Layers.Keys, kind => Assert.Matches($@"Layer \d+: {kind}\b", text));
    }

    [Fact]
    public void Invalid() => Verify("""
        [SequenceModel(timesteps: 7, features: 1)]
        [Lstm(32)]
        [Lstm(32)]
        public partial class Invalid;
        """);

    [Fact]
    public void A_difference_is_told_kept_and_accepted()
    {
        string folder = Directory.CreateTempSubdirectory("seqgen").FullName;
        string verified = Path.Combine(folder, "M", "M.g.verified.cs"), received = Path.Combine(folder, "M", "M.g.received.cs");
        bool disabled = DiffEngine.DiffRunner.Disabled;
        try
        {
            // No tool opens for this test: it only shows what happens in CI.
            DiffEngine.DiffRunner.Disabled = true;
            var files = new Dictionary<string, string> { ["M.g.cs"] = "text\n" };
            string message = Assert.ThrowsAny<Exception>(() => Snapshot.Verify(folder, "M", files, accept: false)).Message;
            Assert.Contains("M/M.g.cs differs", message, StringComparison.Ordinal);
            Assert.Equal("text\n", File.ReadAllText(received));

            Snapshot.Verify(folder, "M", files, accept: true);
            Assert.False(File.Exists(received));
            File.WriteAllText(verified, "text\r\n");
            Snapshot.Verify(folder, "M", files, accept: false);

            message = Assert.ThrowsAny<Exception>(() => Snapshot.Verify(folder, "M", new Dictionary<string, string>(), accept: false)).Message;
            Assert.Contains("M/M.g.verified.cs is no longer written", message, StringComparison.Ordinal);
        }
        finally
        {
            DiffEngine.DiffRunner.Disabled = disabled;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Verify(string model, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        CSharpCompilation compilation = ModelCompiler.Compile($"using SeqGen;\nnamespace Demo;\n{model}");
        Snapshot.Verify(name, ModelCompiler.GeneratedFiles(compilation));
        if (name != nameof(Invalid))
        {
            GeneratedRealtimeCode.IsClean(compilation);
        }
    }
}
