using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Serialization;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen-tests-").FullName;
    private readonly DenseModel<LinearShape> _model = new(seed: 7);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALinkStaysOneAndItsTargetIsWritten(bool dangling)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // links are for administrators
        }
        string target = Path.Combine(Directory.CreateDirectory(Place("elsewhere")).FullName, "target");
        if (!dangling)
        {
            File.WriteAllText(target, "old");
        }
        File.CreateSymbolicLink(Place("middle"), Path.Combine("elsewhere", "target"));
        File.CreateSymbolicLink(Place("link"), "middle");

        SequenceModel.Save(_model, Place("link"));
        Assert.Equal("middle", new FileInfo(Place("link")).LinkTarget);
        Assert.Null(new FileInfo(target).LinkTarget);
        AssertLoads(target);
        Assert.Equal([target], Directory.GetFiles(Place("elsewhere")));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, "old")]
    [InlineData(UnixFileMode.UserRead, "old")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite, "")]
    [InlineData(UnixFileMode.UserRead, "")]
    public void AFileThatIsReplacedKeepsItsMode(UnixFileMode mode, string old)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        File.WriteAllText(Place("model"), old);
        File.SetUnixFileMode(Place("model"), mode);
        SequenceModel.Save(_model, Place("model"));
        Assert.Equal(mode, File.GetUnixFileMode(Place("model")));
        AssertLoads(Place("model"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task APipeIsWrittenWhereItIs(bool throughLink)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using (Process process = Process.Start("mkfifo", Place("pipe")))
        {
            await process.WaitForExitAsync();
        }
        File.CreateSymbolicLink(Place("link"), "pipe");
        Task<byte[]> read = Task.Run(() =>
        {
            using var stream = new MemoryStream();
            using FileStream pipe = File.OpenRead(Place("pipe"));
            pipe.CopyTo(stream);
            return stream.ToArray();
        });

        SequenceModel.Save(_model, Place(throughLink ? "link" : "pipe"));
        SequenceModel.Save(_model, Place("model"));
        Assert.Equal(File.ReadAllBytes(Place("model")), await read);
        Assert.Equal(["link", "model", "pipe"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal(0, new FileInfo(Place("pipe")).Length);
    }

    [Fact]
    public void ADeviceIsWrittenWhereItIs()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }
        IOException error = Assert.ThrowsAny<IOException>(() => SequenceModel.Save(_model, "/dev/full"));
        Assert.Contains("No space left", error.Message);
        Assert.Equal(0, new FileInfo("/dev/full").Length);
    }

    private string Place(string name) => Path.Combine(_folder, name);

    private void AssertLoads(string path)
    {
        var other = new DenseModel<LinearShape>();
        SequenceModel.Load(other, path);
        Assert.Equal(_model.Parameters.ToArray(), other.Parameters.ToArray());
    }
}
