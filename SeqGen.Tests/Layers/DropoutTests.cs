using System.Linq;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

public sealed class DropoutTests
{
    private const string OnSequence = "[SequenceModel(6, 17)] [Dropout(0.4f)]", OnVector = "[SequenceModel(2, 3)] [Flatten] [Dropout(0.25f)]";
    private const string Twice = "[SequenceModel(6, 17)] [Dropout(0.4f)] [Dropout(0.4f)]";
    private const string Nothing = "[SequenceModel(2, 3)] [Dropout(0)]";

    private static readonly GradientSuite s_gradients = new(
    [
        new(OnSequence), new(OnVector), new(Twice), new(Nothing), new("[SequenceModel(1, 1)] [Dropout(0.9f)]", Batch: 20),
        new("[SequenceModel(4, 3)] [Dropout(0.5f)] [Dense(2)]"), new("[SequenceModel(4, 3)] [Dense(2)] [Dropout(0.5f)]", Batch: 1),
        new("[SequenceModel(20, 2)] [Dropout(0.5f)] [SimpleRnn(3)]"),
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Fact]
    public void Each_value_of_each_timestep_is_drawn_anew()
    {
        double[] mask = Mask(OnSequence, 200);
        Assert.All(mask, value => Assert.True(value == 0 || System.Math.Abs(value - (1 / 0.6)) < 1e-6));
        Assert.InRange(mask.Count(value => value == 0) / (double)mask.Length, 0.38, 0.42);

        // Two timesteps, two features, two rows agree as often as chance has them: 0.4² + 0.6².
        const int row = 6 * 17;
        Assert.InRange(Agreement(mask, 17), 0.49, 0.55);
        Assert.InRange(Agreement(mask, 1), 0.49, 0.55);
        Assert.InRange(Agreement(mask, row), 0.49, 0.55);
    }

    [Fact]
    public void Another_seed_draws_another_mask_and_the_same_seed_the_same()
    {
        double[] mask = Mask(OnSequence, 200);
        Assert.Equal(mask, Mask(OnSequence, 200));
        double[] other = Mask(OnSequence, 200, seed: 8);
        Assert.InRange(mask.Zip(other, (a, b) => a == b ? 1.0 : 0).Average(), 0.49, 0.55);
    }

    [Fact]
    public void Shards_of_a_batch_draw_the_masks_of_the_whole()
    {
        double[] cut = [.. Mask(OnVector, 3), .. Mask(OnVector, 7, firstRow: 3)];
        Assert.Equal(Mask(OnVector, 10), cut);
    }

    [Fact]
    public void Two_dropout_layers_draw_masks_of_their_own()
    {
        double[] mask = Mask(Twice, 200);
        Assert.InRange(mask.Count(value => value == 0) / (double)mask.Length, 0.62, 0.66);
    }

    [Fact]
    public void Nothing_is_dropped_in_inference_or_at_rate_0()
    {
        Assert.All(Mask(OnSequence, 20, training: false), value => Assert.Equal(1, value));
        Assert.All(Mask(Nothing, 20), value => Assert.Equal(1, value));
    }

    // What a model of nothing but dropout makes of ones.
    private static double[] Mask(string source, int batch, ulong seed = 7, int firstRow = 0, bool training = true)
    {
        DoubleModel model = s_gradients[source];
        double[] inputs = [.. Enumerable.Repeat(1.0, batch * model.InputLength)], outputs = new double[inputs.Length];
        model.Run(batch, [], inputs, outputs, training: training, seed: seed, firstRow: firstRow);
        return outputs;
    }

    private static double Agreement(double[] mask, int distance) =>
        mask.Zip(mask.Skip(distance), (a, b) => a == b ? 1.0 : 0).Average();
}
