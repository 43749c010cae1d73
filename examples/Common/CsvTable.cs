using System;
using System.Globalization;
using System.IO;
using CsvHelper;

namespace SeqGen.Examples;

/// <summary>
/// A CSV file read row by row, its values by their column's name. Whatever is wrong with the file becomes an
/// <see cref="InputException"/> that names the line and the column.
/// </summary>
public sealed class CsvTable : IDisposable
{
    private static readonly CsvReaderOptions Options = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private readonly string _path;
    private readonly CsvReader _csv;

    /// <summary>Opens a file and reads its header.</summary>
    public CsvTable(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException(Directory.Exists(path) ? $"{path} is a folder, not a CSV file." : $"There is no file '{path}'.");
        }
        _path = path;
        _csv = Reading(() => CsvReader.FromFile(path, Options));
        if (Reading(() => _csv.Headers.Count) == 0)
        {
            throw new InputException($"{path} is empty; its first line has to name the columns.");
        }
    }

    /// <summary>The line of the file that the present row starts on.</summary>
    public long Line => _csv.LineNumber;

    /// <summary>Whether the header has a column of this name, in capital letters or small.</summary>
    public bool Has(string column) => _csv.TryGetFieldIndex(column, out _);

    /// <summary>Makes sure of columns before the first row is read.</summary>
    public void Require(params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
        {
            if (!Has(column))
            {
                throw new InputException($"{_path} has no column {column}; its columns are {ExampleProgram.Listed(_csv.Headers)}.");
            }
        }
    }

    /// <summary>Goes to the next row; false after the last one.</summary>
    public bool Read() => Reading(_csv.Read);

    /// <summary>The present row's value in a column.</summary>
    public string Text(string column)
    {
        int index = _csv.GetFieldIndex(column);
        if (index >= _csv.FieldCount)
        {
            throw Wrong(column, $"there is no value; the line has {_csv.FieldCount} of {_csv.Headers.Count}");
        }
        string text = _csv.GetString(index);
        return text.Length > 0 ? text : throw Wrong(column, "there is no value");
    }

    /// <summary>The present row's value in a column of finite numbers.</summary>
    public float Number(string column)
    {
        string text = Text(column);
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Wrong(column, $"'{Shortened(text)}' is not a number");
    }

    /// <summary>The present row's value in a column of dates, as 2017-08-11 or 8/11/2017.</summary>
    public DateOnly Date(string column)
    {
        string text = Text(column);
        return DateOnly.TryParse(text, CultureInfo.InvariantCulture, out DateOnly value)
            ? value
            : throw Wrong(column, $"'{Shortened(text)}' is not a date");
    }

    /// <summary>An error about the present row's value in a column.</summary>
    public InputException Wrong(string column, string what) =>
        new($"{_path}, line {Line.ToString(CultureInfo.InvariantCulture)}, column {column}: {what}.");

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException error)
        {
            throw new InputException($"{_path}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{_path} cannot be read: {error.Message}", error);
        }
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
