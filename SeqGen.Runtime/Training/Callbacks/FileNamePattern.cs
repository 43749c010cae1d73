using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace SeqGen.Training;

/// <summary>A path with <c>{epoch:00}</c> or <c>{val_loss:F3}</c> in it.</summary>
internal sealed class FileNamePattern
{
    private const string Epoch = "epoch";

    private readonly List<(string Text, string? Name, string? Format)> _parts = [];

    internal FileNamePattern(string path)
    {
        int start = 0;
        while (start < path.Length)
        {
            int open = path.IndexOf('{', start);
            if (open < 0)
            {
                _parts.Add((path[start..], null, null));
                return;
            }
            int close = path.IndexOf('}', open);
            if (close < 0)
            {
                throw new ArgumentException($"'{path}' opens a brace and does not close it.", nameof(path));
            }
            string[] inside = path[(open + 1)..close].Split(':', 2);
            string? format = inside.Length > 1 ? inside[1] : null;
            CheckFormat(path, inside[0], format);
            _parts.Add((path[start..open], inside[0], format));
            start = close + 1;
        }
    }

    /// <summary>Refuses names that epochs will not have.</summary>
    internal void Check(IReadOnlyList<string> names)
    {
        foreach ((_, string? name, _) in _parts)
        {
            if (name is not null && name != Epoch && name != "learning_rate" && !names.Contains(name))
            {
                throw new ArgumentException(
                    $"The path names '{{{name}}}', which this training does not have. It has epoch, {string.Join(", ", names)}.", "path");
            }
        }
    }

    /// <summary>The path for an epoch; a number that it does not have is NA.</summary>
    internal string Of(EpochRecord epoch)
    {
        var path = new StringBuilder();
        foreach ((string text, string? name, string? format) in _parts)
        {
            path.Append(text);
            if (name == Epoch)
            {
                path.Append(epoch.Epoch.ToString(format, CultureInfo.InvariantCulture));
            }
            else if (name is not null)
            {
                bool known = epoch.Metrics.TryGetValue(name, out double value);
                path.Append(known ? value.ToString(format, CultureInfo.InvariantCulture) : "NA");
            }
        }
        return path.ToString();
    }

    // The epoch is a whole number, and formats differ.
    private static void CheckFormat(string path, string name, string? format)
    {
        try
        {
            _ = name == Epoch ? 1.ToString(format, CultureInfo.InvariantCulture) : 0.5.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"'{path}' has the format '{format}', which .NET does not know for '{name}'.", nameof(path), error);
        }
    }
}
