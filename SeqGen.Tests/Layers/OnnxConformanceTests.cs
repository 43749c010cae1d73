using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using SeqGen.Tests.Support;
using SeqGen.Tests.Support.Onnx;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>ONNX's own conformance tests, as far as layers express them; docs/conformance.md lists all of them.</summary>
public sealed class OnnxConformanceTests
{
    private const double Tolerance = 1e-5;

    [SharedDataFact]
    public void Every_case_that_layers_express_gives_what_ONNX_says()
    {
        (string Name, OnnxCheck Check)[] checks =
            [.. OnnxArchive.Cases().SelectMany(test => OnnxLayers.Translate(test).Checks.Select(check => (test.Name, check)))];
        var models = new CompiledModels(checks.Select(check => check.Check.Attributes));
        var failures = new List<string>();
        for (int i = 0; i < checks.Length; i++)
        {
            (string name, OnnxCheck check) = checks[i];
            float[] actual = check.IsTokens
                ? models.Predict(i, check.Parameters, Array.ConvertAll(check.Inputs, token => (int)token))
                : models.Predict(i, check.Parameters, check.Inputs);
            double worst = actual.Length == check.Outputs.Length ? actual.Zip(check.Outputs, Difference).DefaultIfEmpty().Max() : double.PositiveInfinity;
            if (!(worst <= Tolerance))
            {
                failures.Add($"{name}: {check.Attributes} differs by {worst:g3}");
            }
        }
        Assert.Empty(failures);
    }

    [SharedDataFact]
    public void The_table_lists_every_case()
    {
        var table = new StringBuilder("| Case | Operation | Covered | By, or why not |\n| --- | --- | --- | --- |\n");
        IReadOnlyList<OnnxCase> cases = OnnxArchive.Cases();
        int covered = 0;
        foreach (OnnxCase test in cases)
        {
            OnnxAnswer answer = OnnxLayers.Translate(test);
            covered += answer.IsCovered ? 1 : 0;
            table.Append($"| {test.Name} | {test.Node.Operation} | {(answer.IsCovered ? $"yes | `{answer.Text}`" : $"no | {answer.Text}")} |\n");
        }
        GeneratedText.Check("docs/conformance.md", "onnx", $"{covered} of {cases.Count} cases are covered.\n\n{table}");
    }

    // Relative where values are above 1. Max skips what is no number.
    private static double Difference(float actual, float expected)
    {
        double difference = Math.Abs((double)actual - expected) / Math.Max(1, Math.Abs(expected));
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }
}
