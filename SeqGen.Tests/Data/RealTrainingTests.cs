using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;
using Xunit.Abstractions;

namespace SeqGen.Tests.Data;

[SequenceModel(28, 1), Lstm(16), Dense(1)]
internal sealed partial class RailForecaster;

[SequenceModel(80), Embedding(5000, 16, MaskZero = true), Gru(16), Dense(1, Activation = Activation.Sigmoid)]
internal sealed partial class ReviewClassifier;

[SequenceModel(80, VariableLength = true), Embedding(5000, 16), Gru(16), Dense(1, Activation = Activation.Sigmoid)]
internal sealed partial class AnyReviewClassifier;

[SequenceModel(40), Embedding(2000, 50, MaskZero = true, Trainable = false), Gru(8), Dense(1, Activation = Activation.Sigmoid)]
internal sealed partial class GloVeClassifier;

/// <summary>Models trained on real files through the whole of the toolkit; small settings.</summary>
public sealed class RealTrainingTests(ITestOutputHelper log)
{
    private const int MostWords = 5000;

    [SharedDataFact]
    public void ALstmForecastsRidershipBetterThanTheDayAWeekAgo()
    {
        (DateOnly[] dates, float[] both) = RealDataTests.Ridership();
        int start = Array.IndexOf(dates, new DateOnly(2016, 1, 1)), end = Array.IndexOf(dates, new DateOnly(2020, 1, 1));
        float[] rail = [.. Enumerable.Range(start, end - start).Select(day => both[day * 2 + 1])];
        float[] raw = [.. rail];
        SeriesParts parts = Windows.Split(rail, new WindowShape(28), training: 0.7, validation: 0.15);
        StandardScaler scaler = new StandardScaler().Fit(parts.Training.Rows.Span);
        scaler.Transform(rail, rail);

        string file = Path.Combine(Directory.CreateTempSubdirectory("seqgen-rail-").FullName, "best.safetensors");
        try
        {
            var checkpoint = new ModelCheckpoint(file, saveBestOnly: true);
            var stopping = new EarlyStopping(patience: 15, restoreBestWeights: true);
            var model = new RailForecaster(seed: 1);
            History history = model.Fit(parts.Training, new FitOptions
            {
                Loss = Loss.MeanAbsoluteError, Optimizer = new Adam(0.01), Epochs = 80, Validation = parts.Validation, Seed = 1, Threads = 2,
                Callbacks = { stopping, new ReduceLearningRateOnPlateau(factor: 0.5, patience: 5), checkpoint },
            });
            Windows test = parts.Test!;
            double loss = model.Evaluate(test, Loss.MeanAbsoluteError, Metric.RootMeanSquaredError).Loss;
            double people = loss * (scaler.InverseTransform(1f) - scaler.InverseTransform(0f));
            double lastDay = Naive(1), lastWeek = Naive(7);
            log.WriteLine($"{history.Epochs.Count} epochs, best {stopping.BestEpoch}, {history.Seconds:F1} s; MAE {people:F0}; the day before {lastDay:F0}, a week ago {lastWeek:F0}");
            Assert.InRange(people, 0, 0.7 * lastWeek);
            Assert.InRange(people, 0, 0.4 * lastDay);

            var best = new RailForecaster();
            best.Load(file);
            Assert.Equal(best.Parameters, model.Parameters);
            Assert.Equal(history.ValidationLoss.Min(), checkpoint.Best);

            double Naive(int days) => Enumerable.Range(0, test.Count).Average(i => Math.Abs((double)raw[test.TargetRow(i)] - raw[test.TargetRow(i) - days]));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [SharedDataFact]
    public void AGruTellsGoodReviewsFromBad()
    {
        (float[][] ids, float[] labels) = Reviews(2_000, MostWords, 80);
        var data = new ArrayDataset(PadSequences.Pad(ids, 80), labels, inputLength: 80, targetLength: 1);
        var model = new ReviewClassifier(seed: 1);
        float[] weights = [.. Enumerable.Range(0, 1_500).Select(i => i % 3 == 0 ? 1.5f : 1)];
        Subset validation = data.Slice(1_500, 500);
        History history = model.Fit(data.Slice(0, 1_500), new FitOptions
        {
            Loss = Loss.BinaryCrossentropy, Optimizer = new Adam(0.005), Epochs = 4, Validation = validation, Seed = 1, Threads = 2,
            ClassWeights = new Dictionary<int, float> { [0] = 1, [1] = 1.1f }, SampleWeights = weights,
            Metrics = { Metric.Accuracy, Metric.Auc() },
        });
        log.WriteLine($"{history.Seconds:F1} s; {string.Join("; ", history.Epochs.Select(e => $"{e["val_accuracy"]:F3} {e["val_auc"]:F3}"))}");
        Assert.InRange(history.Epochs[^1]["val_accuracy"], 0.62, 1);
        Assert.InRange(history.Epochs[^1]["val_auc"], 0.68, 1);
        Evaluation evaluation = model.Evaluate(validation, Loss.BinaryCrossentropy, Metric.Accuracy);
        Assert.Equal(history.Epochs[^1]["val_accuracy"], evaluation.Metrics["accuracy"]);
        ConfusionMatrix matrix = ConfusionMatrix.FromOutputs(labels.AsSpan(1_500), model.Predict(validation), classes: ["bad", "good"]);
        Assert.Equal(evaluation.Metrics["accuracy"], matrix.Accuracy, 1e-9);
    }

    [SharedDataFact]
    public void ReviewsOfAnyLengthTrainAsMaskedOnes()
    {
        (float[][] ids, float[] labels) = Reviews(300, MostWords, 80);
        int[] lengths = [.. ids.Select(review => review.Length)];
        Assert.Contains(lengths, length => length < 80);
        float[] padded = PadSequences.Pad(ids, 80, padding: SequenceEnd.Post);
        var any = new AnyReviewClassifier(seed: 1);
        var masked = new ReviewClassifier(seed: 1);
        FitOptions options = new() { Loss = Loss.BinaryCrossentropy, Optimizer = new Sgd(0.1), Seed = 1 };
        History history = any.Fit(new ArrayDataset(padded, labels, 80, 1, lengths), options);
        Assert.Equal(masked.Fit(new ArrayDataset(padded, labels, 80, 1), options).Loss[0], history.Loss[0], 1e-5);
        Assert.InRange(TensorPrimitives.Distance<float>(any.Parameters, masked.Parameters), 0, 1e-4f);
    }

    [SharedDataFact]
    public void FrozenGloVeRowsStayAsTheyAre()
    {
        IReadOnlyDictionary<string, int> ranks = WordIndexEncoder.ReadIndex(SharedData.File("imdb/imdb_word_index.json"));
        EmbeddingMatrix matrix = WordVectors.Load(SharedData.File("glove/glove.6B.50d.subset.txt.gz"), 50).ToMatrix(ranks, rows: 2_000, offset: 3);
        var model = new GloVeClassifier(seed: 1);
        matrix.CopyTo(model, "embedding0/embeddings");
        float[] before = model.Parameters.ToArray();
        Assert.Equal(matrix.Values, before.AsSpan(0, 2_000 * 50));

        (float[][] ids, float[] labels) = Reviews(500, 2_000, 40);
        model.Fit(new ArrayDataset(PadSequences.Pad(ids, 40), labels, 40, 1), new FitOptions
        {
            Loss = Loss.BinaryCrossentropy, Optimizer = new AdamW(0.01) { GlobalClipNorm = 1 }, Epochs = 2,
        });
        Assert.Equal(matrix.Values, model.Parameters[..(2_000 * 50)]);
        foreach (ParameterTensor tensor in GloVeClassifier.ParameterTensors[1..])
        {
            Assert.False(model.Parameters.Slice(tensor.Offset, tensor.Length).SequenceEqual(before.AsSpan(tensor.Offset, tensor.Length)));
        }
    }

    // Reviews of the training set in a random order, their last words as Keras numbers them.
    private static (float[][] Ids, float[] Labels) Reviews(int count, int words, int most)
    {
        var encoder = new WordIndexEncoder(WordIndexEncoder.ReadIndex(SharedData.File("imdb/imdb_word_index.json"))) { NumWords = words };
        (int Label, string Text)[] reviews = [.. RealDataTests.Reviews("train")];
        new Random(1).Shuffle(reviews);
        (int Label, string Text)[] few = reviews[..count];
        return (
            [.. few.Select(review => encoder.EncodeText(review.Text).TakeLast(most).Select(id => (float)id).ToArray())],
            [.. few.Select(review => (float)review.Label)]);
    }
}
