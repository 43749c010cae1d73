using System;
using System.IO;
using System.Text;

namespace SeqGen.Serialization;

/// <summary>
/// A file written whole or not at all: beside its place, brought to the disk and moved there by <see cref="Commit"/>. A crash leaves the
/// old file or the new one.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _place;
    private readonly string _beside;
    private bool _committed;

    /// <summary>Opens a file beside <paramref name="path"/>.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal WholeFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _place = Path.GetFullPath(path);
        _beside = $"{_place}.{Path.GetRandomFileName()}.tmp";
        Stream = new FileStream(_beside, FileMode.CreateNew, FileAccess.Write);
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
    internal void Commit()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(_beside, _place, overwrite: true);
        _committed = true;
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (_committed)
        {
            return;
        }
        try
        {
            File.Delete(_beside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What kept the file from being written is the news, not this.
        }
    }
}
