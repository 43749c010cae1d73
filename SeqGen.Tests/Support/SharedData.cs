using System;
using System.IO;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Real data that stands beside the repository and is not part of it.</summary>
internal static class SharedData
{
    internal static string Repository { get; } = FindRepository();

    internal static string? Folder { get; } =
        Directory.Exists(Path.Combine(Repository, "..", "shared", "data")) ? Path.Combine(Repository, "..", "shared", "data") : null;

    internal static string File(string name) =>
        Path.Combine(Folder ?? throw new InvalidOperationException("../shared/data is absent."), name);

    private static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "SeqGen.sln")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException("SeqGen.sln is above none of the test's folders.");
    }
}

/// <summary>A test that needs ../shared/data, and says so where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
        {
            const string why = "Needs ../shared/data, which is not beside this repository.";
            Skip = why;
        }
    }
}
