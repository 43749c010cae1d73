using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Tests.Support.Onnx;

/// <summary>ONNX's recurrent operations as layers. W is [directions, gates · units, features], R the same of units, B both biases.</summary>
internal static class OnnxRecurrent
{
    private static readonly string[] s_unsupported = ["activations", "activation_alpha", "activation_beta", "clip", "input_forget"];

    internal static OnnxAnswer Translate(OnnxCase test)
    {
        OnnxNode node = test.Node;
        OnnxTensor x = test.Input(0)!;
        bool isBatchFirst = node.Int32("layout", 0) == 1, isPeephole = test.Input(7) is not null;
        int timesteps = x.Shape[isBatchFirst ? 1 : 0], features = x.Shape[2], units = node.Int32("hidden_size", 0);
        if (s_unsupported.Any(node.Attributes.ContainsKey))
        {
            return OnnxAnswer.No("other activations, or clipped ones");
        }
        if (test.Input(4) is { } lengths && lengths.Values.Any(length => length != timesteps))
        {
            return OnnxAnswer.No("samples of several lengths");
        }
        if (new[] { test.Input(5), test.Input(6) }.Any(state => state is not null && state.Values.Any(value => value != 0)))
        {
            return OnnxAnswer.No("an initial state");
        }
        string? direction = node.Text("direction", "forward") switch
        {
            "forward" => "",
            "reverse" => ", Direction = Direction.Reverse",
            _ => null,
        };
        if (direction is null)
        {
            return OnnxAnswer.No("both directions");
        }
        (string kind, int[] gates, string options) = node.Operation switch
        {
            // i, o, f, c to i, f, c, o
            "LSTM" => ("Lstm", new[] { 0, 2, 3, 1 }, isPeephole ? ", Peephole = true" : ""),
            // z, r, h
            "GRU" => ("Gru", [0, 1, 2], node.Int32("linear_before_reset", 0) == 1 ? "" : ", ResetAfter = false"),
            _ => ("SimpleRnn", [0], ""),
        };
        OnnxTensor? bias = test.Input(3);
        float[] parameters =
        [
            .. Kernel(test.Input(1)!, gates), .. Kernel(test.Input(2)!, gates), .. bias is null ? [] : Bias(bias, gates, areApart: kind == "Gru" && options.Length == 0),
            .. isPeephole ? test.Input(7)!.Blocks(3, 0, 2, 1).Values : [],
        ];
        string layer = $"{kind}({units}{options}{(bias is null ? ", UseBias = false" : "")}{direction})";
        // Samples first: [batch, timesteps, features].
        float[] inputs = (isBatchFirst ? x : x.Transposed(1, 0, 2)).Values;
        var checks = new List<OnnxCheck>();
        foreach ((string name, OnnxTensor y) in test.Outputs)
        {
            bool isSequence = name == node.Outputs[0];
            // Y is [timesteps, 1, batch, units], Y_h [1, batch, units]; with the batch first [batch, timesteps, 1, units] and [batch, 1, units].
            float[] outputs = isSequence && !isBatchFirst ? y.Transposed(2, 0, 1, 3).Values : y.Values;
            // A layer that reads backward gives its outputs in the order in which it made them.
            string sequence = isSequence ? ", ReturnSequences = true" : "";
            if (!isSequence || direction.Length == 0)
            {
                checks.Add(new OnnxCheck($"[SequenceModel({timesteps}, {features})] [{layer[..^1]}{sequence})]", parameters, inputs, outputs));
            }
        }
        return new OnnxAnswer(layer, checks);
    }

    private static float[] Kernel(OnnxTensor weights, int[] gates) => weights.Blocks(gates.Length, gates).Transposed(2, 0, 1).Values;

    private static float[] Bias(OnnxTensor bias, int[] gates, bool areApart)
    {
        float[] both = bias.Blocks(2 * gates.Length, [.. gates, .. gates.Select(gate => gate + gates.Length)]).Values;
        int half = both.Length / 2;
        return areApart ? both : [.. both[..half].Zip(both[half..], (input, recurrent) => input + recurrent)];
    }
}
