using System.Linq;
using SeqGen.Numerics;
using SeqGen.Tests.Models;
using Xunit;

namespace SeqGen.Tests.Numerics;

/// <summary>Products of the code for one sample, and of two factors at once, against <see cref="Gemm"/>: the same bits.</summary>
[Trait("Category", "Width")]
public sealed class PairProductTests
{
    [Theory]
    [InlineData(1, 16, 1, 1)]
    [InlineData(3, 48, 5, 7)]
    [InlineData(4, 32, 2, 33)]
    [InlineData(9, 80, 1, 17)]
    [InlineData(15, 128, 14, 32)]
    [InlineData(64, 64, 128, 128)]
    [InlineData(17, 64, 129, 3)]
    [InlineData(8, 96, 3, 0)]
    public void Two_products_in_one_have_the_bits_of_two(int rows, int columns, int depth, int depth2)
    {
        float[] a = ModelTheory.Values(rows * depth, 1, 1), b = ModelTheory.Values(depth * columns, 2, 1), init = ModelTheory.Values(columns, 3, 1);
        float[] a2 = ModelTheory.Values(rows * depth2, 4, 1), b2 = ModelTheory.Values(depth2 * columns, 5, 1);
        foreach (float[] bias in new[] { init, [] })
        {
            float[] expected = new float[rows * columns], actual = new float[rows * columns];
            Gemm.Multiply<float>(rows, depth, columns, a, depth, b, bias, expected, columns);
            Gemm.MultiplyAdd<float>(rows, depth2, columns, a2, depth2, b2, expected, columns);
            Gemm.MultiplyPair<float>(rows, columns, depth, a, depth, b, depth2, a2, depth2, b2, bias, actual, columns);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 9, 17)]
    [InlineData(4, 8, 65)]
    [InlineData(13, 65, 48)]
    [InlineData(50, 300, 195)]
    public void Rows_read_where_they_lie_have_the_bits_of_packed_ones(int rows, int depth, int columns)
    {
        int padded = PaddedRow.Length(columns);
        float[] a = ModelTheory.Values(rows * depth, 1, 1), b = ModelTheory.Values((depth * columns) + 16, 2, 1);
        float[] bias = ModelTheory.Values(padded, 3, 1), packed = new float[depth * padded];
        float[] expected = new float[rows * padded], actual = new float[rows * padded];
        var panels = new AlignedBuffer<float>(RowProduct.PanelWidth * depth);
        Gemm.Pack<float>(b, depth, columns, columns, packed);
        Gemm.Multiply<float>(rows, depth, padded, a, depth, packed, bias, expected, padded);
        RowProduct.Multiply(rows, depth, columns, in a[0], depth, in b[0], columns, in bias[0], ref actual[0], padded, ref panels.Span[0]);
        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(expected.Skip(row * padded).Take(columns), actual.Skip(row * padded).Take(columns));
        }
    }
}
