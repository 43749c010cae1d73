using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
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
    private readonly Dictionary<string, float> _previous = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens a file and reads its header.</summary>
    public CsvTable(string path)
    {
        InputFile.Check(path, "a CSV file");
        _path = path;
        _csv = Reading(() => CsvReader.FromFile(path, Options));
        if (Reading(() => _csv.Headers.Count) == 0)
        {
            throw new InputException($"{path} is empty; its first line has to name the columns.");
        }
    }

    /// <summary>Texts that mean that a value is missing, beside the empty one; NA, NaN and null by default.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = ["NA", "NaN", "null"];

    /// <summary>The line of the file that the present row starts on.</summary>
    public long Line => _csv.LineNumber;

    /// <summary>Whether the header has a column of this name, in capital letters or small. More than one of them are refused.</summary>
    public bool Has(string column) => _csv.Headers.Count(header => header.Equals(column, StringComparison.OrdinalIgnoreCase)) switch
    {
        0 => false,
        1 => true,
        int columns => throw new InputException($"{_path} has {columns} columns named {column}; only one can be meant."),
    };

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
    /// <param name="column">The column's name.</param>
    /// <param name="missing">What a missing value becomes.</param>
    public float Number(string column, MissingValue missing = MissingValue.Refuse)
    {
        if (missing != MissingValue.Refuse && IsMissing(column))
        {
            return missing == MissingValue.NaN ? float.NaN
                : _previous.TryGetValue(column, out float previous) ? previous
                : throw Wrong(column, "there is no value, and none before it to take instead");
        }
        float value = Finite(column, Text(column));
        _previous[column] = value;
        return value;
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

    private bool IsMissing(string column)
    {
        int index = _csv.GetFieldIndex(column);
        string text = index < _csv.FieldCount ? _csv.GetString(index) : "";
        return text.Length == 0 || MissingMarkers.Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    private float Finite(string column, string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Wrong(column, $"'{Shortened(text)}' is not a number");

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

/// <summary>What a value becomes that a file does not have.</summary>
public enum MissingValue
{
    /// <summary>An error that names the line and the column.</summary>
    Refuse,

    /// <summary>The value of the last row read that has one.</summary>
    Previous,

    /// <summary>Not a number: for whoever fills it in.</summary>
    NaN,
}
