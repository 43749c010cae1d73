using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>Runs the tests of category Width again in processes that may not use the widest vectors of this machine.</summary>
public sealed class WidthTests : IDisposable
{
    private readonly string _expected = Path.GetTempFileName();

    public void Dispose() => File.Delete(_expected);

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task Narrower_vectors_give_the_same_numbers(string disabled, int bits)
    {
        WidthChildTests.Write(_expected);
        (int exitCode, string output) = await RunChild(disabled, bits);
        Assert.True(exitCode == 0, output);
        Assert.Contains(nameof(WidthChildTests), output, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output)> RunChild(string disabled, int bits)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "vstest", typeof(WidthTests).Assembly.Location, "--TestCaseFilter:Category=Width", "--logger:console;verbosity=normal" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the host of these tests set up for itself is not for another one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }
        start.Environment[disabled] = "0";
        start.Environment[WidthChildTests.ExpectedVariable] = _expected;
        start.Environment[WidthChildTests.BitsVariable] = bits.ToString(System.Globalization.CultureInfo.InvariantCulture);

        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(), errors = child.StandardError.ReadToEndAsync();
        Task ended = child.WaitForExitAsync();
        if (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMinutes(4))) != ended)
        {
            child.Kill(entireProcessTree: true);
        }
        await ended;
        return (child.ExitCode, await output + await errors);
    }
}
