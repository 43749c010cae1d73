using System;
using System.Collections.Generic;

namespace SeqGen.Data;

/// <summary>What a text's entry for a word says.</summary>
public enum TextMatrixMode
{
    /// <summary>1 where the word is in the text: a one-hot (multi-hot) text.</summary>
    Binary,

    /// <summary>How often it is.</summary>
    Count,

    /// <summary>How often it is, divided by the words of the text.</summary>
    Frequency,

    /// <summary>(1 + ln count) ln(1 + documents / (1 + documents with the word)).</summary>
    TfIdf,
}

public sealed partial class Tokenizer
{
    /// <summary>Each text as one row with an entry for each id (Keras's texts_to_matrix).</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="mode">What an entry says.</param>
    /// <returns>
    /// <c>[texts, columns]</c>, row-major, with <see cref="NumWords"/> columns, or where it is null one more than there are words: column 0
    /// stays 0.
    /// </returns>
    /// <exception cref="ArgumentException">There are no texts.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no vocabulary yet, or no counts for <see cref="TextMatrixMode.TfIdf"/>.
    /// </exception>
    public float[] TextsToMatrix(IReadOnlyList<string> texts, TextMatrixMode mode = TextMatrixMode.Binary)
    {
        CheckFitted();
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            throw new ArgumentException("texts is empty; expected at least one text.", nameof(texts));
        }
        if (mode == TextMatrixMode.TfIdf && DocumentCount == 0)
        {
            throw new InvalidOperationException("A vocabulary that was loaded has no document counts; call FitOnTexts for TfIdf.");
        }
        int columns = NumWords ?? _index.Count + 1;
        float[] matrix = new float[checked(texts.Count * columns)];
        for (int i = 0; i < texts.Count; i++)
        {
            int[] ids = TextToSequence(texts[i]);
            Span<float> row = matrix.AsSpan(i * columns, columns);
            foreach (int id in ids)
            {
                row[id]++;
            }
            for (int id = 0; id < columns; id++)
            {
                row[id] = row[id] == 0 ? 0 : Entry(row[id], id, ids.Length, mode);
            }
        }
        return matrix;
    }

    private float Entry(float count, int id, int length, TextMatrixMode mode) => mode switch
    {
        TextMatrixMode.Binary => 1,
        TextMatrixMode.Count => count,
        TextMatrixMode.Frequency => count / length,
        _ => (float)((1 + Math.Log(count)) * Math.Log(1 + DocumentCount / (1.0 + _documents.GetValueOrDefault(_words[id])))),
    };
}
