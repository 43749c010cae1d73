using System;

namespace SeqGen.Data;

/// <summary>The parameters of an Embedding, made from <see cref="WordVectors"/>.</summary>
public sealed class EmbeddingMatrix
{
    private readonly float[] _values;

    internal EmbeddingMatrix(float[] values, int rows, int dimensions, int words, int found)
    {
        _values = values;
        (Rows, Dimensions, Words, Found) = (rows, dimensions, words, found);
    }

    /// <summary><c>[Rows, Dimensions]</c>, row-major; zeros in the rows of words without a vector.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Rows: the size of the vocabulary.</summary>
    public int Rows { get; }

    /// <summary>Values of a row.</summary>
    public int Dimensions { get; }

    /// <summary>Words of the vocabulary that have a row.</summary>
    public int Words { get; }

    /// <summary>Those of them that have a vector.</summary>
    public int Found { get; }

    /// <summary>Puts the matrix into a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tensor">Name of the Embedding's parameters, one of <see cref="ISequenceModel{TSelf}.ParameterTensors"/>.</param>
    /// <exception cref="ArgumentException">The model has no such tensor, or of another shape.</exception>
    public void CopyTo<TModel>(TModel model, string tensor) where TModel : class, ISequenceModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        string names = "";
        foreach (ParameterTensor candidate in TModel.ParameterTensors)
        {
            if (candidate.Name != tensor)
            {
                names += (names.Length > 0 ? ", " : "") + candidate.Name;
                continue;
            }
            if (!candidate.Shape.SequenceEqual([Rows, Dimensions]))
            {
                throw new ArgumentException(
                    $"tensor '{tensor}' has the shape [{string.Join(", ", candidate.Shape.ToArray())}]; "
                    + $"the matrix has [{Rows}, {Dimensions}].",
                    nameof(tensor));
            }
            _values.CopyTo(model.Parameters[candidate.Offset..]);
            return;
        }
        throw new ArgumentException($"The model has no tensor '{tensor}'; it has {names}.", nameof(tensor));
    }
}
