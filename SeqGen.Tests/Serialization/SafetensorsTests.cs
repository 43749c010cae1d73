using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SeqGen.Serialization;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Serialization;

public sealed class SafetensorsTests : IDisposable
{
    private const string Kernel = """ "dense0/kernel":{"dtype":"F32","shape":[6,1],"data_offsets":[0,24]} """;
    private const string Bias = """ "dense0/bias":{"dtype":"F32","shape":[1],"data_offsets":[24,28]} """;

    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen-tests-").FullName;

    private string Place => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WhatIsSavedIsLoaded()
    {
        var model = new DenseModel<SoftmaxShape>(seed: 5);
        var other = new DenseModel<SoftmaxShape>(seed: 6);
        SequenceModel.Save(model, Place);
        SequenceModel.Save(other, Place);
        SequenceModel.Save(model, Place, new Dictionary<string, string> { ["scaler"] = "0 … 1", ["note"] = "\"quoted\"\n" });
        SequenceModel.Load(other, Place);

        Assert.Equal(model.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Equal([Place], Directory.GetFiles(_folder));
        IReadOnlyDictionary<string, string> metadata = Safetensors.ReadMetadata(Place);
        Assert.Equal(("seqgen", "Dense(3)"), (metadata["format"], metadata["architecture"]));
        Assert.Equal(("3", "2"), (metadata["timesteps"], metadata["features"]));
        Assert.Equal(("0 … 1", "\"quoted\"\n"), (metadata["scaler"], metadata["note"]));
        Assert.Throws<ArgumentException>(
            "metadata", () => SequenceModel.Save(model, Place, new Dictionary<string, string> { ["format"] = "" }));
    }

    [Fact]
    public void MetadataThatWouldNotBeReadIsNotWritten()
    {
        Dictionary<string, string> one = new() { ["note"] = null! };
        Assert.Contains("'note' is null", NotWritten(one));
        // 17 million characters of 6 bytes each, \u0001; and 110 million characters in all.
        one["note"] = new string('\u0001', 17_000_000);
        Assert.Contains("up to 100000000", NotWritten(one));
        string text = new('a', 10_000_000);
        Assert.Contains("up to 100000000", NotWritten(Enumerable.Range(0, 11).ToDictionary(i => $"{i}", _ => text)));

        string NotWritten(Dictionary<string, string> metadata)
        {
            var error = Assert.Throws<ArgumentException>(
                "metadata", () => SequenceModel.Save(new DenseModel<LinearShape>(), Place, metadata));
            Assert.Empty(Directory.GetFiles(_folder));
            return error.Message;
        }
    }

    [Fact]
    public void TheFileIsAsTheFormatSays()
    {
        var model = new DenseModel<SoftmaxShape>(seed: 5);
        SequenceModel.Save(model, Place);
        byte[] file = File.ReadAllBytes(Place);
        int length = checked((int)BitConverter.ToUInt64(file));
        JsonElement header = JsonDocument.Parse(file.AsMemory(8, length)).RootElement;

        Assert.Equal(0, length % 8);
        Assert.Equal((byte)'{', file[8]);
        int end = 0;
        foreach (ParameterTensor tensor in DenseModel<SoftmaxShape>.ParameterTensors)
        {
            JsonElement entry = header.GetProperty(tensor.Name);
            int[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(e => e.GetInt32())];
            Assert.Equal("F32", entry.GetProperty("dtype").GetString());
            Assert.Equal(tensor.Shape.ToArray(), entry.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()));
            Assert.Equal(end, offsets[0]);
            end = offsets[1];
            for (int i = 0; i < tensor.Length; i++)
            {
                Assert.Equal(model.Parameters[tensor.Offset + i], BitConverter.ToSingle(file, 8 + length + offsets[0] + 4 * i));
            }
        }
        Assert.Equal(file.Length, 8 + length + end);
        Assert.Equal("seqgen", header.GetProperty("__metadata__").GetProperty("format").GetString());
    }

    [Fact]
    public void FilesOfOthersAreRead()
    {
        // In another order, with spaces and without metadata, as other writers do.
        Write("{" + """ "dense0/bias":{"shape":[1],"data_offsets":[0,4],"dtype":"F32"}, """
            + """ "dense0/kernel":{"dtype":"F32","shape":[6,1],"data_offsets":[4,28]} """ + "}     ", 28);
        var model = new DenseModel<LinearShape>();
        SequenceModel.Load(model, Place);
        Assert.Equal([1, 2, 3, 4, 5, 6, 0], model.Parameters.ToArray());
        Assert.Empty(Safetensors.ReadMetadata(Place));
    }

    [Fact]
    public void AFileOfAnotherModelIsRefusedByName()
    {
        SequenceModel.Save(new DenseModel<DropoutShape>(), Place);
        Assert.Contains("'dense0/kernel' has the shape [6, 2]; the model's has [6, 1]", Refusal());
        Assert.Contains("The file is of Dense(2); the model is Dense(1)", Refusal());

        SequenceModel.Save(new DenseModel<OtherNameShape>(), Place);
        Assert.Contains("'dense0/kernel' is missing; there are dense7/kernel, dense7/bias", Refusal());
    }

    public static TheoryData<string, string, int> Lies => new()
    {
        { "", "does not start with '{'", 0 },
        { "[]", "does not start with '{'", 0 },
        { " {" + Kernel + "," + Bias + "}", "does not start with '{'", 28 },
        { "{" + Kernel + "," + Bias, "not valid JSON", 28 },
        { "{" + Kernel + "," + Bias + "}}", "not valid JSON", 28 },
        { "{" + Kernel + "," + Bias + "} {}", "not valid JSON", 28 },
        { "{" + Kernel + "," + Bias + "," + Bias + "}", "'dense0/bias' twice", 28 },
        { "{" + Kernel + "," + Bias + "}", "have 28 bytes, but 29 follow", 29 },
        { "{" + Kernel + "," + Bias + "}", "have 28 bytes, but 27 follow", 27 },
        { "{" + Kernel + "}", "'dense0/bias' is missing", 24 },
        { "{" + Kernel + "," + Bias.Replace("24,28", "20,24") + "}", "starts at byte 20; the one before it ends at 24", 24 },
        { "{" + Kernel + "," + Bias.Replace("24,28", "28,32") + "}", "starts at byte 28; the one before it ends at 24", 32 },
        { "{" + Kernel + "," + Bias.Replace("24,28", "24,20") + "}", "before it starts", 24 },
        { "{" + Kernel + "," + Bias.Replace("24,28", "24,32") + "}", "has 8 bytes; its shape [1] needs 4", 32 },
        { "{" + Kernel + "," + Bias.Replace("24,28", "24") + "}", "lacks", 28 },
        { "{" + Kernel + "," + Bias.Replace("24", "-24") + "}", "no whole numbers", 28 },
        { "{" + Kernel + "," + Bias.Replace("24", "2.5") + "}", "no whole numbers", 28 },
        { "{" + Kernel + "," + Bias.Replace("24", "99999999999999999999") + "}", "no whole numbers", 28 },
        { "{" + Kernel + "," + Bias.Replace("[1]", "[9223372036854775807,4]") + "}", "more bytes than can be counted", 28 },
        { "{" + Kernel + "," + Bias.Replace("[1]", "[" + string.Join(',', Enumerable.Repeat(1, 40)) + "]") + "}", "dimensions", 28 },
        { "{" + Kernel + "," + Bias.Replace("[1]", "[]") + "}", "has the shape []; the model's has [1]", 28 },
        { "{" + Kernel + "," + Bias.Replace("[1]", "1") + "}", "no array", 28 },
        { "{" + Kernel + "," + Bias.Replace("\"F32\"", "32") + "}", "wrong type", 28 },
        { "{" + Kernel + "," + Bias.Replace("F32", "I32") + "}", "'dense0/bias' has the dtype I32; expected F32", 28 },
        { "{" + Kernel + "," + Bias.Replace("F32", "F31") + "}", "dtype F31, which is unknown", 28 },
        { "{" + Kernel + "," + Bias + """ ,"more":{"dtype":"U8","shape":[0],"data_offsets":[28,28]}}""", "'more' is none", 28 },
        { """{"__metadata__":{"a":1},""" + Kernel + "," + Bias + "}", "'a' is no string", 28 },
        { """{"__metadata__":{"a":"","a":""},""" + Kernel + "," + Bias + "}", "'a' is there twice", 28 },
        { """{"__metadata__":{},"__metadata__":{},""" + Kernel + "," + Bias + "}", "__metadata__ twice", 28 },
        { """{"__metadata__":[],""" + Kernel + "," + Bias + "}", "no object", 28 },
        { """{"\ud800":{},""" + Kernel + "," + Bias + "}", "not valid JSON", 28 },
        { "{\"dense0\":" + new string('[', 200) + "}", "no object", 0 },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void AHeaderThatLiesIsRefused(string header, string message, int dataLength)
    {
        Write(header, dataLength);
        Assert.Contains(message, Refusal());
    }

    [Theory]
    [InlineData(0, "too few")]
    [InlineData(7, "too few")]
    [InlineData(8, "claims a header")]
    [InlineData(100, "claims a header")]
    public void ATruncatedFileIsRefused(int length, string message)
    {
        SequenceModel.Save(new DenseModel<LinearShape>(), Place);
        File.WriteAllBytes(Place, File.ReadAllBytes(Place)[..length]);
        Assert.Contains(message, Refusal());
    }

    [Theory]
    [InlineData(100_000_001)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 63)]
    [InlineData(99_000_000)]
    public void AHugeHeaderIsRefusedBeforeItIsBelieved(ulong length)
    {
        File.WriteAllBytes(Place, [.. BitConverter.GetBytes(length), .. "{}"u8]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claims a header of", Refusal());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void ADamagedFileNeverCrashesNorHalfLoads()
    {
        SequenceModel.Save(new DenseModel<LinearShape>(seed: 4), Place);
        byte[] good = File.ReadAllBytes(Place);
        Gen<byte[]> damaged =
            from kind in Gen.Choose(0, 3)
            from at in Gen.Choose(0, good.Length - 1)
            from value in Gen.Choose(0, 255)
            from count in Gen.Choose(1, 12)
            select Damage(good, kind, at, (byte)value, count);

        Prop.ForAll(damaged.ToArbitrary(), file =>
        {
            File.WriteAllBytes(Place, file);
            var model = new DenseModel<LinearShape>();
            float[] before = model.Parameters.ToArray();
            try
            {
                SequenceModel.Load(model, Place);
                return file.Length == good.Length;
            }
            catch (InvalidDataException error)
            {
                return error.Message.Contains(Place) && before.AsSpan().SequenceEqual(model.Parameters);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void AFailedSaveLeavesNothingBehind()
    {
        Directory.CreateDirectory(Place);
        File.WriteAllText(Path.Combine(Place, "file"), "");
        Assert.ThrowsAny<Exception>(() => SequenceModel.Save(new DenseModel<LinearShape>(), Place));
        Assert.Empty(Directory.GetFiles(_folder));

        Assert.ThrowsAny<IOException>(() => SequenceModel.Save(new DenseModel<LinearShape>(), Path.Combine(_folder, "absent", "model")));
        Assert.ThrowsAny<IOException>(() => SequenceModel.Load(new DenseModel<LinearShape>(), Path.Combine(_folder, "absent")));
        Assert.Throws<ArgumentException>("path", () => SequenceModel.Load(new DenseModel<LinearShape>(), ""));
        Assert.Throws<UnauthorizedAccessException>(() => SequenceModel.Load(new DenseModel<LinearShape>(), _folder));
    }

    private static byte[] Damage(byte[] good, int kind, int at, byte value, int count)
    {
        switch (kind)
        {
            case 0:
                byte[] changed = [.. good];
                changed[at] = value;
                return changed;
            case 1:
                return good[..at];
            case 2:
                return [.. good[..at], .. Enumerable.Repeat(value, count), .. good[at..]];
            default:
                return [.. good[..at], .. good[Math.Min(good.Length, at + count)..]];
        }
    }

    private string Refusal()
    {
        var model = new DenseModel<LinearShape>();
        float[] before = model.Parameters.ToArray();
        var error = Assert.Throws<InvalidDataException>(() => SequenceModel.Load(model, Place));
        Assert.Equal(before, model.Parameters.ToArray());
        Assert.Contains(Place, error.Message);
        return error.Message;
    }

    // The values are 0, 1, 2 ...
    private void Write(string header, int dataLength)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] data = [.. Enumerable.Range(0, dataLength / 4 + 1).SelectMany(i => BitConverter.GetBytes((float)i))];
        File.WriteAllBytes(Place, [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data[..dataLength]]);
    }
}
