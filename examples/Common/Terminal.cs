using System;
using Spectre.Console;

namespace SeqGen.Examples;

/// <summary>Where examples write their tables and charts.</summary>
public static class Terminal
{
    private const int WidthOfFiles = 120;

    /// <summary>Standard output: with colours on a terminal, plain text in a file or a pipe.</summary>
    public static IAnsiConsole Out { get; } = Create();

    private static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = WidthOfFiles;
        return plain;
    }
}
