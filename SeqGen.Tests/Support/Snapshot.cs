using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using DiffEngine;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Compares text with files that were looked at and accepted, named as Verify names them.</summary>
/// <remarks>
/// <c>Snapshots/Model/File.verified.cs</c> is what is expected. Where the text differs, <c>File.received.cs</c> is written beside it, a diff
/// tool opens (not in CI), and the test fails. To accept all that has changed, run the tests with the environment variable
/// <c>SEQGEN_ACCEPT=1</c>, which overwrites the verified files, and look through the difference before committing it.
/// </remarks>
internal static class Snapshot
{
    private static bool Accepts => Environment.GetEnvironmentVariable("SEQGEN_ACCEPT") == "1";

    /// <summary>Every file is as accepted, and no accepted one is missing.</summary>
    /// <param name="model">The folder under Snapshots.</param>
    /// <param name="files">Texts by file name, as <c>Demo.M.g.cs</c>.</param>
    internal static void Verify(string model, IReadOnlyDictionary<string, string> files) =>
        Verify(Path.Combine(SharedData.Repository, "SeqGen.Tests", "Snapshots"), model, files, Accepts);

    /// <summary>As <see cref="Verify(string, IReadOnlyDictionary{string, string})"/>, in a folder that may be another.</summary>
    internal static void Verify(string snapshots, string model, IReadOnlyDictionary<string, string> files, bool accept)
    {
        string folder = Directory.CreateDirectory(Path.Combine(snapshots, model)).FullName;
        Dictionary<string, string> expected = files.Keys.ToDictionary(name => Path.Combine(folder, Place(name, "verified")));
        List<string> problems = [.. files.Where(file => !IsVerified(folder, file.Key, file.Value, accept)).Select(file => $"{model}/{file.Key} differs")];
        foreach (string left in Directory.GetFiles(folder, "*.verified.*").Where(path => !expected.ContainsKey(path)))
        {
            if (accept)
            {
                File.Delete(left);
                continue;
            }
            problems.Add($"{model}/{Path.GetFileName(left)} is no longer written");
        }
        Assert.True(problems.Count == 0, $"{string.Join("; ", problems)}. Compare the .received files with the .verified ones in {model}; SEQGEN_ACCEPT=1 accepts.");
    }

    private static bool IsVerified(string folder, string name, string text, bool accept)
    {
        string verified = Path.Combine(folder, Place(name, "verified")), received = Path.Combine(folder, Place(name, "received"));
        bool same = File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == text;
        if (accept && !same)
        {
            File.WriteAllText(verified, text, new UTF8Encoding(false));
            same = true;
        }
        if (same)
        {
            File.Delete(received);
            return true;
        }
        File.WriteAllText(received, text, new UTF8Encoding(false));
        if (!BuildServerDetector.Detected)
        {
            DiffRunner.Launch(received, verified, new UTF8Encoding(false));
        }
        return false;
    }

    // Demo.M.g.cs is kept as Demo.M.g.verified.cs.
    private static string Place(string name, string kind) => $"{Path.GetFileNameWithoutExtension(name)}.{kind}{Path.GetExtension(name)}";
}
