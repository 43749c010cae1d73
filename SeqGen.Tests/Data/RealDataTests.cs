using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using SeqGen.Data;
using SeqGen.Examples;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Data;

/// <summary>Real files through the data tools; small settings.</summary>
public class RealDataTests
{
    [SharedDataFact]
    public void RidershipGoesThroughPartsScalersAndWindows()
    {
        (DateOnly[] dates, float[] series) = Ridership();
        Assert.Equal(7639, dates.Length); // 7,701 less 62 duplicates
        Assert.Equal((new DateOnly(2001, 1, 1), 297192f, 126455f), (dates[0], series[0], series[1]));
        Assert.Equal(dates[0].AddDays(7638), dates[^1]); // a row for every day

        // Bus and rail of 56 days, and of both the 14 days after them.
        var shape = new WindowShape(56) { Features = 2, Horizon = 14, TargetColumns = [0, 1] };
        int validationStart = Array.IndexOf(dates, new DateOnly(2019, 1, 1));
        SeriesParts parts = Windows.SplitAt(series, shape, validationStart, Array.IndexOf(dates, new DateOnly(2020, 1, 1)));
        RobustScaler scaler = new RobustScaler().Fit(parts.Training.Rows.Span, 2);
        scaler.Transform(series, series);
        Windows.CheckDisjoint(parts.Training, parts.Validation);

        Assert.Equal((6574 - 69, 365 - 69), (parts.Training.Count, parts.Validation.Count));
        Assert.Equal((112, 28), (parts.Training.InputLength, parts.Training.TargetLength));
        float[] target = new float[28];
        parts.Validation.CopyTarget(0, target);
        int first = parts.Validation.TargetRow(0);
        Assert.Equal(new DateOnly(2019, 2, 26), dates[first]);
        Assert.Equal(series[(first * 2)..(first * 2 + 28)], target);

        var all = new WindowShape(56) { Features = 2, Horizon = 14, TargetColumns = [1], TargetsAtEveryTimestep = true };
        Assert.Equal(56 * 14, new Windows(series, all).TargetLength);
        Assert.Equal(7639 - 55, Windows.FromArray(series, series, 56, features: 2, targetFeatures: 2).Count);
    }

    [SharedDataFact]
    public void RidershipTrainsAModel()
    {
        (_, float[] series) = Ridership();
        float[] rail = [.. series.Where((_, i) => i % 2 == 1).Skip(5000).Take(700)];
        var shape = new WindowShape(6);
        SeriesParts parts = Windows.Split(rail, shape, 0.6, 0.2);
        new MinMaxScaler().Fit(parts.Training.Rows.Span).Transform(rail, rail);
        // The test's model takes [3, 2]: six values of one column are as good to it.
        var model = new DenseModel<LinearShape>(seed: 1);
        History history = model.Fit(parts.Training, new FitOptions
        {
            Loss = Loss.MeanAbsoluteError, Optimizer = new Adam(0.01), Epochs = 8, Validation = parts.Validation,
        });
        Assert.InRange(history.ValidationLoss[^1], 0.05, 0.25);
        Assert.True(history.ValidationLoss[^1] < history.ValidationLoss[0]);
    }

    [SharedDataFact]
    public void ImdbIsEncodedAsKerasPublishedIt()
    {
        IReadOnlyDictionary<string, int> ranks = WordIndexEncoder.ReadIndex(SharedData.File("imdb/imdb_word_index.json"));
        Assert.Equal((88_584, 1, 7), (ranks.Count, ranks["the"], ranks["br"]));

        (int Label, string Text)[] reviews = [.. Reviews("train")];
        (int label, string review) = reviews.Single(
            r => r.Text.StartsWith("this film was just brilliant", StringComparison.OrdinalIgnoreCase));
        // imdb.load_data's x_train[0]: 218 ids.
        int[] known = [1, 14, 22, 16, 43, 530, 973, 1622, 1385, 65, 458, 4468, 66, 3941, 4, 173, 36, 256, 5, 25, 100, 43, 838, 112, 50];
        int[] ids = new WordIndexEncoder(ranks).EncodeText(review);
        Assert.Equal((1, 218), (label, ids.Length));
        Assert.Equal(known, ids[..known.Length]);
        // The published training set has sequences of 11 to 2,494 ids, 238.71364 on average.
        var all = new WordIndexEncoder(ranks);
        int[] lengths = [.. reviews.Select(r => all.EncodeText(r.Text).Length)];
        Assert.Equal((11, 2_494, 5_967_841), (lengths.Min(), lengths.Max(), lengths.Sum()));

        var encoder = new WordIndexEncoder(ranks) { NumWords = 10_000 };
        (int Label, string Text)[] few = [.. reviews.Where((_, i) => i % 100 == 0)];
        int[][] sequences = [.. few.Select(r => encoder.EncodeText(r.Text))];
        int[] rows = PadSequences.Pad(sequences, 500);
        Assert.Equal((250, 125, 125_000), (few.Length, few.Sum(r => r.Label), rows.Length));
        Assert.All(rows, id => Assert.InRange(id, 0, 9_999));
        Assert.All(sequences, s => Assert.Equal(1, s[0]));
    }

    [SharedDataFact]
    public void ImdbTrainsTokenizerAndVectorizer()
    {
        string[] texts = [.. Reviews("train").Where((_, i) => i % 25 == 0).Select(r => r.Text)];
        Tokenizer tokenizer = new Tokenizer { NumWords = 2_000 }.FitOnTexts(texts);
        Assert.Equal(1_000, tokenizer.DocumentCount);
        Assert.Equal(["the", "a", "and"], tokenizer.WordIndex.OrderBy(w => w.Value).Take(3).Select(w => w.Key));
        int[] rows = PadSequences.Pad(tokenizer.TextsToSequences(texts), 100);
        Assert.All(rows, id => Assert.InRange(id, 0, 1_999));

        TextVectorizer vectorizer = new TextVectorizer { MaxTokens = 2_000, OutputSequenceLength = 100 }.Adapt(texts);
        int[] vectors = vectorizer.Vectorize(texts, out int length);
        Assert.Equal((2_000, 100, 100_000), (vectorizer.Vocabulary.Count, length, vectors.Length));
        Assert.Equal(["", "[UNK]", "the"], vectorizer.Vocabulary.Take(3));
    }

    [SharedDataFact]
    public void GloVeFillsAnEmbedding()
    {
        WordVectors vectors = WordVectors.Load(SharedData.File("glove/glove.6B.50d.subset.txt.gz"), 50);
        Assert.Equal(7_849, vectors.Count);
        Assert.True(vectors.TryGet("the", out ReadOnlySpan<float> the));
        Assert.Equal([0.418f, 0.24968f, -0.41242f], the[..3]);

        IReadOnlyDictionary<string, int> ranks = WordIndexEncoder.ReadIndex(SharedData.File("imdb/imdb_word_index.json"));
        EmbeddingMatrix matrix = vectors.ToMatrix(ranks, rows: 10_000, offset: 3);
        Assert.Equal(9_996, matrix.Words); // ranks 1 to 9,996
        Assert.Equal(4_393, matrix.Found); // counted by a Python script
        Assert.Equal(the, matrix.Values.Slice(4 * 50, 50));
        Assert.False(matrix.Values[..(4 * 50)].ContainsAnyExcept(0f));
    }

    internal static (DateOnly[] Dates, float[] Series) Ridership()
    {
        using var table = new CsvTable(SharedData.File("ridership/cta_daily_boardings.csv"));
        table.Require("service_date", "bus", "rail_boardings");
        HashSet<(DateOnly Date, float Bus, float Rail)> days = []; // the same row twice is one row
        while (table.Read())
        {
            days.Add((table.Date("service_date"), table.Number("bus"), table.Number("rail_boardings")));
        }
        (DateOnly Date, float Bus, float Rail)[] sorted = [.. days.OrderBy(day => day.Date)];
        return ([.. sorted.Select(day => day.Date)], [.. sorted.SelectMany(day => new[] { day.Bus, day.Rail })]);
    }

    internal static IEnumerable<(int Label, string Text)> Reviews(string part)
    {
        using FileStream file = File.OpenRead(SharedData.File($"imdb/aclImdb_{part}.tsv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split('\t', 4);
            yield return (int.Parse(fields[0], CultureInfo.InvariantCulture), fields[3]);
        }
    }
}
