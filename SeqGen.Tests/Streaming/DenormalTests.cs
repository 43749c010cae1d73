using System;
using System.Linq;
using SeqGen.Numerics;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>A state that decays ends in zeros, the same in streams, predictions and batches.</summary>
[Trait("Category", "Width")]
public sealed class DenormalTests
{
    [Fact]
    public void A_decaying_state_becomes_zero()
    {
        var model = new FlushedLstm(3);
        Silence(model);
        FlushedLstm.State state = default;
        model.Step([1], ref state, new float[17]);
        Assert.All(Values(state), value => Assert.NotEqual(0, value));
        int denormals = 0;
        for (int step = 0; step < 3000; step++)
        {
            model.Step([0], ref state, new float[17]);
            denormals += Values(state).Count(float.IsSubnormal);
        }
        Assert.All(Values(state), value => Assert.Equal(0, value));
        Assert.InRange(denormals, 0, 34 * 3000 / 100);
    }

    [Fact]
    public void Without_the_option_it_becomes_denormal()
    {
        var model = new UnflushedLstm(3);
        Silence(model);
        UnflushedLstm.State state = default;
        model.Step([1], ref state, new float[17]);
        bool found = false;
        for (int step = 0; step < 3000; step++)
        {
            model.Step([0], ref state, new float[17]);
            found |= Values(state).Any(float.IsSubnormal);
        }
        Assert.True(found);
    }

    [Fact]
    public void Streams_predictions_and_batches_agree_while_a_state_decays()
    {
        const string silent = "KernelInitializer = Initialization.Zeros, RecurrentInitializer = Initialization.Constant, RecurrentInitializerValue = 1e-8f";
        new StreamedModels(
            from layer in new[] { "SimpleRnn(7", "Lstm(7, UnitForgetBias = false, UseBias = false", "Lstm(7, Peephole = true", "Gru(7, UseBias = false", "Gru(7, UseBias = false, ResetAfter = false", "SimpleRnn(120", "Gru(120" }
            select $"[SequenceModel(40, 1), {layer}, {silent}, ReturnSequences = true)]").Check();
    }

    [Fact]
    public void Only_what_is_next_to_nothing_becomes_zero()
    {
        float[] values = [1e-31f, -1e-31f, 1e-29f, -1e-29f, float.Epsilon, 0, 1, float.NaN, float.NegativeInfinity, 9.99e-31f, 1.01e-30f, -0f, 5, 6, 7, 8];
        float[] expected = [0, 0, 1e-29f, -1e-29f, 0, 0, 1, float.NaN, float.NegativeInfinity, 0, 1.01e-30f, 0, 5, 6, 7, 8];
        double[] wide = Array.ConvertAll(values, value => (double)value);
        Denormals.Flush<float>(values);
        Denormals.Flush<double>(wide);
        Assert.Equal(expected, values);
        Assert.Equal(expected, Array.ConvertAll(wide, value => (float)value));
    }

    // Biases would keep a state from decaying.
    private static void Silence<TModel>(TModel model) where TModel : class, ISequenceModel<TModel>
    {
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            if (tensor.Name.EndsWith("/bias", StringComparison.Ordinal))
            {
                model.Parameters.Slice(tensor.Offset, tensor.Length).Clear();
            }
        }
    }

    private static float[] Values<TState>(TState state) where TState : struct, IStreamState<TState>
    {
        byte[] bytes = new byte[TState.ByteLength];
        state.CopyTo(bytes);
        return [.. bytes.Skip(16).Chunk(4).Select(value => BitConverter.ToSingle(value))];
    }
}
