using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace SeqGen.Training;

/// <summary>Draws a <see cref="LineChart"/> at one size; colours come from the page's classes.</summary>
internal sealed class SvgPlot
{
    // About the widths of the page's 12-pixel letters: SVG cannot measure text.
    private const double LetterWidth = 6.6;
    private const double Top = 26;
    private const double Bottom = 40;

    private readonly LineChart _chart;
    private readonly int _width;
    private readonly int _height;
    private readonly StringBuilder _svg = new();
    private readonly (double From, double To) _x;
    private readonly (double From, double To) _y;
    private readonly IReadOnlyList<ChartTick> _yTicks;
    private readonly double _left;
    private readonly double _right;

    private SvgPlot(LineChart chart, int width, int height)
    {
        (_chart, _width, _height) = (chart, width, height);
        IEnumerable<double> bandEnds = chart.Bands.SelectMany(band => new[] { band.From, band.To });
        _x = Range(chart.Lines.SelectMany(line => line.X).Concat(bandEnds), null, null, margin: 0);
        _y = Range(chart.Lines.SelectMany(line => line.Y), chart.LowestY, chart.HighestY, margin: 0.04);
        _yTicks = chart.Y.Ticks(_y.From, _y.To, Math.Max(2, height / 60));
        _left = 14 + LetterWidth * _yTicks.Max(tick => tick.Text.Length);
        _right = width - 12;
    }

    /// <summary>The chart as an svg element.</summary>
    internal static string Draw(LineChart chart, int width, int height, string cssClass)
    {
        var plot = new SvgPlot(chart, width, height);
        string label = WebUtility.HtmlEncode(chart.Title);
        plot.Write($"""<svg class="{cssClass}" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">""");
        plot.Bands();
        plot.YAxis();
        plot.XAxis();
        foreach (ChartLine line in chart.Lines)
        {
            plot.Line(line);
        }
        plot.Write("</svg>");
        return plot._svg.ToString();
    }

    private double Baseline => _height - Bottom;

    // A bound that the chart sets itself needs no margin.
    private static (double From, double To) Range(IEnumerable<double> values, double? least, double? most, double margin)
    {
        double[] finite = [.. values.Append(least ?? double.NaN).Append(most ?? double.NaN).Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return (0, 1);
        }
        (double from, double to) = (finite.Min(), finite.Max());
        double room = to > from ? (to - from) * margin : Math.Max(Math.Abs(to) * 0.05, 0.5);
        return (from == least && to > from ? from : from - room, to + room);
    }

    private void Bands()
    {
        foreach (ChartBand band in _chart.Bands)
        {
            (double from, double to) = (AtX(band.From), AtX(band.To));
            Write($"""<path class="band {Class(band.Style)}" d="M{N(from)} {N(Top)}H{N(to)}V{N(Baseline)}H{N(from)}z"/>""");
        }
    }

    private void YAxis()
    {
        // The label lies above its axis: turned text is hard to read on a phone.
        Text(4, 14, "start", "label", _chart.Y.Label);
        foreach (ChartTick tick in _yTicks)
        {
            double y = AtY(tick.Value);
            Write($"""<path class="grid" d="M{N(_left)} {N(y)}H{N(_right)}"/>""");
            Text(_left - 6, y + 4, "end", "tick", tick.Text);
        }
    }

    private void XAxis()
    {
        Write($"""<path class="axis" d="M{N(_left)} {N(Baseline)}H{N(_right)}"/>""");
        foreach (ChartTick tick in XTicks())
        {
            double x = AtX(tick.Value);
            Write($"""<path class="axis" d="M{N(x)} {N(Baseline)}v5"/>""");
            double half = tick.Text.Length * LetterWidth / 2;
            // A tick at the edge keeps its text inside the picture.
            Text(Math.Clamp(x, half, _width - half), Baseline + 18, "middle", "tick", tick.Text);
        }
        Text((_left + _right) / 2, _height - 6, "middle", "label", _chart.X.Label);
    }

    // As many ticks as have room for their texts.
    private IReadOnlyList<ChartTick> XTicks()
    {
        const int most = 12;
        IReadOnlyList<ChartTick> ticks = [];
        for (int count = most; count > 0; count--)
        {
            ticks = _chart.X.Ticks(_x.From, _x.To, count);
            double text = LetterWidth * ticks.Select(tick => tick.Text.Length + 2).DefaultIfEmpty(0).Max();
            if (ticks.Count < 2 || AtX(ticks[1].Value) - AtX(ticks[0].Value) >= text)
            {
                break;
            }
        }
        return ticks;
    }

    private void Line(ChartLine line)
    {
        StringBuilder path = new();
        int run = 0;
        int[] shown = Shown(line);
        for (int i = 0; i < shown.Length; i++)
        {
            int point = shown[i];
            if (!double.IsFinite(line.Y[point]))
            {
                run = 0;
                continue;
            }
            (string x, string y) = (N(AtX(line.X[point])), N(AtY(line.Y[point])));
            path.Append(run++ == 0 ? 'M' : 'L').Append(x).Append(' ').Append(y);
            bool alone = run == 1 && (i + 1 == shown.Length || !double.IsFinite(line.Y[shown[i + 1]]));
            if (alone)
            {
                Write($"""<circle class="dot {Class(line.Style)}" cx="{x}" cy="{y}" r="3"/>""");
            }
        }
        Write($"""<path class="line {Class(line.Style)}" d="{path}"/>""");
    }

    // The points that can be told apart: of a long line the lowest and the highest of as many as share a pixel.
    private int[] Shown(ChartLine line)
    {
        int share = line.Y.Count / (2 * _width);
        if (share < 2)
        {
            return [.. Enumerable.Range(0, line.Y.Count)];
        }
        SortedSet<int> shown = [0, line.Y.Count - 1];
        for (int start = 0; start < line.Y.Count; start += share)
        {
            IEnumerable<int> points = Enumerable.Range(start, Math.Min(share, line.Y.Count - start));
            // NaN is below all numbers to MinBy, so that gaps stay.
            shown.Add(points.MinBy(i => line.Y[i]));
            shown.Add(points.MaxBy(i => line.Y[i]));
        }
        return [.. shown];
    }

    private void Text(double x, double y, string anchor, string cssClass, string text) =>
        Write($"""<text class="{cssClass}" x="{N(x)}" y="{N(y)}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");

    private double AtX(double value) => _left + (value - _x.From) / (_x.To - _x.From) * (_right - _left);

    private double AtY(double value) => Baseline - (value - _y.From) / (_y.To - _y.From) * (Baseline - Top);

    internal static string Class(LineStyle style) => style.ToString().ToLowerInvariant();

    private static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private void Write(string element) => _svg.Append(element).Append('\n');
}
