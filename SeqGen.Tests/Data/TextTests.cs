using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SeqGen.Data;
using Xunit;

namespace SeqGen.Tests.Data;

public sealed class TextTests : IDisposable
{
    private static readonly string[] Texts = ["The cat sat on the mat.", "The dog ate my homework; the cat didn't!"];

    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen-text-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TokenizerNumbersByCountThenByFirstAppearance()
    {
        Tokenizer tokenizer = new Tokenizer().FitOnTexts(Texts);

        Assert.Equal(
            ["the", "cat", "sat", "on", "mat", "dog", "ate", "my", "homework", "didn't"],
            tokenizer.WordIndex.OrderBy(w => w.Value).Select(w => w.Key));
        Assert.Equal((4, 2), (tokenizer.WordCounts["the"], tokenizer.DocumentCount));
        Assert.Equal([1, 2, 3, 4, 1, 5], tokenizer.TextToSequence(Texts[0]));
        Assert.Equal([2], tokenizer.TextToSequence("A cat,")); // what is not known is dropped
        Assert.Equal("the cat", tokenizer.SequenceToText([1, 99, 2]));
    }

    [Fact]
    public void NumWordsKeepsTheIdsBelowItAndOovStandsForTheRest()
    {
        Tokenizer dropping = new Tokenizer { NumWords = 3 }.FitOnTexts(Texts);
        Assert.Equal([1, 2, 1], dropping.TextToSequence(Texts[0]));
        Assert.Equal(10, dropping.WordIndex.Count);

        Tokenizer oov = new Tokenizer { NumWords = 4, OovToken = "<OOV>" }.FitOnTexts(Texts);
        Assert.Equal((1, 2, 3), (oov.WordIndex["<OOV>"], oov.WordIndex["the"], oov.WordIndex["cat"]));
        Assert.Equal([2, 3, 1, 1, 2, 1], oov.TextToSequence(Texts[0]));
        Assert.Equal("the <OOV>", oov.SequenceToText([2, 4]));
    }

    [Fact]
    public void CharactersAreNotFiltered()
    {
        Tokenizer tokenizer = new Tokenizer { CharacterLevel = true }.FitOnTexts(["Ab a!\U0001F600"]);
        Assert.Equal(["a", "b", " ", "!", "\U0001F600"], tokenizer.WordIndex.Keys);
        Assert.Equal([1, 2, 5], tokenizer.TextToSequence("aB\U0001F600"));
    }

    [Fact]
    public void TextsToMatrixHasKerassModes()
    {
        Tokenizer tokenizer = new Tokenizer { NumWords = 3 }.FitOnTexts(Texts);
        Assert.Equal([0, 1, 1, 0, 1, 1], tokenizer.TextsToMatrix(Texts));
        Assert.Equal([0, 2, 1], tokenizer.TextsToMatrix([Texts[0]], TextMatrixMode.Count));
        Assert.Equal([0, 2 / 3f, 1 / 3f], tokenizer.TextsToMatrix([Texts[0]], TextMatrixMode.Frequency));
        float[] tfIdf = tokenizer.TextsToMatrix([Texts[0]], TextMatrixMode.TfIdf);
        Assert.Equal((1 + Math.Log(2)) * Math.Log(1 + 2 / 3.0), tfIdf[1], 1e-6);
    }

    [Fact]
    public void VectorizerStripsPunctuationAndOrdersTiesFromTheEnd()
    {
        TextVectorizer vectorizer = new TextVectorizer().Adapt(Texts);
        Assert.Equal(
            ["", "[UNK]", "the", "cat", "sat", "on", "my", "mat", "homework", "dog", "didnt", "ate"],
            vectorizer.Vocabulary);
        Assert.Equal([2, 3, 10, 1], vectorizer.Vectorize("THE cat didn't <br/>"));
        Assert.Equal(["", "[UNK]", "b", "a\u00C9"], new TextVectorizer().Adapt(["b A\u00C9 B"]).Vocabulary); // ASCII letters only

        TextVectorizer small = new TextVectorizer { MaxTokens = 4, OutputSequenceLength = 3 }.Adapt(Texts);
        Assert.Equal(["", "[UNK]", "the", "cat"], small.Vocabulary);
        Assert.Equal([2, 3, 1, 2, 3, 0], small.Vectorize(["the cat sat on", "the cat"], out int length));
        Assert.Equal(3, length);
        Assert.Equal([2, 3, 0, 2, 3, 2], new TextVectorizer().Adapt(Texts).Vectorize(["the cat", "the cat the"], out length));
    }

    [Fact]
    public void VectorizerCutsIntoCharactersAndOrdersByUtf8()
    {
        // U+FF5E comes before U+1F600 in UTF-8, and after it in UTF-16.
        TextVectorizer vectorizer = new TextVectorizer { Split = TextSplit.Character }.Adapt(["a\uFF5E\U0001F600 a-"]);
        Assert.Equal(["", "[UNK]", "a", "\U0001F600", "\uFF5E", " "], vectorizer.Vocabulary);
        Assert.Equal([2, 5, 1], vectorizer.Vectorize("A b"));
    }

    [Fact]
    public void VocabulariesAreSavedAndLoaded()
    {
        string path = Path.Combine(_folder, "words.txt");
        Tokenizer tokenizer = new Tokenizer { CharacterLevel = true, OovToken = "\\n" }.FitOnTexts(["\n\r \\\u00E9\u00E9"]);
        tokenizer.SaveVocabulary(path);
        Tokenizer loaded = new Tokenizer { CharacterLevel = true, OovToken = "\\n" }.LoadVocabulary(path);
        Assert.Equal(tokenizer.WordIndex, loaded.WordIndex);
        Assert.Equal("\\\\n\n\u00E9\n\\n\n\\r\n \n\\\\\n", File.ReadAllText(path));
        Assert.Contains("line 1", Assert.Throws<InvalidDataException>(() => new Tokenizer { OovToken = "?" }.LoadVocabulary(path)).Message);

        TextVectorizer vectorizer = new TextVectorizer().Adapt(Texts);
        vectorizer.SaveVocabulary(path);
        Assert.Equal(vectorizer.Vocabulary, new TextVectorizer().LoadVocabulary(path).Vocabulary);
        Assert.Throws<InvalidDataException>(() => new TextVectorizer { MaxTokens = 5 }.LoadVocabulary(path));
        Assert.Equal(["words.txt"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\n\nb\n", "line 2 is empty")]
    [InlineData("a\nb\na\n", "line 3: 'a' is on line 1 too")]
    [InlineData("a\nb\\x\n", "line 2: a backslash")]
    public void WrongVocabulariesNameTheLine(string text, string expected)
    {
        string path = Path.Combine(_folder, "words.txt");
        File.WriteAllText(path, text);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => new TextVectorizer().LoadVocabulary(path)).Message);
    }

    [Fact]
    public void SequencesArePaddedAndCutAsKerasDoes()
    {
        int[][] sequences = [[1, 2, 3, 4], [5], []];
        Assert.Equal([1, 2, 3, 4, 0, 0, 0, 5, 0, 0, 0, 0], PadSequences.Pad(sequences, out int length));
        Assert.Equal(4, length);
        Assert.Equal([3, 4, 0, 5, 0, 0], PadSequences.Pad(sequences, 2));
        Assert.Equal([1, 2, 5, 9, 9, 9], PadSequences.Pad(sequences, 2, SequenceEnd.Post, SequenceEnd.Post, 9));
        Assert.Equal([3f, 4f, 5f, -1f], PadSequences.Pad<float>([[1, 2, 3, 4], [5]], 2, SequenceEnd.Post, value: -1));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => PadSequences.Pad(sequences, 0));
        Assert.Throws<ArgumentException>("sequences", () => PadSequences.Pad(Array.Empty<int[]>(), 3));
        Assert.Throws<ArgumentException>("sequences", () => PadSequences.Pad<int>([[], []], out _));
        int[][] withNull = [[1], null!];
        Assert.Contains("sequences[1]", Assert.Throws<ArgumentException>("sequences", () => PadSequences.Pad(withNull, 3)).Message);
    }

    [Fact]
    public void OneHotRefusesLabelsOutsideTheClasses()
    {
        Assert.Equal([0, 0, 1, 1, 0, 0], OneHot.Encode([2, 0], 3));
        Assert.Contains(
            "ids[1] is 3; expected a class from 0 to 2", Assert.Throws<ArgumentException>("ids", () => OneHot.Encode([0, 3], 3)).Message);
        Assert.Throws<ArgumentException>("ids", () => OneHot.Encode([-1], 3));
        Assert.Throws<ArgumentException>("ids", () => OneHot.Encode([], 3));
        Assert.Throws<ArgumentException>("destination", () => OneHot.Encode([1], 3, new float[2]));
    }

    [Fact]
    public void HashesAreStableAndSpreadOut()
    {
        var encoder = new HashingEncoder(1000);
        // Written down once: a model saved today has to find the same ids later.
        Assert.Equal(Pinned, encoder.EncodeText("The cat, \u00E9t\u00E9 \U0001F600"));
        int[] ids = [.. Enumerable.Range(0, 9990).Select(i => encoder.Encode($"word{i}"))];
        Assert.Equal((1, 999), (ids.Min(), ids.Max()));
        Assert.True(ids.CountBy(id => id).Max(bin => bin.Value) < 30, "10 words a bin are expected.");
        Assert.Equal(1, new HashingEncoder(2).Encode("x"));
        Assert.Throws<ArgumentOutOfRangeException>("bins", () => new HashingEncoder(1));
    }

    private static readonly int[] Pinned = [663, 349, 58, 316];

    [Fact]
    public void WordIndexesEncodeAsKerassImdb()
    {
        Dictionary<string, int> ranks = new() { ["the"] = 1, ["movie"] = 2, ["it's"] = 3 };
        Assert.Equal([1, 4, 5, 6, 2], new WordIndexEncoder(ranks).EncodeText("The movie: it's unheard"));
        Assert.Equal([1, 4, 2, 2, 2], new WordIndexEncoder(ranks) { NumWords = 5 }.EncodeText("The movie: it's unheard"));
        Assert.Equal([2, 2, 5, 6, 2], new WordIndexEncoder(ranks) { SkipTop = 5 }.EncodeText("The movie: it's unheard"));
        Assert.Equal([0, 1], new WordIndexEncoder(ranks) { Start = null, Oov = null, IndexFrom = -1 }.EncodeText("the movie unheard"));
        Assert.Equal("? the it's", new WordIndexEncoder(ranks).Decode([1, 4, 6]));
        Assert.Throws<ArgumentException>("ranks", () => new WordIndexEncoder(new Dictionary<string, int> { ["a"] = 0 }));
    }

    [Fact]
    public void WithoutAVocabularyNothingIsEncoded()
    {
        Assert.Contains("FitOnTexts", Assert.Throws<InvalidOperationException>(() => new Tokenizer().TextToSequence("a")).Message);
        Assert.Contains("Adapt", Assert.Throws<InvalidOperationException>(() => new TextVectorizer().Vectorize("a")).Message);
        Assert.Throws<ArgumentException>("texts", () => new TextVectorizer().Adapt(["?!"]));
        Assert.Throws<ArgumentOutOfRangeException>("MaxTokens", () => new TextVectorizer { MaxTokens = 2 });
    }
}
