using System;
using System.Linq;
using System.Threading;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>A state is a value: copied, compared, saved, and any number of them share a model.</summary>
public sealed class StateTests
{
    private const int Steps = 50;

    [Fact]
    public void A_copy_is_a_snapshot()
    {
        var model = ModelTheory.Create<DilatedStream>();
        DilatedStream.State state = After(model, 20), copy = state;
        float[] expected = Continue(model, ref state);
        Assert.Equal(expected, Continue(model, ref copy));
        Assert.Equal(state, copy);
    }

    [Fact]
    public void Reset_and_default_are_the_start()
    {
        var model = ModelTheory.Create<DilatedStream>();
        DilatedStream.State state = After(model, 20);
        state.Reset();
        Assert.Equal(default, state);
        Assert.Equal(0ul, state.Steps);
        Assert.True(state == new DilatedStream.State());
    }

    [Fact]
    public void A_mean_of_all_timesteps_stays_one()
    {
        CheckMean<RunningMean, RunningMean.State>(new RunningMean(1), padding: false);
        CheckMean<MaskedRunningMean, MaskedRunningMean.State>(new MaskedRunningMean(1), padding: true);
    }

    // A plain sum of floats is 1 % off after some millions of timesteps, and stands still at 2^24 times the values.
    private static void CheckMean<TModel, TState>(TModel model, bool padding)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState>
    {
        TState state = default;
        var random = new Random(1);
        float[] input = new float[17], output = new float[17];
        double[] sums = new double[17];
        int counted = 0;
        for (int step = 0; step < 3_000_000; step++)
        {
            bool skips = padding && step % 3 == 1;
            float noise = random.NextSingle();
            for (int i = 0; i < input.Length; i++)
            {
                input[i] = skips ? 0 : 20 + noise + i;
                sums[i] += input[i];
            }
            counted += skips ? 0 : 1;
            model.Step(input, ref state, output);
        }
        for (int i = 0; i < output.Length; i++)
        {
            Assert.Equal(sums[i] / counted, output[i], 1e-5);
        }
    }

    [Fact]
    public void States_fit_arrays()
    {
        // The largest there may be: 64 KB less 8 bytes of it are the number of steps.
        var states = new LargestState.State[2];
        new LargestState(1).Step([1], ref states[1], new float[1]);
        Assert.Equal(16_380, LargestState.StateLength);
        Assert.True(states[0] != states[1]);
        Assert.Equal(1ul, states[1].Steps);
    }

    [Fact]
    public void States_are_equal_to_the_bit()
    {
        var model = ModelTheory.Create<DilatedStream>();
        DilatedStream.State one = After(model, 20), same = After(model, 20), other = After(model, 21);
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.True(one != other);
        Assert.False(one.Equals((object?)null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(23)]
    public void A_saved_stream_goes_on(int steps)
    {
        var model = ModelTheory.Create<DilatedStream>();
        DilatedStream.State state = After(model, steps);
        byte[] bytes = new byte[DilatedStream.State.ByteLength];
        state.CopyTo(bytes);
        DilatedStream.State restored = DilatedStream.State.From(bytes);
        Assert.Equal(state, restored);
        Assert.Equal(Continue(model, ref state), Continue(model, ref restored));
    }

    [Fact]
    public void Bytes_that_are_no_state_of_the_model_are_refused()
    {
        byte[] bytes = new byte[DilatedStream.State.ByteLength];
        default(DilatedStream.State).CopyTo(bytes);
        Assert.Contains("expected", Assert.Throws<ArgumentException>("source", () => DilatedStream.State.From(bytes.AsSpan(1))).Message, StringComparison.Ordinal);
        bytes[0]++;
        Assert.Throws<ArgumentException>("source", () => DilatedStream.State.From(bytes));
        Assert.Throws<ArgumentException>("destination", () => default(DilatedStream.State).CopyTo(bytes.AsSpan(1)));
        Assert.Throws<ArgumentException>("source", () => Lstm32.State.From(bytes));
    }

    [Fact]
    public void Spans_of_other_lengths_are_refused_and_leave_the_state()
    {
        var model = ModelTheory.Create<DilatedStream>();
        DilatedStream.State state = After(model, 3), before = state;
        Assert.Throws<ArgumentException>("input", () => model.Step(new float[1], ref state, new float[3]));
        Assert.Throws<ArgumentException>("output", () => model.Step(new float[2], ref state, new float[2]));
        Assert.Equal(before, state);
    }

    [Fact]
    public void A_token_outside_the_vocabulary_leaves_the_state()
    {
        var model = new TokenStream(1);
        TokenStream.State state = default;
        model.Step(3, ref state, new float[2]);
        TokenStream.State before = state;
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Step(10, ref state, new float[2]));
        Assert.Equal(before, state);
    }

    [Fact]
    public void Threads_step_states_of_their_own()
    {
        var model = ModelTheory.Create<DilatedStream>();
        DilatedStream.State state = default;
        float[] expected = Continue(model, ref state);
        float[][] results = new float[2][];
        Thread[] threads = [.. Enumerable.Range(0, results.Length).Select(i => new Thread(() =>
        {
            for (int repeat = 0; repeat < 200; repeat++)
            {
                DilatedStream.State own = default;
                results[i] = Continue(model, ref own);
                Assert.Equal(expected, results[i]);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void A_million_steps_allocate_nothing()
    {
        var model = new Lstm32(1);
        Lstm32.State state = default;
        float[] input = [0.5f], output = new float[1];
        Allocations.None(1_000_000, () => model.Step(input, ref state, output));
    }

    [Fact]
    public void Numbers_of_the_stream_are_those_of_the_layers()
    {
        // causal windows do not delay, those of a pool do; the second model's windows are all it sees
        Assert.Equal((2 * 2, 2 * 3, int.MaxValue), (DilatedStream.Delay, DilatedStream.StepsPerOutput, DilatedStream.ReceptiveField));
        Assert.Equal((4 + (2 * 2), 2 * 3, 4 + 1 + (2 * 2) + (1 * 6)), (WindowStream.Delay, WindowStream.StepsPerOutput, WindowStream.ReceptiveField));
        Assert.Equal((((3 - 1) * 4) + 1) * 2 + (3 * 5) + 6, DilatedStream.StateLength);
        Assert.Equal(16 + (4 * DilatedStream.StateLength), DilatedStream.State.ByteLength);
        Assert.Contains($"{DilatedStream.StateLength} values of state", DilatedStream.Summary, StringComparison.Ordinal);
        Assert.Equal((64, 1, 1, 0), (Lstm32.StateLength, Lstm32.StepOutputLength, Lstm32.StepsPerOutput, Lstm32.Delay));
    }

    private static DilatedStream.State After(DilatedStream model, int steps)
    {
        DilatedStream.State state = default;
        for (int t = 0; t < steps; t++)
        {
            model.Step([MathF.Sin(t), t % 3], ref state, new float[3]);
        }
        return state;
    }

    private static float[] Continue(DilatedStream model, ref DilatedStream.State state)
    {
        float[] outputs = new float[Steps * 3];
        for (int t = 0; t < Steps; t++)
        {
            model.Step([MathF.Cos(t), t % 5], ref state, outputs.AsSpan(t * 3, 3));
        }
        return outputs;
    }
}
