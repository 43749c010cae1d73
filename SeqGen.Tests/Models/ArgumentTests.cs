using System;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Xunit;

namespace SeqGen.Tests.Models;

public sealed class ArgumentTests
{
    private readonly Lstm17Sequence _model = new();

    [Fact]
    public void Predict_names_the_span_and_both_lengths()
    {
        Refused("input", "input has 9 values; expected 10.", () => _model.Predict(new float[9], new float[15]));
        Refused("input", "input has 11 values; expected 10.", () => _model.Predict(new float[11], new float[15]));
        Refused("input", "input has 0 values; expected 10.", () => _model.Predict([], new float[15]));
        Refused("output", "output has 16 values; expected 15.", () => _model.Predict(new float[10], new float[16]));
        Refused("output", "output has 0 values; expected 15.", () => _model.Predict(new float[10], Span<float>.Empty));
    }

    [Fact]
    public void PredictBatch_names_the_span_and_both_lengths()
    {
        Refused("inputs", "inputs has 15 values; expected a multiple of 10, samples of [5, 2].", () => _model.PredictBatch(new float[15], new float[15]));
        Refused("outputs", "outputs has 15 values; expected 30, 2 samples of 15.", () => _model.PredictBatch(new float[20], new float[15]));
        Refused("outputs", "outputs has 15 values; expected 0, 0 samples of 15.", () => _model.PredictBatch([], new float[15]));
    }

    [Fact]
    public void Outputs_over_inputs_are_refused()
    {
        const string message = "outputs overlaps inputs";
        float[] memory = new float[250];
        foreach (int samples in new[] { 1, 2, 10 })
        {
            foreach (int start in new[] { 0, 10 * samples - 1 })
            {
                Refused("outputs", message, () => _model.PredictBatch(memory.AsSpan(0, 10 * samples), memory.AsSpan(start, 15 * samples)));
                Refused("outputs", message, () => _model.PredictBatch(
                    new ReadOnlyTensorSpan<float>(memory.AsSpan(0, 10 * samples), [samples, 5, 2]),
                    new TensorSpan<float>(memory.AsSpan(start, 15 * samples), [samples, 5, 3])));
            }
            _model.PredictBatch(memory.AsSpan(0, 10 * samples), memory.AsSpan(10 * samples, 15 * samples));
        }
        var tokens = new NextToken();
        Assert.Throws<ArgumentException>("outputs", () => tokens.PredictBatch(
            MemoryMarshal.Cast<float, int>(memory.AsSpan(0, NextToken.Timesteps)), memory.AsSpan(0, NextToken.OutputLength)));
    }

    [Fact]
    public void Tensors_are_refused_by_their_shapes()
    {
        Refused("input", "input has the shape [2, 5]; expected [5, 2].", () => _model.Predict(
            new ReadOnlyTensorSpan<float>(new float[10], [2, 5]), new TensorSpan<float>(new float[15], [5, 3])));
        Refused("output", "output has the shape [15]; expected [5, 3].", () => _model.Predict(
            new ReadOnlyTensorSpan<float>(new float[10], [5, 2]), new TensorSpan<float>(new float[15], [15])));
        Refused("inputs", "inputs has the shape [5, 2]; expected [5, 5, 2].", () => _model.PredictBatch(
            new ReadOnlyTensorSpan<float>(new float[10], [5, 2]), new TensorSpan<float>(new float[15], [5, 3])));
        Refused("outputs", "outputs has the shape [1, 5, 3]; expected [2, 5, 3].", () => _model.PredictBatch(
            new ReadOnlyTensorSpan<float>(new float[20], [2, 5, 2]), new TensorSpan<float>(new float[15], [1, 5, 3])));
    }

    [Fact]
    public void Tensors_must_be_dense()
    {
        Refused("input", "input is not dense", () => _model.Predict(
            new ReadOnlyTensorSpan<float>(new float[20], [5, 2], [4, 1]), new TensorSpan<float>(new float[15], [5, 3])));
        Refused("input", "input is not dense", () => _model.Predict(
            new ReadOnlyTensorSpan<float>(new float[2], [5, 2], [0, 1]), new TensorSpan<float>(new float[15], [5, 3])));
        Refused("output", "output is not dense", () => _model.Predict(
            new ReadOnlyTensorSpan<float>(new float[10], [5, 2]), new TensorSpan<float>(new float[25], [5, 3], [5, 1])));
    }

    [Fact]
    public void No_samples_are_no_error() => _model.PredictBatch([], Span<float>.Empty);

    [Fact]
    public void A_refused_call_writes_nothing()
    {
        float[] output = new float[15];
        Assert.Throws<ArgumentException>(() => _model.Predict(new float[9], output));
        Assert.Throws<ArgumentException>(() => _model.PredictBatch(new float[19], output));
        Assert.All(output, value => Assert.Equal(0, value));
    }

    private static void Refused(string argument, string message, Action call)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(call);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }
}
