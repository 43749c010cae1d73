using System;
using System.Text;

namespace SeqGen.Generator.Emit;

/// <summary>Writes lines of C# at an indent; LF line ends on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>An attribute to put above every method that generated code calls; empty for none.</summary>
    public string MethodAttribute { get; init; } = "";

    public void Line(string text = "")
    {
        if (MethodAttribute.Length > 0 && text.StartsWith("internal static void ", StringComparison.Ordinal))
        {
            _text.Append(' ', 4 * _indent).Append(MethodAttribute).Append('\n');
        }
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _indent).Append(text);
        }
        _text.Append('\n');
    }

    /// <summary>Writes each line of a text; lines that are empty stay so.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Replace("\r", "").Split('\n'))
        {
            Line(line.TrimEnd());
        }
    }

    /// <summary>Writes a header and an opening brace; the block ends where the result is disposed of, with a closing brace.</summary>
    public Block Open(string header = "", string close = "}")
    {
        if (header.Length > 0)
        {
            Lines(header);
        }
        Line("{");
        _indent++;
        return new Block(this, close);
    }

    /// <summary>The same for a class, from which constants that it does not use are left out.</summary>
    public Block OpenClass(string header)
    {
        int start = _text.Length;
        return Open(header) with { ClassStart = start };
    }

    private void RemoveUnusedConstants(int start)
    {
        string code = UnusedConstants.Remove(_text.ToString(start, _text.Length - start));
        _text.Length = start;
        _text.Append(code);
    }

    public override string ToString() => _text.ToString();

    internal readonly struct Block(SourceWriter writer, string close) : IDisposable
    {
        /// <summary>Where the text of a class starts.</summary>
        internal int? ClassStart { get; init; }

        public void Dispose()
        {
            writer._indent--;
            writer.Line(close);
            if (ClassStart is { } start)
            {
                writer.RemoveUnusedConstants(start);
            }
        }
    }
}
