using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Runs an example as a user does, in a folder of its own.</summary>
internal sealed class ExampleProcess(string name) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen-example-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal string InFolder(string file) => Path.Combine(_folder, file);

    internal string[] Files() => Array.ConvertAll(Directory.GetFiles(_folder), path => Path.GetFileName(path));

    internal Outcome Run(params string[] args) => Start("dotnet", [Program(), .. args]);

    /// <summary>Runs it with standard output elsewhere, as a shell has it: <c>&gt; file</c>.</summary>
    internal Outcome RunInto(string redirection, params string[] args) =>
        Start("/bin/sh", ["-c", $"exec dotnet \"$@\" {redirection}", "sh", Program(), .. args]);

    private string Program()
    {
        // The example is built beside the tests, in the same configuration.
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        return Path.Combine(SharedData.Repository, "examples", name, "bin", configuration, "net10.0", name + ".dll");
    }

    private Outcome Start(string program, string[] args)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "The example did not end.");
        return new Outcome(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    internal sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        internal void WentWell() => Assert.Equal((0, ""), (ExitCode, Errors));

        /// <summary>Fails if it is not exit code 2 and one line that says this.</summary>
        internal void IsRefused(string expected)
        {
            Assert.Equal(2, ExitCode);
            Assert.Contains(expected, Errors, StringComparison.Ordinal);
            Assert.Single(Errors.TrimEnd().Split('\n'));
        }
    }
}
