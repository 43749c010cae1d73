using System;
using System.IO;

namespace SeqGen.Examples;

/// <summary>Reads files so that whatever is wrong with one becomes an <see cref="InputException"/> that names it.</summary>
public static class InputFile
{
    /// <summary>Refuses a path where there is no file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="kind">What should be there, as <c>a CSV file</c>.</param>
    public static void Check(string path, string kind)
    {
        if (!File.Exists(path))
        {
            throw new InputException(Directory.Exists(path) ? $"{path} is a folder, not {kind}." : $"There is no file '{path}'.");
        }
    }

    /// <summary>Reads a file that <see cref="Check"/> lets pass.</summary>
    /// <param name="path">The path.</param>
    /// <param name="kind">What should be there.</param>
    /// <param name="read">Reads it; an <see cref="InvalidDataException"/> of its own has to name the file.</param>
    public static T Read<T>(string path, string kind, Func<T> read)
    {
        Check(path, kind);
        try
        {
            return read();
        }
        catch (InvalidDataException error)
        {
            throw new InputException(error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
