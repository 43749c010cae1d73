using System;
using System.IO;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>Files of compiled models.</summary>
public sealed class FileTests : ModelTheory, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_saved_is_loaded(string model) => Run(model, nameof(CheckRoundTrip));

    private static void CheckRoundTrip<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        TModel saved = Create<TModel>(seed: 3), loaded = Create<TModel>(seed: 4);
        SequenceModel.Save(saved, path);
        Assert.NotEqual(saved.Parameters.ToArray(), loaded.Parameters.ToArray());
        SequenceModel.Load(loaded, path);
        Assert.Equal(saved.Parameters.ToArray(), loaded.Parameters.ToArray());
        File.Delete(path);
    }

    [Fact]
    public void Models_save_and_load_themselves()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        Gru33 saved = Create<Gru33>(seed: 3), loaded = new();
        saved.Save(path);
        loaded.Load(path);
        Assert.Equal(saved.Parameters.ToArray(), loaded.Parameters.ToArray());
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_of_another_model_changes_nothing_and_says_why()
    {
        string path = Path.Combine(_folder, "other.safetensors");
        new Lstm7().Save(path);
        Refused(
            new Gru33(), path, "the tensor 'gru0/kernel' is missing; there are lstm0/kernel, lstm0/recurrent_kernel, lstm0/bias, dense1/kernel, dense1/bias. "
            + "The file is of [7, 1] Lstm(7) Dense(1); the model is [4, 5] Gru(33) Dense(1).");
        Refused(new Lstm32(), path, "the tensor 'lstm0/kernel' has the shape [1, 28]; the model's has [1, 128].");
    }

    [Fact]
    public void Dropout_does_not_make_another_model()
    {
        string path = Path.Combine(_folder, "plain.safetensors");
        new Lstm32().Save(path);
        var dropout = new Lstm32Dropout(9);
        dropout.Load(path);
        Assert.Equal(new Lstm32().Parameters.ToArray(), dropout.Parameters.ToArray());
    }

    [Fact]
    public void A_cut_file_changes_nothing()
    {
        string path = Path.Combine(_folder, "cut.safetensors");
        new Lstm7().Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        Refused(new Lstm7(5), path, "its tensors have 1040 bytes, but 1039 follow the header.");
        File.WriteAllBytes(path, []);
        Refused(new Lstm7(5), path, "it has 0 bytes");
        Assert.Throws<FileNotFoundException>(() => new Lstm7().Load(Path.Combine(_folder, "missing.safetensors")));
    }

    private static void Refused<TModel>(TModel model, string path, string message) where TModel : class, ISequenceModel<TModel>
    {
        float[] before = model.Parameters.ToArray();
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => SequenceModel.Load(model, path));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.ToArray());
    }
}
