using System;
using System.IO;
using System.Text;

namespace SeqGen.Examples;

/// <summary>Writes files whole or not at all: beside their place, and then moved into it.</summary>
public static class OutputFile
{
    /// <summary>Refuses a path that cannot be written, before the work whose result goes there.</summary>
    public static void Check(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
        {
            throw new InputException(path.Length == 0 ? "A file's name is empty." : $"{path} is a folder, not a file to write.");
        }
        if (!Directory.Exists(Folder(path)))
        {
            throw new InputException($"{path} cannot be written: there is no folder {Path.GetDirectoryName(path)}.");
        }
    }

    /// <summary>Writes a text as UTF-8.</summary>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes what a method puts into a stream, which can seek unless the path is a device.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        Check(path);
        if (IsDevice(path))
        {
            Guarded(path, () => WriteTo(File.OpenWrite(path), write));
            return;
        }
        string beside = Path.Combine(Folder(path), $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            Guarded(path, () =>
            {
                WriteTo(File.Create(beside), write);
                File.Move(beside, path, overwrite: true);
            });
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Does what writes to a place, and turns what goes wrong there into an <see cref="InputException"/> that names it.</summary>
    public static T Guarded<T>(string place, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{place} cannot be written: {error.Message}", error);
        }
    }

    /// <inheritdoc cref="Guarded{T}"/>
    public static void Guarded(string place, Action write) => Guarded(place, () =>
    {
        write();
        return true;
    });

    private static void WriteTo(Stream stream, Action<Stream> write)
    {
        using (stream)
        {
            write(stream);
        }
    }

    private static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;

    // /dev/null and the like are written to; a file moved over them would take their place.
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
}
