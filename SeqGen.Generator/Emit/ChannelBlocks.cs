using System;

namespace SeqGen.Generator.Emit;

/// <summary>
/// Code for one sample that treats every channel of a row alike: a loop over blocks of vectors, and one over what is left value by value
/// where a row may not be read past its end.
/// </summary>
internal sealed class ChannelBlocks
{
    // Enough to hide the latency of one operation a vector.
    private const int MostVectors = 4;

    private readonly int _lanes;
    private readonly string _at;
    private readonly bool _isScalar;

    private ChannelBlocks(int vectors, int lanes, string at, bool isScalar)
    {
        Vectors = vectors;
        _lanes = lanes;
        _at = at;
        _isScalar = isScalar;
    }

    /// <summary>Vectors of this block.</summary>
    public int Vectors { get; }

    /// <summary>Writes the loops.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="lanes">Values of a vector.</param>
    /// <param name="channels">Values of a row.</param>
    /// <param name="mayReadPast">False where the row may be the last of the caller's input.</param>
    /// <param name="body">Writes the code of a block.</param>
    public static void Emit(SourceWriter writer, int lanes, int channels, bool mayReadPast, Action<ChannelBlocks> body)
    {
        int vectors = mayReadPast ? (channels + lanes - 1) / lanes : channels / lanes;
        int perBlock = Math.Min(vectors, MostVectors);
        int looped = perBlock == 0 ? 0 : vectors / perBlock * perBlock;
        if (looped > 0)
        {
            bool once = looped == perBlock, alone = once && vectors == looped && vectors * lanes >= channels;
            SourceWriter.Block? loop = alone ? null : writer.Open(once ? "" : $"for (nuint j = 0; j < {looped * lanes}; j += {perBlock * lanes})");
            body(new ChannelBlocks(perBlock, lanes, once ? "" : " + j", isScalar: false));
            loop?.Dispose();
        }
        if (vectors > looped)
        {
            using (writer.Open())
            {
                body(new ChannelBlocks(vectors - looped, lanes, $" + {looped * lanes}", isScalar: false));
            }
        }
        if (vectors * lanes < channels)
        {
            writer.Line("// what is left of the caller's row, behind which nothing may be read");
            using (writer.Open($"for (nuint j = {vectors * lanes}; j < {channels}; j++)"))
            {
                body(new ChannelBlocks(1, lanes, " + j", isScalar: true));
            }
        }
    }

    /// <summary>A vector of a row that starts <paramref name="offset"/> behind a reference.</summary>
    public string Load(string from, string offset, int vector) => _isScalar
        ? $"V.CreateScalar(Unsafe.Add(ref Unsafe.AsRef(in {from}), {Index(offset, vector)}))"
        : $"V.LoadUnsafe(in {from}, {Index(offset, vector)})";

    /// <summary>Stores a vector to a row that starts <paramref name="offset"/> behind a reference.</summary>
    public string Store(string to, string offset, int vector, string value) => _isScalar
        ? $"Unsafe.Add(ref {to}, {Index(offset, vector)}) = ({value}).ToScalar();"
        : $"V.StoreUnsafe({value}, ref {to}, {Index(offset, vector)});";

    private string Index(string offset, int vector)
    {
        string index = $"{offset}{(vector == 0 ? "" : $" + {vector * _lanes}")}{_at}";
        return index.StartsWith("0 + ", StringComparison.Ordinal) ? index.Substring(4) : index;
    }
}
