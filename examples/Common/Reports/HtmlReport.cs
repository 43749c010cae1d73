using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace SeqGen.Examples.Reports;

/// <summary>A page of text, tables and charts in one file: no script, nothing fetched, light or dark as the reader's system is.</summary>
public sealed class HtmlReport(string title)
{
    private const string Css = """
        :root { color-scheme: light dark; --page: #fcfcfa; --ink: #1d2329; --muted: #5b6670; --grid: #e2e5e8;
          --reference: #76828d; --blue: #1f6fbf; --orange: #c8560b; --green: #14804f; --purple: #8647b8; }
        @media (prefers-color-scheme: dark) { :root { --page: #15181c; --ink: #e6e9ec; --muted: #9ba6b0; --grid: #2c3238;
          --reference: #8a97a3; --blue: #62aef2; --orange: #f29b57; --green: #51c391; --purple: #c394ec; } }
        body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--ink);
          font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .3rem; }
        p { margin: .4rem 0 .8rem; max-width: 46rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .9rem .35rem 0; text-align: right; border-bottom: 1px solid var(--grid); }
        th { color: var(--muted); font-weight: 600; font-size: .875rem; vertical-align: bottom; line-height: 1.3; }
        th:first-child, td:first-child { text-align: left; }
        td { white-space: nowrap; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem 1.5rem; }
        figure { margin: 1rem 0 0; min-width: 0; }
        figcaption { font-weight: 600; }
        .legend { display: flex; flex-wrap: wrap; gap: 0 1rem; color: var(--muted); font-size: .875rem; }
        svg { display: block; width: 100%; height: auto; }
        .legend svg { display: inline-block; width: 22px; height: 10px; margin-right: .35rem; }
        svg text { font-size: 12px; fill: var(--muted); }
        .grid { stroke: var(--grid); } .axis { stroke: var(--muted); }
        .line { fill: none; stroke: var(--c); stroke-width: 1.6; stroke-linejoin: round; } .line.reference { stroke-dasharray: 4 3; }
        .dot { fill: var(--c); } .band { fill: var(--c); opacity: .09; }
        .ink { --c: var(--ink); } .reference { --c: var(--reference); } .blue { --c: var(--blue); } .orange { --c: var(--orange); }
        .green { --c: var(--green); } .purple { --c: var(--purple); }
        .narrow { display: none; }
        @media (max-width: 36rem) {
          table { font-size: .875rem; } th { font-size: .8rem; } th, td { padding-right: .6rem; }
          svg.wide { display: none; } svg.narrow { display: block; } }
        """;

    private readonly StringBuilder _body = new();

    /// <summary>Begins a section.</summary>
    public void Heading(string text) => Element("h2", text);

    /// <summary>Adds a paragraph.</summary>
    public void Paragraph(string text) => Element("p", text);

    /// <summary>Adds a table: the first column is text, the others are numbers.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.Append("<div class=\"scroll\"><table>\n<thead>").Append(Row("th", header)).Append("</thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            _body.Append(Row("td", row)).Append('\n');
        }
        _body.Append("</tbody></table></div>\n");
    }

    /// <summary>Adds a chart over the page's whole width.</summary>
    public void Chart(LineChart chart) => Figure(chart, wideWidth: 928, wideHeight: 380);

    /// <summary>Adds charts beside each other, or below each other where the page is narrow.</summary>
    public void Charts(IEnumerable<LineChart> charts)
    {
        _body.Append("<div class=\"charts\">\n");
        foreach (LineChart chart in charts)
        {
            Figure(chart, wideWidth: 452, wideHeight: 270);
        }
        _body.Append("</div>\n");
    }

    /// <summary>Writes the page.</summary>
    public void Save(string path) => OutputFile.Write(path, ToString());

    /// <summary>The page.</summary>
    public override string ToString() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        {Css}
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

    private void Element(string name, string text) => _body.Append($"<{name}>{WebUtility.HtmlEncode(text)}</{name}>\n");
}
