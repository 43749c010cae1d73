using System;
using System.IO;
using System.Text;

namespace SeqGen.Examples;

/// <summary>The console's standard output, whose failures (a full disk, a closed handle) become an <see cref="InputException"/>.</summary>
internal sealed class StandardOutput : TextWriter
{
    private readonly TextWriter _console = OutputFile.Guarded("Standard output", () => Console.Out);

    public override Encoding Encoding => _console.Encoding;

    public override void Write(char value) => Guarded(() => _console.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guarded(() => _console.Write(buffer, index, count));

    public override void Write(string? value) => Guarded(() => _console.Write(value));

    public override void WriteLine(string? value) => Guarded(() => _console.WriteLine(value));

    public override void Flush() => Guarded(_console.Flush);

    private static void Guarded(Action write) => OutputFile.Guarded("Standard output", write);
}
