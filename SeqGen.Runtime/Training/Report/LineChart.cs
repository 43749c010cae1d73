using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>A chart of lines over a common x axis.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Lines">Drawn in this order, later ones on top.</param>
public sealed record LineChart(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>Parts of the x axis that are shaded.</summary>
    public IReadOnlyList<ChartBand> Bands { get; init; } = [];

    /// <summary>The y axis at least reaches here, so that charts beside each other can be compared.</summary>
    public double? LowestY { get; init; }

    /// <inheritdoc cref="LowestY"/>
    public double? HighestY { get; init; }
}

/// <summary>One line. Values that are not finite leave a gap.</summary>
/// <param name="Name">As the legend says it.</param>
/// <param name="Style">Its colour and stroke.</param>
/// <param name="X">Where its points stand.</param>
/// <param name="Y">As many values as <paramref name="X"/> has.</param>
public sealed record ChartLine(string Name, LineStyle Style, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>A shaded part of the x axis.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Style">Its colour.</param>
public readonly record struct ChartBand(double From, double To, LineStyle Style);

/// <summary>Colours of lines and bands; each has a shade for light and one for dark pages.</summary>
public enum LineStyle
{
    /// <summary>As text.</summary>
    Ink,

    /// <summary>Grey and dashed, for what others are measured against.</summary>
    Reference,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Orange.</summary>
    Orange,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Purple.</summary>
    Purple,
}
