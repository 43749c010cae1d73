using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Normal noise that is a function of where it stands: of seed, row and column, not of what was drawn before.</summary>
/// <remarks>
/// A 32-bit hash h of seed, row and column (that of <see cref="DropoutMask"/>) makes p = (h + ½) / 2^32, and the value whose normal
/// distribution function is p is the noise: Wichura's PPND7 (algorithm AS 241, 1988), within 1e-7 of it, between -6.3 and 6.3. It is
/// computed in double from + - * / and square roots alone, so that every machine draws the same.
/// </remarks>
[RealtimeSafe]
public static class NormalNoise
{
    /// <summary>y = x + deviation · n on [rows, length], in <see cref="PaddedRow"/>'s layout; its first row is row <paramref name="firstRow"/> of the whole.</summary>
    /// <param name="x">Rows <paramref name="xStride"/> apart.</param>
    /// <param name="xStride">Distance of x's rows.</param>
    /// <param name="y">Receives padded rows, the padding 0.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="length">Values of a row.</param>
    /// <param name="deviation">Standard deviation.</param>
    /// <param name="seed">Chooses the noise.</param>
    /// <param name="firstRow">Index of the first row in the whole.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(ReadOnlySpan<T> x, int xStride, Span<T> y, int rows, int length, float deviation, ulong seed, int firstRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(length);
        for (int row = 0; row < rows; row++)
        {
            ulong key = SeededRandom.Derive(seed, (ulong)(firstRow + (long)row));
            ReadOnlySpan<T> from = x.Slice(row * xStride, length);
            Span<T> to = y.Slice(row * padded, padded);
            for (int column = 0; column < length; column++)
            {
                double p = (DropoutMask.Hash((uint)column, key) + 0.5) / 4294967296.0;
                to[column] = from[column] + T.CreateTruncating(deviation * Quantile(p));
            }
            to[length..].Clear();
        }
    }

    /// <summary>The value below which a normal one lies with probability <paramref name="p"/>, 1e-10 to 1 - 1e-10.</summary>
    internal static double Quantile(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * ((((((59.109374720 * r) + 159.29113202) * r) + 50.434271938) * r) + 3.3871327179)
                / ((((((67.187563600 * r) + 78.757757664) * r) + 17.895169469) * r) + 1);
        }
        double tail = Math.Sqrt(-SeededRandom.Log(q < 0 ? p : 1 - p));
        double s = tail - 1.6;
        double value = ((((((0.17023821103 * s) + 1.3067284816) * s) + 2.7568153900) * s) + 1.4234372777)
            / ((((0.12021132975 * s) + 0.73700164250) * s) + 1);
        return q < 0 ? -value : value;
    }
}
