using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace SeqGen.Training;

/// <summary>Writes each epoch as a line of a CSV file. Keras: CSVLogger.</summary>
/// <remarks>
/// The columns are <c>epoch</c>, from 1 (Keras counts from 0), then all numbers of the training by name, sorted; <c>NA</c> for one that the
/// epoch does not have. Numbers have all their digits. After a <see cref="BackupAndRestore"/> the file goes on where the backup was made.
/// </remarks>
public sealed class CsvLogger : Callback
{
    private readonly string _path;
    private readonly bool _append;
    private readonly char _separator;
    private string[]? _columns;
    private long _length;

    /// <summary>Chooses the file.</summary>
    /// <param name="path">Where the file goes; folders that are not there are made.</param>
    /// <param name="separator">What stands between columns.</param>
    /// <param name="append">Whether to go on in a file that is there, which then has its header already; else it is replaced.</param>
    public CsvLogger(string path, char separator = ',', bool append = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        _separator = separator;
        _append = append;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _columns = null;
        _length = _append && File.Exists(_path) ? new FileInfo(_path).Length : 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        _columns ??= [.. run.Names.Union(epoch.Metrics.Keys).Order(StringComparer.Ordinal)];
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        // What stands behind is of an earlier training, or of an epoch that is done again.
        file.SetLength(Math.Min(_length, file.Length));
        file.Seek(0, SeekOrigin.End);
        var text = new StringBuilder();
        if (file.Length == 0)
        {
            text.AppendJoin(_separator, _columns.Prepend("epoch")).Append('\n');
        }
        text.Append(epoch.Epoch.ToString(CultureInfo.InvariantCulture));
        foreach (string column in _columns)
        {
            text.Append(_separator).Append(
                epoch.Metrics.TryGetValue(column, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : "NA");
        }
        file.Write(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        _length = file.Length;
    }

    /// <inheritdoc/>
    public override void SaveState(CallbackState state)
    {
        state.Set("length", _length);
        state.SetText("columns", string.Join('\n', _columns ?? []));
    }

    /// <inheritdoc/>
    public override void RestoreState(CallbackState state)
    {
        _length = (long)(state.Get("length") ?? 0);
        _columns = state.GetText("columns") is { Length: > 0 } columns ? columns.Split('\n') : null;
    }
}
