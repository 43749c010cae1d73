using System;
using SeqGen.Tests.Training;

namespace SeqGen.Tests.Support;

/// <summary>What a test runs in a process of its own: <c>dotnet SeqGen.Tests.dll backup &lt;variant&gt; &lt;folder&gt;</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["backup", string variant, string folder])
        {
            BackupTraining.Run(variant, folder, new BackupTraining.Announcer());
            return 0;
        }
        Console.Error.WriteLine("usage: backup <variant> <folder>");
        return 2;
    }
}
