using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Looks up the rows of an embedding, and adds up their gradients.</summary>
/// <remarks>Batched code holds tokens as numbers, which are exact up to 16,777,216.</remarks>
[RealtimeSafe]
public static class EmbeddingRows
{
    /// <summary>y[row] = table[token[row]].</summary>
    /// <param name="tokens">A token a row, row-major <c>[timesteps, batch]</c>.</param>
    /// <param name="batch">Rows of a timestep.</param>
    /// <param name="firstRow">Index of the first sample in its whole batch, for messages.</param>
    /// <param name="table"><c>[vocabulary, dimensions]</c>.</param>
    /// <param name="vocabulary">Rows of the table.</param>
    /// <param name="dimensions">Columns of the table.</param>
    /// <param name="otherwise">The row of a token that is not in the table; below 0 to refuse it.</param>
    /// <param name="y">Receives the rows.</param>
    /// <param name="stride">Distance of y's rows, of which all is written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is outside the table and no row stands for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(
        ReadOnlySpan<T> tokens, int batch, int firstRow, ReadOnlySpan<T> table, int vocabulary, int dimensions, int otherwise, Span<T> y, int stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < tokens.Length; row++)
        {
            int token = Token(tokens[row], vocabulary, otherwise, row / batch, firstRow + (row % batch));
            Span<T> to = y.Slice(row * stride, stride);
            table.Slice(token * dimensions, dimensions).CopyTo(to);
            to[dimensions..].Clear();
        }
    }

    /// <summary>dTable[token[row]] += dY[row], after dTable was set to 0: all of it, or with <paramref name="lazy"/> the rows of the tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<T>(
        ReadOnlySpan<T> tokens, ReadOnlySpan<T> dY, int stride, int vocabulary, int dimensions, int otherwise, Span<T> dTable, bool lazy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!lazy)
        {
            dTable[..(vocabulary * dimensions)].Clear();
        }
        for (int row = 0; lazy && row < tokens.Length; row++)
        {
            dTable.Slice(Token(tokens[row], vocabulary, otherwise, 0, 0) * dimensions, dimensions).Clear();
        }
        for (int row = 0; row < tokens.Length; row++)
        {
            Span<T> to = dTable.Slice(Token(tokens[row], vocabulary, otherwise, 0, 0) * dimensions, dimensions);
            TensorPrimitives.Add(to, dY.Slice(row * stride, dimensions), to);
        }
    }

    /// <summary>1 where a token is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mask<T>(ReadOnlySpan<T> tokens, Span<T> mask, bool combine) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < tokens.Length; row++)
        {
            mask[row] = tokens[row] != T.Zero && (!combine || mask[row] != T.Zero) ? T.One : T.Zero;
        }
    }

    /// <summary>The row that stands for a token of one sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside the table and no row stands for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Row(int token, int vocabulary, int otherwise, int timestep) =>
        (uint)token < (uint)vocabulary ? token : otherwise >= 0 ? otherwise : Refuse(token, vocabulary, timestep, 0);

    /// <summary>A token of a stream that came as a float; -1 for one outside the table where a row stands for those.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside the table and no row stands for it.</exception>
    public static int OfStream(float value, int vocabulary, int otherwise, string argument) =>
        IsToken(value, vocabulary) ? (int)value : otherwise >= 0 ? -1 : throw Outside(argument, $"Token {value}", vocabulary);

    /// <summary>Refuses a token of a stream that is outside the table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static void Check(int token, int vocabulary, string argument)
    {
        if ((uint)token >= (uint)vocabulary)
        {
            throw Outside(argument, $"Token {token}", vocabulary);
        }
    }

    /// <summary>Refuses tokens of many streams of which one is outside the table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is.</exception>
    public static void Check(ReadOnlySpan<int> tokens, int vocabulary, string argument)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if ((uint)tokens[i] >= (uint)vocabulary)
            {
                throw Outside(argument, $"Token {tokens[i]} of stream {i}", vocabulary);
            }
        }
    }

    /// <summary>Refuses tokens of many streams, held as numbers, of which one is outside the table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is.</exception>
    public static void Check(ReadOnlySpan<float> tokens, int vocabulary, string argument)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if (!IsToken(tokens[i], vocabulary))
            {
                throw Outside(argument, $"Token {tokens[i]} of stream {i}", vocabulary);
            }
        }
    }

    // NaN fails all comparisons.
    internal static bool IsToken<T>(T value, int vocabulary) where T : unmanaged, IFloatingPointIeee754<T> =>
        value >= T.Zero && value < T.CreateChecked(vocabulary) && T.Truncate(value) == value;

    private static int Token<T>(T value, int vocabulary, int otherwise, int timestep, int sample) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsToken(value, vocabulary))
        {
            return int.CreateTruncating(value);
        }
        return otherwise >= 0 ? otherwise : Refuse(double.CreateTruncating(value), vocabulary, timestep, sample);
    }

    private static int Refuse(double token, int vocabulary, int timestep, int sample) =>
        throw Outside("inputs", $"Token {token} at timestep {timestep} of sample {sample}", vocabulary);

    private static ArgumentOutOfRangeException Outside(string argument, string token, int vocabulary) =>
        new(argument, $"{token} is outside the vocabulary of {vocabulary}; tokens are whole numbers, 0 to {vocabulary - 1}.");
}
