using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using SeqGen.Serialization;

namespace SeqGen.Training;

/// <summary>
/// A page about a training in one HTML file, charts included: no script, nothing fetched, light or dark as the reader's system is, and
/// readable on a phone.
/// </summary>
/// <example>
/// <code>
/// new TrainingReport("Prices a week ahead")
///     .Summary(model)
///     .Curves(history)
///     .Forecast("The test part", targets, forecasts)
///     .Save("report.html");
/// </code>
/// </example>
/// <param name="title">The page's title; texts of a page may hold any characters.</param>
public sealed partial class TrainingReport(string title)
{
    private readonly StringBuilder _body = new();

    /// <summary>Begins a section.</summary>
    /// <returns>This report, as from all that adds to it.</returns>
    public TrainingReport Heading(string text) => Element("h2", text);

    /// <summary>Adds a paragraph.</summary>
    public TrainingReport Paragraph(string text) => Element("p", text);

    /// <summary>Adds a table: the first column is text, the others are numbers.</summary>
    public TrainingReport Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.Append("<div class=\"scroll\"><table>\n<thead>").Append(Row("th", header)).Append("</thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            _body.Append(Row("td", row)).Append('\n');
        }
        _body.Append("</tbody></table></div>\n");
        return this;
    }

    /// <summary>Adds a chart over the page's whole width.</summary>
    public TrainingReport Chart(LineChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        Figure(chart, wideWidth: 928, wideHeight: 380);
        return this;
    }

    /// <summary>Adds charts beside each other, or below each other where the page is narrow.</summary>
    public TrainingReport Charts(IEnumerable<LineChart> charts)
    {
        _body.Append("<div class=\"charts\">\n");
        foreach (LineChart chart in charts)
        {
            Figure(chart, wideWidth: 452, wideHeight: 270);
        }
        _body.Append("</div>\n");
        return this;
    }

    /// <summary>Writes the page, beside its place and then moved there.</summary>
    /// <param name="path">Where the page goes; one that stands there is replaced.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, or the path is a folder's; what stood there still does.</exception>
    public void Save(string path) => WholeFile.WriteText(path, ToString());

    /// <summary>The page.</summary>
    public override string ToString() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        {PageStyle.Css}
        </style>
        </head>
        <body>
        <h1>{WebUtility.HtmlEncode(title)}</h1>
        {_body}</body>
        </html>

        """;

    // Two drawings, of which the page shows one: a wide one shrunk to a phone would have letters too small to read.
    private void Figure(LineChart chart, int wideWidth, int wideHeight)
    {
        _body.Append("<figure><figcaption>").Append(WebUtility.HtmlEncode(chart.Title)).Append("</figcaption>\n<div class=\"legend\">");
        foreach (ChartLine line in chart.Lines)
        {
            string stroke = $"""<path class="line {SvgPlot.Class(line.Style)}" d="M0 5H22"/>""";
            _body.Append("""<span><svg viewBox="0 0 22 10" aria-hidden="true">""").Append(stroke).Append("</svg>");
            _body.Append(WebUtility.HtmlEncode(line.Name)).Append("</span>");
        }
        _body.Append("</div>\n");
        _body.Append(SvgPlot.Draw(chart, wideWidth, wideHeight, "wide")).Append(SvgPlot.Draw(chart, 358, 260, "narrow"));
        _body.Append("</figure>\n");
    }

    private static string Row(string cell, IEnumerable<string> texts) =>
        "<tr>" + string.Concat(texts.Select(text => $"<{cell}>{WebUtility.HtmlEncode(text)}</{cell}>")) + "</tr>";

    private TrainingReport Element(string name, string text)
    {
        _body.Append($"<{name}>{WebUtility.HtmlEncode(text)}</{name}>\n");
        return this;
    }
}
