using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>The table that Summary gives, as a C# raw string.</summary>
internal static class SummaryTable
{
    public static string Of(ModelPlan plan, string indent)
    {
        List<string[]> rows = [["Layer (type)", "Output shape", "Parameters"]];
        foreach (LayerPlan layer in plan.Layers)
        {
            long count = layer.Parameters.Sum(tensor => (long)tensor.Length);
            rows.Add([$"{layer.Name} ({layer.Spec.Kind})", layer.Output.Shape.ToString(), CSharpLiteral.Grouped(count)]);
        }
        int[] widths = [.. Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length))];
        string rule = new('-', widths.Sum() + 4);
        List<string> lines = [$"Model: {plan.Spec.Type.DisplayName}, {plan.Input.Shape} to {plan.OutputShape}", rule];
        for (int i = 0; i < rows.Count; i++)
        {
            lines.Add($"{rows[i][0].PadRight(widths[0])}  {rows[i][1].PadRight(widths[1])}  {rows[i][2].PadLeft(widths[2])}");
            if (i == 0)
            {
                lines.Add(rule);
            }
        }
        long total = plan.ParameterMemory.Length;
        lines.Add(rule);
        lines.Add($"Parameters: {CSharpLiteral.Grouped(total)} ({Size(total)})");
        lines.Add($"Memory: {Size(plan.Scratch.Length)} a prediction; in training {Size(plan.WorkspaceLength)} a row of the batch and {Size(plan.Fixed.Length)} once");
        lines.Add(plan.Stream is { } stream ? Describe(stream) : "Streaming: no");
        string quotes = "\"\"\"";
        return string.Join("\n", new[] { quotes }.Concat(lines).Append(quotes + ";").Select(line => indent + line));
    }

    private static string Describe(StreamPlan stream)
    {
        string due = stream.IsAlwaysDue ? "an output at every step"
            : $"an output every {CSharpLiteral.Grouped(stream.StepsPerOutput)} steps after {CSharpLiteral.Grouped(stream.Delay)}";
        return $"Streaming: {CSharpLiteral.Grouped(stream.State.Length)} values of state (StateLength), {CSharpLiteral.Grouped(8 + (4 * stream.State.Length))} B; {due}";
    }

    private static string Size(long values)
    {
        double bytes = 4.0 * values;
        return bytes < 1024 ? $"{CSharpLiteral.Grouped(4 * values)} B"
            : bytes < 1024 * 1024 ? string.Format(CultureInfo.InvariantCulture, "{0:0.0} KB", bytes / 1024)
            : string.Format(CultureInfo.InvariantCulture, "{0:0.0} MB", bytes / 1024 / 1024);
    }
}
