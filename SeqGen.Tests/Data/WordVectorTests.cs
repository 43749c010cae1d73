using System;
using System.Collections.Generic;
using System.IO;
using SeqGen.Data;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Data;

public sealed class WordVectorTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("the 1 2\ncat 3e-1 -4\n. . . 5 6\n")]
    [InlineData("3 2\nthe 1 2 \ncat 0.3 -4\r\n. . . 5 6")]
    public void GloVeAndWord2VecAreRead(string text)
    {
        WordVectors vectors = Load(text, 2);
        Assert.Equal((3, 2), (vectors.Count, vectors.Dimensions));
        Assert.True(vectors.TryGet("cat", out ReadOnlySpan<float> cat));
        Assert.Equal([0.3f, -4], cat);
        Assert.True(vectors.TryGet(". . .", out _));
        Assert.False(vectors.TryGet("dog", out _));

        EmbeddingMatrix matrix = vectors.ToMatrix(new Dictionary<string, int> { ["the"] = 1, ["dog"] = 2, ["cat"] = 3, [". . ."] = 4 }, 4);
        Assert.Equal([0, 0, 1, 2, 0, 0, 0.3f, -4], matrix.Values);
        Assert.Equal((3, 2), (matrix.Words, matrix.Found));
        Assert.Equal([0, 0, 1, 2], vectors.ToMatrix(new Dictionary<string, int> { ["the"] = -2 }, 2, offset: 3).Values);
        Assert.Throws<ArgumentException>("wordIndex", () => vectors.ToMatrix(new Dictionary<string, int>(), 2));
        Assert.Throws<ArgumentException>("wordIndex", () => vectors.ToMatrix(new Dictionary<string, int> { ["a"] = -1 }, 2));
    }

    [Fact]
    public void OnlyTheWordsAskedForAreKept()
    {
        File.WriteAllText(_path, "a 1\nb 2\nc 3\nb 4\n");
        WordVectors vectors = WordVectors.Load(_path, 1, new HashSet<string> { "b", "x" });
        Assert.Equal(["b"], vectors.Words);
        Assert.True(vectors.TryGet("b", out ReadOnlySpan<float> b));
        Assert.Equal([4], b);
    }

    [Theory]
    [InlineData("", "has no vectors")]
    [InlineData("2 2\n", "has no vectors")]
    [InlineData("5 3\na 1 2 3\n", "line 1: it states 3 dimensions; expected 2")]
    [InlineData("a 1 2\nb 1\n", "line 2: it has 1 values behind its word; expected 2")]
    [InlineData("a 1 2\n\nb 1 x\n", "line 3: value 2 of 2, 'x', is not a finite number")]
    [InlineData("a 1 NaN\n", "line 1: value 2 of 2, 'NaN'")]
    [InlineData("a 0.1 0.2 0.3\n", "line 1: it has more than 2 values")]
    [InlineData(" 0.1 2\n", "line 1: it has 2 values and no word")]
    public void WrongLinesAreNamed(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Load(text, 2)).Message);

    [Fact]
    public void AMatrixGoesIntoAModelsTensorOfItsShape()
    {
        EmbeddingMatrix matrix = Load("a 7\nb 8\n", 1).ToMatrix(new Dictionary<string, int> { ["a"] = 1, ["b"] = 4 }, 6);
        var model = new DenseModel<LinearShape>();
        matrix.CopyTo(model, "dense0/kernel");
        Assert.Equal([0, 7, 0, 0, 8, 0], model.Parameters[..6]);
        Assert.Contains(
            "[1]; the matrix has [6, 1]", Assert.Throws<ArgumentException>("tensor", () => matrix.CopyTo(model, "dense0/bias")).Message);
        Assert.Contains(
            "dense0/kernel, dense0/bias", Assert.Throws<ArgumentException>("tensor", () => matrix.CopyTo(model, "embedding0")).Message);
    }

    private WordVectors Load(string text, int dimensions)
    {
        File.WriteAllText(_path, text);
        return WordVectors.Load(_path, dimensions);
    }
}
