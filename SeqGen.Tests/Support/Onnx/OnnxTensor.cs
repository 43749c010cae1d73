using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Tests.Support.Onnx;

/// <summary>A tensor of a file, row-major.</summary>
/// <param name="Name">Its own; a test's inputs may have none.</param>
/// <param name="Shape">Outermost first; empty for a single value.</param>
/// <param name="Values">What is in it, of floats; 32-bit and 64-bit integers as far as a float holds them.</param>
internal sealed record OnnxTensor(string Name, int[] Shape, float[] Values)
{
    internal int Rank => Shape.Length;

    /// <summary>Values from an axis on.</summary>
    internal int From(int axis) => Shape.Skip(axis).Aggregate(1, (product, length) => product * length);

    /// <summary>The same values with axis i of the result being axis <paramref name="order"/>[i] of this.</summary>
    internal OnnxTensor Transposed(params int[] order)
    {
        int[] shape = [.. order.Select(axis => Shape[axis])], strides = [.. order.Select(axis => From(axis + 1))], at = new int[order.Length];
        float[] values = new float[Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Values[at.Zip(strides, (index, stride) => index * stride).Sum()];
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--)
            {
                at[axis] = 0;
            }
        }
        return new OnnxTensor(Name, shape, values);
    }

    /// <summary>An axis goes last; the others keep their order.</summary>
    internal OnnxTensor WithLast(int axis) => Transposed([.. Axes.Where(other => other != axis), axis]);

    /// <summary>An axis goes first; the others keep their order.</summary>
    internal OnnxTensor WithFirst(int axis) => Transposed([axis, .. Axes.Where(other => other != axis)]);

    /// <summary>Blocks of rows, of which there are <paramref name="count"/>, in another order.</summary>
    internal OnnxTensor Blocks(int count, params int[] order)
    {
        int length = Values.Length / count;
        return this with { Values = [.. order.SelectMany(block => Values.Skip(block * length).Take(length))] };
    }

    private IEnumerable<int> Axes => Enumerable.Range(0, Rank);
}
