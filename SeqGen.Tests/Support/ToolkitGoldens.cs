using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace SeqGen.Tests.Support;

/// <summary>Goldens/toolkit.json, which tools/goldens/toolkit.py writes.</summary>
internal sealed record ToolkitGoldens(
    OptimizerGoldens Optimizers, Dictionary<string, double[]> Schedules, LossGolden[] Losses, MetricGoldens Metrics)
{
    internal static ToolkitGoldens Value { get; } = JsonSerializer.Deserialize<ToolkitGoldens>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "toolkit.json")),
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true })!;
}

/// <summary>Parameters after each step; where averages are kept, those at the end.</summary>
internal sealed record OptimizerGoldens(float[] Start, float[][] Gradients, Dictionary<string, double[][]> Steps);

/// <summary>The loss of each row, and the gradient of their sum.</summary>
internal sealed record LossGolden(string Name, float[] Outputs, float[] Targets, double[] Rows, double[] DOutputs);

/// <summary>Outputs, targets of several kinds, and the metrics' results by name.</summary>
internal sealed record MetricGoldens(
    int Features, float[] Outputs, float[] Targets, float[] Classes, float[] Labels, float[] Chances, float[] Truth,
    Dictionary<string, double> Results);
