using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SeqGen.Examples;

/// <summary>Losses by epoch as a chart of characters, for a terminal.</summary>
public sealed class LossChart(string title, IReadOnlyList<double> training, IReadOnlyList<double> validation) : IRenderable
{
    private const int LabelWidth = 9;
    private const int LeastWidth = 10;

    /// <summary>Columns of the plot, if the terminal has room for them.</summary>
    public int Width { get; init; } = 60;

    /// <summary>Lines of the plot.</summary>
    public int Height { get; init; } = 10;

    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(maxWidth, LabelWidth + LeastWidth), maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        double[] finite = [.. training.Concat(validation).Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return [new Segment($"{title}: no finite loss"), Segment.LineBreak];
        }
        int epochs = Math.Max(training.Count, validation.Count);
        int width = Math.Clamp(maxWidth - LabelWidth - 2, LeastWidth, Width);
        (double least, double most) = (finite.Min(), finite.Max());
        var marks = new char[Height, width];
        Plot(marks, validation, 'o', least, most, epochs);
        Plot(marks, training, '*', least, most, epochs); // where both are, the training's shows
        return [.. Lines(marks, least, most, epochs)];
    }

    private void Plot(char[,] marks, IReadOnlyList<double> losses, char mark, double least, double most, int epochs)
    {
        int width = marks.GetLength(1);
        for (int i = 0; i < losses.Count; i++)
        {
            if (double.IsFinite(losses[i]))
            {
                double height = most > least ? (losses[i] - least) / (most - least) : 0;
                int column = epochs > 1 ? (int)Math.Round((double)i * (width - 1) / (epochs - 1)) : 0;
                marks[(int)Math.Round((1 - height) * (Height - 1)), column] = mark;
            }
        }
    }

    private IEnumerable<Segment> Lines(char[,] marks, double least, double most, int epochs)
    {
        int width = marks.GetLength(1);
        yield return new Segment($"{title}  (");
        yield return new Segment("*", Style(Color.Blue));
        yield return new Segment(" training");
        if (validation.Count > 0)
        {
            yield return new Segment(", ");
            yield return new Segment("o", Style(Color.Orange1));
            yield return new Segment(" validation");
        }
        yield return new Segment(")");
        yield return Segment.LineBreak;
        for (int row = 0; row < Height; row++)
        {
            bool labelled = row == 0 || row == Height - 1;
            yield return new Segment((labelled ? Number(row == 0 ? most : least) : "").PadLeft(LabelWidth) + " |");
            for (int column = 0; column < width; column++)
            {
                char mark = marks[row, column];
                yield return mark == '\0'
                    ? new Segment(" ")
                    : new Segment(mark.ToString(), Style(mark == '*' ? Color.Blue : Color.Orange1));
            }
            yield return Segment.LineBreak;
        }
        string first = "1";
        string last = epochs.ToString(CultureInfo.InvariantCulture);
        yield return new Segment(new string(' ', LabelWidth) + " +" + new string('-', width));
        yield return Segment.LineBreak;
        yield return new Segment(new string(' ', LabelWidth + 2) + (epochs > 1 ? first + last.PadLeft(width - first.Length) : first));
        yield return Segment.LineBreak;
    }

    private static Style Style(Color color) => new(color);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
