using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using SeqGen.Data;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

[SequenceModel(4), Embedding(11, 5, LazyUpdate = true), GlobalAveragePooling1D, Dense(2, Trainable = false)]
internal sealed partial class LazyWords;

[SequenceModel(4, VariableLength = true), Embedding(300, 6, LazyUpdate = true, OutOfVocabulary = 299, EmbeddingsL2 = 0.01f), Gru(3), Dense(1)]
internal sealed partial class LazyText;

[SequenceModel(4, VariableLength = true), Embedding(300, 6, OutOfVocabulary = 299, EmbeddingsL2 = 0.01f), Gru(3), Dense(1)]
internal sealed partial class EagerText;

/// <summary>An embedding of which a step changes only the rows of its tokens; alone, because allocations are counted.</summary>
[Collection(nameof(AllocationTests))]
public sealed class LazyUpdateTests
{
    private const int TableLength = 300 * 6;

    public static TheoryData<Optimizer> Optimizers =>
    [
        new Sgd(0.1), new Sgd(0.1) { Momentum = 0.9, Nesterov = true }, new RmsProp(0.01) { Centered = true, Momentum = 0.5 }, new Adagrad(0.1),
        new Adam(0.01), new AdamW(0.01), new Nadam(0.01),
        new Adam(0.01) { ClipNorm = 0.01 }, new Adam(0.01) { GlobalClipNorm = 0.05 }, new Adam(0.01) { ClipValue = 0.001 },
        new Adam(0.01) { WeightDecay = 0.1, GradientAccumulationSteps = 3 }, new Adam(0.01) { GradientAccumulationSteps = 2, GlobalClipNorm = 0.05 },
        new Adam(0.01) { UseEma = true, EmaMomentum = 0.8 },
    ];

    [Fact]
    public void Steps_are_those_of_PyTorchs_SparseAdam()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Goldens", "lazy_embedding.json"));
        Golden golden = JsonSerializer.Deserialize<Golden>(file, JsonSerializerOptions.Web)!;
        var model = new LazyWords();
        GoldenCase.Values(LazyWords.ParameterCount, 1, 0.5).CopyTo(model.Parameters);
        using var trainer = new Trainer<LazyWords>(model, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Adam(golden.Rate) });
        for (int step = 0; step < golden.Tokens.Length; step++)
        {
            Assert.Equal(golden.Losses[step], trainer.Step(golden.Tokens[step], GoldenCase.Values(6, 10 + step, 1)), 1e-6);
            float[] table = model.Parameters[..55].ToArray();
            Assert.All(golden.Tables[step].Zip(table), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
        }
    }

    /// <summary>Every optimizer changes the rows of the tokens as if they were all there is, and no other.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Rows_without_a_token_are_left_alone(Optimizer optimizer)
    {
        var model = new LazyText(1);
        using var trainer = new Trainer<LazyText>(model, Options(optimizer, 1));
        float[] expected = model.Parameters.ToArray(), sums = new float[expected.Length];
        OptimizerState state = optimizer.CreateState(expected.Length);
        HashSet<int> touched = [];
        for (int step = 0; step < 7; step++)
        {
            (float[] tokens, float[] targets, int[] lengths) = Batch(step, 40);
            expected.CopyTo(model.Parameters);
            float[] gradients = EagerGradients(model, tokens, targets, lengths);
            touched.UnionWith(Rows(tokens, lengths));
            for (int i = 0; i < sums.Length; i++)
            {
                bool counts = i >= TableLength || Rows(tokens, lengths).Contains(i / 6);
                sums[i] += counts ? gradients[i] / optimizer.GradientAccumulationSteps : 0;
            }
            trainer.Step(tokens, targets, lengths: lengths);
            state.Advance();
            if ((step + 1) % optimizer.GradientAccumulationSteps != 0)
            {
                Assert.Equal(expected, model.Parameters.ToArray());
                continue;
            }
            Clip(optimizer, sums);
            foreach ((int start, int length) in touched.Select(row => (row * 6, 6)).Append((TableLength, expected.Length - TableLength)))
            {
                Span<float> parameters = expected.AsSpan(start, length);
                foreach (ref float parameter in parameters)
                {
                    parameter *= (float)(1 - (optimizer.WeightDecay * state.LearningRate));
                }
                optimizer.Update(parameters, sums.AsSpan(start, length), state, start);
            }
            Assert.All(expected.Zip(model.Parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
            Assert.All(
                Enumerable.Range(0, 300).Except(touched),
                row => Assert.Equal(expected[(row * 6)..((row * 6) + 6)], model.Parameters.Slice(row * 6, 6).ToArray()));
            model.Parameters.CopyTo(expected);
            Array.Clear(sums);
            touched.Clear();
        }
    }

    [Fact]
    public void Gradients_are_those_of_the_whole_table()
    {
        var model = new LazyText(1);
        using var trainer = new Trainer<LazyText>(model, Options(new Adam(), 1));
        for (int step = 0; step < 3; step++)
        {
            (float[] tokens, float[] targets, int[] lengths) = Batch(step, 40);
            trainer.ComputeGradients(tokens, targets, lengths: lengths);
            float[] expected = EagerGradients(model, tokens, targets, lengths), actual = trainer.Gradients.ToArray();
            HashSet<int> rows = Rows(tokens, lengths);
            Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(
                i >= TableLength || rows.Contains(i / 6) ? expected[i] : 0, actual[i], 1e-7));
            trainer.Step(tokens, targets, lengths: lengths);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Threads_change_no_bit(Optimizer optimizer)
    {
        Assert.Equal(Train(1), Train(2));

        float[] Train(int threads)
        {
            var model = new LazyText(1);
            using var trainer = new Trainer<LazyText>(model, Options(optimizer, threads));
            for (int step = 0; step < 5; step++)
            {
                (float[] tokens, float[] targets, int[] lengths) = Batch(step, 100);
                trainer.Step(tokens, targets, lengths: lengths);
            }
            if (optimizer.UseEma)
            {
                trainer.ApplyAverages();
            }
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_backup_goes_on_in_the_middle_of_an_accumulation()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            float[] whole = Fit(4, []);
            Fit(2, [new BackupAndRestore(path, deleteAtEnd: false)]);
            Assert.Equal(whole, Fit(4, [new BackupAndRestore(path)]));
        }
        finally
        {
            File.Delete(path);
        }

        static float[] Fit(int epochs, Callback[] callbacks)
        {
            (float[] tokens, float[] targets, int[] lengths) = Batch(0, 70);
            var model = new LazyText(1);
            var options = new FitOptions
            {
                Loss = Loss.MeanSquaredError, Optimizer = new Adam(0.01) { GradientAccumulationSteps = 4 }, BatchSize = 32, Epochs = epochs,
            };
            callbacks.ToList().ForEach(options.Callbacks.Add);
            model.Fit(new ArrayDataset(tokens, targets, 4, 1, lengths), options);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        (float[] tokens, float[] targets, int[] lengths) = Batch(0, 40);
        using var trainer = new Trainer<LazyText>(new LazyText(), Options(new Adam { ClipNorm = 1 }, 1));
        using var accumulating = new Trainer<LazyText>(new LazyText(), Options(new Nadam { GradientAccumulationSteps = 2 }, 1));
        Allocations.None(200, () =>
        {
            trainer.Step(tokens, targets, lengths: lengths);
            accumulating.Step(tokens, targets, lengths: lengths);
        });
    }

    [Fact]
    public void SEQGEN125_a_table_that_is_not_trained_has_no_lazy_update() => DiagnosticAssert.Single(
        "[SequenceModel(4), Embedding(11, 5, LazyUpdate = true, Trainable = false), Lstm(2)]", "SEQGEN125",
        "Layer 0, Embedding(11, 5), has LazyUpdate = true, which does nothing: a layer with Trainable = false is not updated; remove one of the two");

    private static TrainerOptions Options(Optimizer optimizer, int threads) =>
        new() { Loss = Loss.MeanSquaredError, Optimizer = optimizer, BatchSize = 100, Threads = threads };

    private static float[] EagerGradients(LazyText model, float[] tokens, float[] targets, int[] lengths)
    {
        var eager = new EagerText();
        model.Parameters.CopyTo(eager.Parameters);
        using var trainer = new Trainer<EagerText>(eager, Options(new Sgd(), 1));
        trainer.ComputeGradients(tokens, targets, lengths: lengths);
        return trainer.Gradients.ToArray();
    }

    // Tokens of a part of the vocabulary, another one each step; one is outside it.
    private static (float[] Tokens, float[] Targets, int[] Lengths) Batch(int step, int samples)
    {
        float[] tokens = [.. Samples.Uniform(samples * 4, (ulong)step + 5).Select(x => MathF.Floor(20 * Math.Abs(x)) + (10 * step))];
        tokens[0] = 1000;
        return (tokens, Samples.Uniform(samples, (ulong)step + 50), [.. Enumerable.Range(0, samples).Select(i => 1 + ((i + step) % 4))]);
    }

    private static HashSet<int> Rows(float[] tokens, int[] lengths) =>
        [.. tokens.Select((token, i) => i % 4 >= lengths[i / 4] ? 0 : token < 300 ? (int)token : 299)];

    private static void Clip(Optimizer optimizer, float[] gradients)
    {
        int[] starts = [.. LazyText.ParameterTensors.ToArray().Select(tensor => tensor.Offset), gradients.Length];
        if (optimizer.GlobalClipNorm is double all)
        {
            Scale(gradients, all);
        }
        for (int i = 0; optimizer.ClipNorm is double most && i < starts.Length - 1; i++)
        {
            Scale(gradients.AsSpan(starts[i]..starts[i + 1]), most);
        }
        for (int i = 0; optimizer.ClipValue is double most && i < gradients.Length; i++)
        {
            gradients[i] = (float)Math.Clamp(gradients[i], -most, most);
        }

        static void Scale(Span<float> values, double most)
        {
            double norm = 0;
            foreach (float value in values)
            {
                norm += (double)value * value;
            }
            foreach (ref float value in values)
            {
                value *= (float)(most / Math.Max(Math.Sqrt(norm), most));
            }
        }
    }

    private sealed record Golden(double Rate, float[][] Tokens, double[] Losses, double[][] Tables);
}
