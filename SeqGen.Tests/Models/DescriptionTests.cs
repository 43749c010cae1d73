using System;
using System.Linq;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>What a model says of itself.</summary>
public sealed class DescriptionTests : ModelTheory
{
    [Fact]
    public void Summary_is_a_table_of_layers()
    {
        const string expected = """
            Model: SeqGen.Tests.Models.Classifier, [6, 2] to [4]
            --------------------------------------------
            Layer (type)        Output shape  Parameters
            --------------------------------------------
            lstm0 (Lstm)        [6, 17]            1,360
            dropout1 (Dropout)  [6, 17]                0
            gru2 (Gru)          [7]                  546
            dense3 (Dense)      [4]                   32
            --------------------------------------------
            Parameters: 1,938 (7.6 KB)
            Memory: 1.2 KB a prediction; in training 10.3 KB a row of the batch and 15.3 KB once
            Streaming: 41 values of state (StateLength), 172 B; an output at every step
            """;
        Assert.Equal(expected, Classifier.Summary.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Tensors_have_Kerass_names_shapes_and_order()
    {
        string[] expected =
        [
            "lstm0/kernel [2, 68] 0", "lstm0/recurrent_kernel [17, 68] 136", "lstm0/bias [68] 1292",
            "gru2/kernel [17, 21] 1360", "gru2/recurrent_kernel [7, 21] 1717", "gru2/bias [2, 21] 1864",
            "dense3/kernel [7, 4] 1906", "dense3/bias [4] 1934",
        ];
        Assert.Equal(expected, Describe(Classifier.ParameterTensors));
        Assert.Equal(1938, Classifier.ParameterCount);
        string[] resetBefore = ["gru0/kernel [3, 51] 0", "gru0/recurrent_kernel [17, 51] 153", "gru0/bias [51] 1020"];
        Assert.Equal(resetBefore, Describe(Gru17ResetBefore.ParameterTensors)[..3]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Tensors_fill_the_parameters_without_gaps(string model) => Run(model, nameof(CheckTensors));

    private static void CheckTensors<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        int next = 0;
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            Assert.Equal(next, tensor.Offset);
            Assert.Equal(tensor.Shape.ToArray().Aggregate((a, b) => a * b), tensor.Length);
            Assert.True(tensor.Trainable);
            next += tensor.Length;
        }
        Assert.Equal(TModel.ParameterCount, next);
        Assert.Equal(TModel.ParameterCount, Create<TModel>().Parameters.Length);
        Assert.Equal(Math.Max(1, TModel.Batched.OutputTimesteps) * TModel.Batched.OutputFeatures, TModel.OutputLength);
        string title = $"Model: SeqGen.Tests.Models.{typeof(TModel).Name}, [{TModel.Timesteps}, {TModel.Features}] to [";
        Assert.StartsWith(title, TModel.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_are_those_declared()
    {
        Assert.Equal((5, 2, 15), (Lstm17Sequence.Timesteps, Lstm17Sequence.Features, Lstm17Sequence.OutputLength));
        Assert.Equal((6, 2, 4), (Classifier.Timesteps, Classifier.Features, Classifier.OutputLength));

        // As Keras counts them: the lecture's models.
        Assert.Equal(4385, Lstm32.ParameterCount);
        Assert.Equal(4385, Lstm32Dropout.ParameterCount);
        Assert.Equal((3 * 33 * (5 + 33)) + (2 * 3 * 33) + 34, Gru33.ParameterCount);
    }

    private static string[] Describe(ReadOnlySpan<ParameterTensor> tensors) =>
        [.. tensors.ToArray().Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape.ToArray())}] {tensor.Offset}")];
}
