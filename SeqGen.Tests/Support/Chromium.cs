using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>A headless browser, Debian's package chromium.</summary>
internal static class Chromium
{
    internal static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Writes a picture of a page.</summary>
    internal static void Screenshot(string page, string picture, int width, int height, bool dark) =>
        Run(page, dark, $"--screenshot={picture}", $"--window-size={width},{height}", "--hide-scrollbars");

    /// <summary>The page's elements, once its scripts ran.</summary>
    internal static string Dom(string page, int width, bool dark) =>
        Run(page, dark, "--dump-dom", $"--window-size={width},900", "--hide-scrollbars");

    private static string Run(string page, bool dark, params string[] what)
    {
        string profile = Directory.CreateTempSubdirectory("seqgen-chromium-").FullName;
        string[] quiet =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={profile}",
        ];
        string[] scheme = dark ? ["--blink-settings=preferredColorScheme=0"] : ["--blink-settings=preferredColorScheme=1"];
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(Program!, [.. quiet, .. scheme, .. what, new Uri(page).AbsoluteUri])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail("The browser did not end.");
            }
            string said = errors.GetAwaiter().GetResult();
            Assert.True(process.ExitCode == 0, said);
            return output.GetAwaiter().GetResult();
        }
        finally
        {
            Remove(profile);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // The browser's last child may still write; the folder is the system's temporary one.
        }
    }
}

/// <summary>A test that needs a browser, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (Chromium.Program is null)
        {
            const string why = "Needs a Chromium browser (Debian's package chromium) on the path.";
            Skip = why;
        }
    }
}
