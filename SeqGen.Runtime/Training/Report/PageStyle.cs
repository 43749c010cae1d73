namespace SeqGen.Training;

/// <summary>The style of <see cref="TrainingReport"/>: light or dark as the reader's system is, and narrow on a phone.</summary>
internal static class PageStyle
{
    internal const string Css = """
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
        pre { font: .8125rem/1.4 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; margin: .4rem 0 .8rem; }
        .confusion td { text-align: right; padding: .35rem .9rem;
          background: color-mix(in srgb, var(--blue) var(--p, 0%), transparent); } .confusion small { opacity: .75; }
        .confusion th { padding-left: .9rem; vertical-align: middle; } .confusion th:first-child { padding-left: 0; }
        .narrow { display: none; }
        @media (max-width: 36rem) {
          pre { font-size: .6875rem; white-space: pre-wrap; }
          table { font-size: .875rem; } th { font-size: .8rem; } th, td { padding-right: .6rem; }
          .confusion td, .confusion th { padding: .35rem .4rem; } .confusion small { display: block; }
          svg.wide { display: none; } svg.narrow { display: block; } }
        """;
}
