using System;
using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

[SequenceModel(6), Embedding(11, 5, MaskZero = true), Gru(7), Dense(2)]
internal sealed partial class MaskedTokens;

[SequenceModel(6), Embedding(11, 17, OutOfVocabulary = 1), Lstm(3, ReturnSequences = true), Flatten, Dense(1)]
internal sealed partial class OpenTokens;

[SequenceModel(6, 3, VariableLength = true), Gru(5, Direction = Direction.Bidirectional), Dense(2)]
internal sealed partial class AnyLength;

[SequenceModel(6, VariableLength = true), Embedding(11, 5), Lstm(4, ReturnSequences = true), Lstm(3)]
internal sealed partial class AnyLengthTokens;

[SequenceModel(4, 3), Gru(5, Direction = Direction.Bidirectional), Dense(2)]
internal sealed partial class FourSteps;

/// <summary>Token models, and samples of any length.</summary>
public sealed class EmbeddingTests
{
    private static readonly int[] s_tokens = [3, 0, 10, 1, 7, 2];

    [Fact]
    public void Rows_are_looked_up_and_their_gradients_added_up()
    {
        const string source = "[SequenceModel(6)] [Embedding(11, 5)] [Gru(3)] [Dense(1)]";
        DoubleModel model = GradientSuite.Compile([source])[source];
        double[] parameters = GradientSuite.Values(model.ParameterCount, 1, 0.5), inputs = [1, 4, 4, 0, 10, 1, 2, 3, 1, 4, 5, 6];
        double[] outputs = new double[2], gradients = new double[parameters.Length], ones = [1, 1];
        model.Run(2, parameters, inputs, outputs, ones, gradients, new double[12]);
        for (int i = 0; i < parameters.Length; i++)
        {
            double value = parameters[i], high, low;
            parameters[i] = value + 1e-6;
            model.Run(2, parameters, inputs, outputs);
            high = outputs.Sum();
            parameters[i] = value - 1e-6;
            model.Run(2, parameters, inputs, outputs);
            low = outputs.Sum();
            parameters[i] = value;
            Assert.Equal((high - low) / 2e-6, gradients[i], 1e-8);
        }
        Assert.Equal(new double[10], gradients[35..45]);  // tokens 7 and 8 are not there
    }

    [Fact]
    public void Predict_agrees_with_PredictBatch_to_the_bit()
    {
        var masked = new MaskedTokens(1);
        var open = new OpenTokens(1);
        int[] tokens = [.. Enumerable.Range(0, 70 * 6).Select(i => i * 7919 % 11)];
        float[] batch = new float[70 * 2], one = new float[2];
        masked.PredictBatch(tokens, batch);
        for (int i = 0; i < 70; i++)
        {
            masked.Predict(tokens.AsSpan(i * 6, 6), one);
            Assert.Equal(batch.AsSpan(i * 2, 2).ToArray(), one);
        }
        open.PredictBatch(tokens, batch.AsSpan(0, 70));
        open.Predict(tokens.AsSpan(6 * 69, 6), one.AsSpan(0, 1));
        Assert.Equal(batch[69], one[0]);
    }

    [Fact]
    public void Token_0_is_padding_at_either_end()
    {
        var model = new MaskedTokens(1);
        float[] left = new float[2], right = new float[2];
        model.Predict([0, 0, 0, 5, 6, 7], left);
        model.Predict([5, 6, 7, 0, 0, 0], right);
        Assert.Equal(left, right);
    }

    [Fact]
    public void A_token_outside_the_vocabulary_is_refused_or_replaced()
    {
        float[] one = new float[2], other = new float[1], batch = new float[10];
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new MaskedTokens(1).Predict([1, 2, 3, 11, 4, 5], one));
        Assert.Contains("Token 11 at timestep 3", error.Message, StringComparison.Ordinal);
        int[] tokens = new int[30];
        tokens[(4 * 6) + 2] = -1;
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new MaskedTokens(1).PredictBatch(tokens, batch));
        Assert.Contains("Token -1 at timestep 2 of sample 4", error.Message, StringComparison.Ordinal);

        var open = new OpenTokens(1);
        open.Predict([1, 2, 3, 11, 4, -5], one.AsSpan(0, 1));
        open.Predict([1, 2, 3, 1, 4, 1], other);
        Assert.Equal(other[0], one[0]);
    }

    [Fact]
    public void A_shorter_sample_gives_what_a_shorter_model_gives()
    {
        AnyLength any = new(1);
        FourSteps four = new(1);
        float[] sample = [.. Samples.Uniform(12, 5)], expected = new float[2], actual = new float[2], batch = new float[5 * 2];
        four.Predict(sample, expected);
        any.Predict(sample, actual);
        Assert.Equal(expected, actual);

        float[] padded = [.. Enumerable.Repeat(9f, 5 * 18)];
        sample.CopyTo(padded, 3 * 18);
        any.PredictBatch(padded, [6, 1, 2, 4, 5], batch);
        Assert.Equal(expected, batch[6..8]);
        any.Predict(padded.AsSpan(4 * 18, 15), actual);
        Assert.Equal(actual, batch[8..10]);
    }

    [Fact]
    public void Tokens_of_any_length_agree_one_by_one_and_in_batches()
    {
        var model = new AnyLengthTokens(1);
        float[] batch = new float[6 * 3], one = new float[3];
        int[] tokens = [.. Enumerable.Repeat(s_tokens, 6).SelectMany(x => x)];
        model.PredictBatch(tokens, [1, 2, 3, 4, 5, 6], batch);
        for (int length = 1; length <= 6; length++)
        {
            model.Predict(s_tokens.AsSpan(0, length), one);
            Assert.Equal(batch[((length - 1) * 3)..(length * 3)], one);
        }
        Assert.Throws<ArgumentException>(() => model.Predict([], one));
        Assert.Throws<ArgumentException>(() => model.Predict(new int[7], one));
        Assert.Throws<ArgumentException>(() => model.PredictBatch(tokens, [1, 2, 3, 4, 5, 7], batch));
    }

    [Fact]
    public void Predictions_allocate_nothing()
    {
        var masked = new MaskedTokens(1);
        var any = new AnyLength(1);
        float[] one = new float[2], sample = new float[12];
        Allocations.None(10_000, () =>
        {
            masked.Predict(s_tokens, one);
            any.Predict(sample, one);
        });
    }
}
