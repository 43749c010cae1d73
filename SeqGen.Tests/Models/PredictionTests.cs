using System;
using System.Linq;
using System.Numerics.Tensors;
using System.Threading;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Models;

[Trait("Category", "Width")]
public sealed class PredictionTests : ModelTheory
{
    [Theory]
    [MemberData(nameof(Models))]
    public void A_batch_of_any_size_gives_the_bits_of_single_predictions(string model) => Run(model, nameof(CheckBatches));

    private static void CheckBatches<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        float[] inputs = Inputs<TModel>(130), expected = Singles(model, inputs);
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));
        foreach (int samples in Enumerable.Range(0, 71).Append(128).Append(130))
        {
            float[] outputs = new float[samples * TModel.OutputLength];
            model.PredictBatch(inputs.AsSpan(0, samples * TModel.Timesteps * TModel.Features), outputs);
            Assert.Equal(expected[..outputs.Length], outputs);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Eight_threads_at_once_get_what_one_gets(string model) => Run(model, nameof(CheckThreads));

    private static void CheckThreads<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        const int samples = 40;
        float[] inputs = Inputs<TModel>(samples), expected = Singles(model, inputs);
        var results = new float[8][];
        Thread[] threads = [.. Enumerable.Range(0, results.Length).Select(i => new Thread(() =>
        {
            for (int repeat = 0; repeat < 5; repeat++)
            {
                results[i] = new float[expected.Length];
                if (i % 2 == 0)
                {
                    results[i] = Singles(model, inputs);
                }
                else
                {
                    model.PredictBatch(inputs, results[i]);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Where_spans_lie_in_memory_does_not_matter(string model) => Run(model, nameof(CheckOffsets));

    private static void CheckOffsets<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        float[] input = Inputs<TModel>(1), expected = Singles(model, input);
        for (int offset = 0; offset < 20; offset++)
        {
            // NaN around the input must not be used, and nothing around the output may be written.
            float[] around = new float[input.Length + 64], output = new float[expected.Length + 64];
            Array.Fill(around, float.NaN);
            Array.Fill(output, 12345);
            input.CopyTo(around, offset);
            model.Predict(around.AsSpan(offset, input.Length), output.AsSpan(offset, expected.Length));
            Assert.Equal(expected, output[offset..(offset + expected.Length)]);
            Assert.All(output[..offset].Concat(output[(offset + expected.Length)..]), value => Assert.Equal(12345, value));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_is_read_or_written_behind_the_spans(string model)
    {
        // The numbers of mmap's flags are Linux's.
        if (OperatingSystem.IsLinux())
        {
            Run(model, nameof(CheckGuarded));
        }
    }

    private static void CheckGuarded<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        float[] values = Inputs<TModel>(6), expected = Singles(model, values);
        using var inputs = new GuardedMemory(values.Length);
        using var outputs = new GuardedMemory(expected.Length);
        values.CopyTo(inputs.Span);
        model.PredictBatch(inputs.Span, outputs.Span);
        Assert.Equal(expected, outputs.Span.ToArray());

        model.Predict(inputs.Span[^(values.Length / 6)..], outputs.Span[^TModel.OutputLength..]);
        Assert.Equal(expected, outputs.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Tensors_give_what_spans_give(string model) => Run(model, nameof(CheckTensors));

    private static void CheckTensors<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        const int samples = 5;
        float[] inputs = Inputs<TModel>(samples), expected = Singles(model, inputs), outputs = new float[expected.Length];
        nint[] sample = TModel.Batched.OutputTimesteps == 0
            ? [TModel.Batched.OutputFeatures]
            : [TModel.Batched.OutputTimesteps, TModel.Batched.OutputFeatures];
        SequenceModel.PredictBatch(
            model, new ReadOnlyTensorSpan<float>(inputs, [samples, TModel.Timesteps, TModel.Features]), new TensorSpan<float>(outputs, [samples, .. sample]));
        Assert.Equal(expected, outputs);

        float[] first = new float[TModel.OutputLength];
        int inputLength = TModel.Timesteps * TModel.Features;
        SequenceModel.Predict(
            model, new ReadOnlyTensorSpan<float>(inputs.AsSpan(0, inputLength), [TModel.Timesteps, TModel.Features]), new TensorSpan<float>(first, sample));
        Assert.Equal(expected[..first.Length], first);
    }

    [Fact]
    public void Models_take_tensors_themselves()
    {
        Gru33 model = Create<Gru33>();
        float[] inputs = Inputs<Gru33>(2), expected = Singles(model, inputs), outputs = new float[2];
        model.PredictBatch(new ReadOnlyTensorSpan<float>(inputs, [2, 4, 5]), new TensorSpan<float>(outputs, [2, 1]));
        Assert.Equal(expected, outputs);
        model.Predict(new ReadOnlyTensorSpan<float>(inputs.AsSpan(20), [4, 5]), new TensorSpan<float>(outputs, [1]));
        Assert.Equal(expected[1], outputs[0]);
    }

    [Fact]
    public void Dropout_is_for_training_alone()
    {
        Lstm32 plain = Create<Lstm32>();
        var dropout = new Lstm32Dropout();
        plain.Parameters.CopyTo(dropout.Parameters);
        Same(plain, dropout);

        ClassifierWithoutDropout plainStack = Create<ClassifierWithoutDropout>();
        var dropoutStack = new Classifier();
        plainStack.Parameters.CopyTo(dropoutStack.Parameters);
        Same(plainStack, dropoutStack);
    }

    private static void Same<TPlain, TDropout>(TPlain plain, TDropout dropout)
        where TPlain : class, ISequenceModel<TPlain>
        where TDropout : class, ISequenceModel<TDropout>
    {
        float[] inputs = Inputs<TPlain>(10), expected = Singles(plain, inputs), batched = new float[expected.Length];
        Assert.Equal(expected, Singles(dropout, inputs));
        dropout.PredictBatch(inputs, batched);
        Assert.Equal(expected, batched);
    }

    internal static float[] Singles<TModel>(TModel model, float[] inputs) where TModel : class, ISequenceModel<TModel>
    {
        int length = TModel.Timesteps * TModel.Features, samples = inputs.Length / length;
        float[] outputs = new float[samples * TModel.OutputLength];
        for (int i = 0; i < samples; i++)
        {
            model.Predict(inputs.AsSpan(i * length, length), outputs.AsSpan(i * TModel.OutputLength, TModel.OutputLength));
        }
        return outputs;
    }
}
