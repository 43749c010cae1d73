using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SeqGen.Examples.Stocks;

/// <summary>One stock's highest price of each trading day, earliest day first.</summary>
/// <param name="Name">The stock's name, or what stands for it.</param>
/// <param name="Source">Where the prices come from, for the reader.</param>
/// <param name="Dates">The trading days.</param>
/// <param name="Highs">The highs in dollars.</param>
internal sealed record PriceSeries(string Name, string Source, IReadOnlyList<DateOnly> Dates, float[] Highs)
{
    /// <summary>Reads a file with the columns Date and High, and Name where it holds several stocks.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="name">Which of the stocks; null where the file has only one.</param>
    internal static PriceSeries Read(string path, string? name)
    {
        using var table = new CsvTable(path);
        table.Require("Date", "High");
        if (name is not null)
        {
            table.Require("Name");
        }
        string unnamed = Path.GetFileNameWithoutExtension(path);
        SortedSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        List<(DateOnly Date, float High, long Line)> rows = [];
        while (table.Read())
        {
            string rowName = table.Has("Name") ? table.Text("Name") : unnamed;
            names.Add(rowName);
            // Other stocks' rows are not looked at, nor any more rows once a name turns out to be needed.
            if (name is null ? names.Count == 1 : rowName.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                rows.Add((table.Date("Date"), table.Number("High"), table.Line));
            }
        }
        string chosen = Chosen(path, name, names);
        (DateOnly Date, float High, long Line)[] byDate = [.. rows.OrderBy(row => row.Date)];
        RefuseRepeatedDays(path, byDate);
        return new PriceSeries(chosen, path, [.. byDate.Select(row => row.Date)], [.. byDate.Select(row => row.High)]);
    }

    private static string Chosen(string path, string? name, SortedSet<string> names)
    {
        if (name is null && names.Count > 1)
        {
            throw new InputException($"{path} holds {names.Count} stocks; pick one with --name: {ExampleProgram.Listed(names)}.");
        }
        if (name is not null && !names.Contains(name))
        {
            string present = ExampleProgram.Listed(names.DefaultIfEmpty("no rows"));
            throw new InputException($"{path} has no stock named '{name}'; it has {present}.");
        }
        return names.FirstOrDefault(found => name is null || found.Equals(name, StringComparison.OrdinalIgnoreCase), "no name");
    }

    private static void RefuseRepeatedDays(string path, (DateOnly Date, float High, long Line)[] byDate)
    {
        for (int i = 1; i < byDate.Length; i++)
        {
            if (byDate[i].Date == byDate[i - 1].Date)
            {
                ((DateOnly date, _, long line), long earlier) = (byDate[i], byDate[i - 1].Line);
                throw new InputException($"{path}, line {line}, column Date: {date:yyyy-MM-dd} is on line {earlier} too.");
            }
        }
    }
}
