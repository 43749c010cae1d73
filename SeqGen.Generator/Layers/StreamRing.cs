using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>The last timesteps of a layer's input, kept in the state of a stream: timestep t lies in row t modulo the rows.</summary>
/// <param name="Offset">Where it starts in the state.</param>
/// <param name="Rows">Timesteps that it holds.</param>
/// <param name="Width">Values from row to row.</param>
internal sealed record StreamRing(int Offset, int Rows, int Width)
{
    public static StreamRing In(StreamPlan stream, int rows, int width) => new(stream.State.Allocate((long)rows * width), rows, width);

    /// <summary>Writes what keeps a row.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="clock">The variable that counts the rows kept before.</param>
    /// <param name="row">The row's first value, as <c>ref x</c>.</param>
    /// <param name="length">Its values.</param>
    public void EmitKeep(SourceWriter writer, string clock, string row, int length)
    {
        string to = $"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref state, {At(clock)}), {length})";
        writer.Line($"MemoryMarshal.CreateReadOnlySpan({row}, {length}).CopyTo({to});");
    }

    /// <summary>Writes what leaves where no output is due, and the clock of the outputs.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="clock">The variable that counts the rows kept before.</param>
    /// <param name="next">The variable that counts the outputs before.</param>
    /// <param name="delay">Rows before the one that gives the first output.</param>
    /// <param name="strides">Rows from output to output.</param>
    public static void EmitDue(SourceWriter writer, string clock, string next, int delay, int strides)
    {
        if (delay == 0 && strides == 1)
        {
            return;
        }
        string since = delay == 0 ? clock : strides == 1 ? $"{clock} - {delay}" : $"({clock} - {delay})";
        string early = delay == 0 ? "" : $"{clock} < {delay}", between = strides == 1 ? "" : $"{since} % {strides} != 0";
        string either = early.Length > 0 && between.Length > 0 ? " || " : "";
        using (writer.Open($"if ({early}{either}{between})"))
        {
            writer.Line("return false;");
        }
        writer.Line($"ulong {next} = {since}{(strides == 1 ? "" : $" / {strides}")};");
    }

    /// <summary>The index of a timestep's first value in the state.</summary>
    public string At(string timestep) =>
        Terms.Sum(Offset, Rows == 1 ? "0" : Terms.Product($"(nint)({timestep} % {Rows})", Width));
}
