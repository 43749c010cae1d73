using System;
using System.IO;
using System.Text;

namespace SeqGen.Serialization;

/// <summary>
/// A file written whole or not at all: beside its place, brought to the disk and moved there by <see cref="Commit"/>. A crash leaves the
/// old file or the new one.
/// </summary>
/// <remarks>
/// A link stays one: the file that it leads to is written. On Unix the new file has the mode of the one it replaces. What is no regular
/// file, a device or a pipe, is written where it stands.
/// </remarks>
internal sealed class WholeFile : IDisposable
{
    private readonly string _place;
    private readonly string? _beside;
    private bool _committed;

    /// <summary>Opens a file beside <paramref name="path"/>, or what stands there if it is no regular file.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be, or the path is a folder's.</exception>
    internal WholeFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        if (OpenInPlace(file) is FileStream special)
        {
            (_place, Stream) = (file.FullName, special);
            return;
        }
        _place = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        _beside = $"{_place}.{Path.GetRandomFileName()}.tmp";
        Stream = new FileStream(_beside, FileMode.CreateNew, FileAccess.Write);
        try
        {
            KeepMode();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal FileStream Stream { get; }

    /// <summary>Writes a text as UTF-8, without a byte order mark.</summary>
    /// <inheritdoc cref="WholeFile(string)" path="/exception"/>
    internal static void WriteText(string path, string text)
    {
        using var file = new WholeFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    /// <summary>Puts what was written into its place; one that stands there is replaced.</summary>
    /// <exception cref="IOException">It cannot be; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be; what stood there still does.</exception>
    internal void Commit()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (_beside is not null)
        {
            File.Move(_beside, _place, overwrite: true);
        }
        _committed = true;
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        Quietly(Stream.Dispose);
        if (!_committed && _beside is not null)
        {
            Quietly(() => File.Delete(_beside));
        }
    }

    // .NET does not say what is a device. One has no bytes, and unlike an empty file's its length cannot be set.
    private static FileStream? OpenInPlace(FileInfo file)
    {
        if (!file.Exists || (file.LinkTarget is null && file.Length > 0))
        {
            return null;
        }
        FileStream stream;
        try
        {
            stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            // A file that may be replaced though not written, or a link to nothing.
            return null;
        }
        if (!HasLength(stream))
        {
            return stream;
        }
        stream.Dispose();
        return null;
    }

    private static bool HasLength(FileStream stream)
    {
        try
        {
            if (stream.CanSeek && stream.Length == 0)
            {
                stream.SetLength(0);
            }
            return stream.CanSeek;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void KeepMode()
    {
        if (OperatingSystem.IsWindows() || !File.Exists(_place))
        {
            return;
        }
        UnixFileMode mode = File.GetUnixFileMode(_place);
        if (mode != File.GetUnixFileMode(Stream.SafeFileHandle))
        {
            File.SetUnixFileMode(Stream.SafeFileHandle, mode);
        }
    }

    // What kept the file from being written is the news, not what goes wrong after it.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
