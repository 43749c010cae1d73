using System;
using Xunit;

namespace SeqGen.Tests.Models;

// Recurrent layers whose step for one sample reads U alone, after one product of x W for many timesteps.

[SequenceModel(timesteps: 70, features: 3)]
[Lstm(65, Peephole = true)]
[Dense(1)]
public sealed partial class Lstm65Peephole;

[SequenceModel(timesteps: 5, features: 65)]
[Lstm(128, Direction = Direction.Reverse, UseBias = false, ReturnSequences = true)]
public sealed partial class Lstm128Reverse;

[SequenceModel(timesteps: 67, features: 5)]
[Gru(65, Direction = Direction.Bidirectional, ReturnSequences = true)]
[Dense(1)]
public sealed partial class Gru65Bidirectional;

[SequenceModel(timesteps: 3, features: 17)]
[Gru(128, UseBias = false)]
public sealed partial class Gru128NoBias;

[SequenceModel(timesteps: 9, features: 2)]
[Gru(65, ResetAfter = false, ReturnSequences = true)]
[Gru(128, ResetAfter = false, UseBias = false)]
public sealed partial class Gru65ResetBefore;

[SequenceModel(timesteps: 5, features: 3)]
[SimpleRnn(129, ReturnSequences = true)]
[SimpleRnn(128, Direction = Direction.Reverse, UseBias = false)]
public sealed partial class Rnn129;

[SequenceModel(timesteps: 70, features: 2, VariableLength = true)]
[Gru(65, Direction = Direction.Bidirectional, ReturnSequences = true)]
[Lstm(65)]
[Dense(2)]
public sealed partial class AnyLength65;

[Trait("Category", "Width")]
public sealed class LargeRecurrentTests
{
    [Fact]
    public void Samples_of_any_length_have_the_bits_of_a_batch()
    {
        AnyLength65 model = ModelTheory.Create<AnyLength65>();
        int[] lengths = [70, 1, 34, 35, 36, 69, 2];
        float[] inputs = ModelTheory.Values(lengths.Length * 70 * 2, 3, 1), outputs = new float[lengths.Length * 2], single = new float[2];
        for (int i = 0; i < lengths.Length; i++)
        {
            inputs.AsSpan((i * 140) + (lengths[i] * 2), 140 - (lengths[i] * 2)).Clear();
        }
        SequenceModel.PredictBatch<AnyLength65, float>(model, inputs, lengths, outputs);
        for (int i = 0; i < lengths.Length; i++)
        {
            model.Predict(inputs.AsSpan(i * 140, lengths[i] * 2), single);
            Assert.Equal(outputs[(i * 2)..((i * 2) + 2)], single);
        }
    }
}
