using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>Layers on layers: each must hand the right gradient to the one before it.</summary>
public sealed class StackTests
{
    private const string Sequences = "ReturnSequences = true", Drops = "Dropout = 0.3f", DropsBoth = "Dropout = 0.2f, RecurrentDropout = 0.4f";

    private static readonly GradientSuite s_gradients = new(
    [
        new($"[SequenceModel(4, 3)] [Lstm(3, {Sequences})] [Gru(4, {Sequences})] [SimpleRnn(2)]"),
        new($"[SequenceModel(4, 3)] [SimpleRnn(3, {Sequences})] [Gru(4, ResetAfter = false, {Sequences})] [Lstm(2)]", Batch: 1),
        new($"[SequenceModel(4, 1)] [Gru(3, {Sequences})] [Gru(3, {Sequences})] [Gru(3)]"),
        new($"[SequenceModel(4, 1)] [Lstm(3, {Sequences})] [Lstm(3, {Sequences})] [Lstm(3, {Sequences})]"),
        new($"[SequenceModel(4, 2)] [Lstm(3, {DropsBoth}, {Sequences})] [Gru(3, {DropsBoth}, {Sequences})] [SimpleRnn(3, {DropsBoth})]"),
        new($"[SequenceModel(4, 2)] [Gru(3, ResetAfter = false, {DropsBoth}, {Sequences})] [Lstm(3, {Drops})] [Dense(2)]"),
        new($"[SequenceModel(3, 2)] [Dropout(0.5f)] [Lstm(3)] [Dense(1)]"),
        new($"[SequenceModel(3, 2)] [Lstm(3, {Sequences})] [Dropout(0.5f)] [Gru(3)]"),
        new($"[SequenceModel(3, 2)] [Lstm(3)] [Dropout(0.5f)] [Dense(2, Activation = Activation.Softmax)]"),
        new($"[SequenceModel(3, 2)] [Lstm(3)] [Dense(3)] [Dropout(0.5f)]"),
        new($"[SequenceModel(3, 2)] [Dense(3, Activation = Activation.Relu)] [Lstm(3, {Sequences})] [Dense(2)]"),
        new($"[SequenceModel(3, 2)] [Dense(3)] [Dropout(0.3f)] [Dense(2, Activation = Activation.Tanh)]"),
        new($"[SequenceModel(3, 2)] [Lstm(3, {Sequences})] [Flatten] [Dense(2)]"),
        new($"[SequenceModel(3, 2)] [Dropout(0.2f)] [Flatten] [Dense(3, Activation = Activation.Gelu)]"),
        new($"[SequenceModel(3, 2)] [Flatten] [Dropout(0.2f)] [Dense(3)]"),
        new($"[SequenceModel(3, 2)] [Dropout(0.2f)] [Dropout(0.2f)] [Gru(2)]"),
        new($"[SequenceModel(20, 3)] [Gru(17, {Sequences})] [Lstm(5, {Sequences})] [Dense(1)]", Batch: 1),
        new($"[SequenceModel(18, 2)] [Lstm(2, {Sequences})] [SimpleRnn(17, {Sequences})] [Gru(3)]", Batch: 20),
        new($"[SequenceModel(5, 17)] [Lstm(17, {Sequences})] [Dropout(0.1f)] [Dense(17, Activation = Activation.Softmax)]"),
        new($"[SequenceModel(2, 1)] [Dense(33, Activation = Activation.Silu)] [Gru(1, {Sequences})] [Dense(1)]", Batch: 7),
        // Gradients lie on activations of the layers from the second above on: deep stacks of layers that keep all sorts of things.
        new($"[SequenceModel(12, 3)] [Conv1D(5, 3, Activation = Activation.Tanh)] [MaxPooling1D(2)] [Conv1D(4, 2, Padding = Padding.Causal)] [Gru(3, {Sequences})] [Lstm(2)] [Dense(2)]"),
        new($"[SequenceModel(9, 2)] [Gru(17, {Sequences}, Direction = Direction.Bidirectional)] [LayerNormalization] [Lstm(3, {Sequences}, Direction = Direction.Reverse)] [AveragePooling1D(2)] [Dense(5, Activation = Activation.Gelu)] [SimpleRnn(3)] [Dense(1)]", Batch: 2),
        new($"[SequenceModel(10, 4)] [SeparableConv1D(6, 3)] [BatchNormalization] [Lstm(4, {DropsBoth}, {Sequences})] [SpatialDropout1D(0.3f)] [DepthwiseConv1D(2)] [GlobalMaxPooling1D] [Dense(3)]"),
        new($"[SequenceModel(6, 2)] [Lstm(3, {Sequences}, Direction = Direction.Bidirectional, Merge = Merge.Multiply)] [Dropout(0.2f)] [Gru(3, ResetAfter = false, Direction = Direction.Reverse)] [RepeatVector(4)] [Lstm(5, Peephole = true, {Sequences})] [Dense(2)] [Flatten] [Dense(1)]"),
        new($"[SequenceModel(8, 3)] [Dense(20)] [Conv1D(18, 3, Groups = 2, Activation = Activation.Silu)] [Reshape(9, 12)] [SimpleRnn(4, {Sequences})] [GaussianNoise(0.1f)] [Gru(2, {Sequences})] [GlobalAveragePooling1D]", Batch: 1),
        new($"[SequenceModel(30, 2)] [Conv1D(3, 5, Strides = 2)] [Conv1D(20, 3, Dilation = 2)] [MaxPooling1D(2)] [Gru(6, {Sequences})] [Gru(6, {Sequences})] [Lstm(4)] [Dense(2, Activation = Activation.Softmax)]", Batch: 5),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);
}
