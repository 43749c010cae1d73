namespace SeqGen.Training;

/// <summary>What a callback notes in a backup. Names are its own: each callback has a place for itself.</summary>
public sealed class CallbackState
{
    private readonly Backup _backup;
    private readonly string _prefix;

    internal CallbackState(Backup backup, string prefix)
    {
        _backup = backup;
        _prefix = prefix;
    }

    /// <summary>Notes a number; null notes that there is none.</summary>
    public void Set(string name, double? value)
    {
        if (value is double number)
        {
            _backup.Set(_prefix + name, number);
        }
    }

    /// <summary>Notes a text.</summary>
    public void SetText(string name, string value) => _backup.Texts[_prefix + name] = value;

    /// <summary>Notes values, as parameters; they are copied. Null notes that there are none.</summary>
    public void SetValues(string name, float[]? values)
    {
        if (values is not null)
        {
            _backup.Arrays[_prefix + name] = [.. values];
        }
    }

    /// <summary>A number, bit for bit; null if none was noted.</summary>
    public double? Get(string name) => _backup.Texts.ContainsKey(_prefix + name) ? _backup.Get(_prefix + name) : null;

    /// <summary>A text; null if none was noted.</summary>
    public string? GetText(string name) => _backup.Texts.TryGetValue(_prefix + name, out string? value) ? value : null;

    /// <summary>A copy of values; null if none were noted.</summary>
    public float[]? GetValues(string name) => _backup.Arrays.TryGetValue(_prefix + name, out float[]? values) ? [.. values] : null;
}
