using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace SeqGen.Tests.Support;

/// <summary>The options and sizes that every recurrent layer is checked with.</summary>
internal static class RecurrentCases
{
    private static readonly string[] s_activations = Enum.GetNames<Activation>();

    private static readonly string[] s_dropouts = ["", ", Dropout = 0.4f", ", RecurrentDropout = 0.3f", ", Dropout = 0.3f, RecurrentDropout = 0.5f"];

    /// <summary>
    /// Each activation and each recurrent activation with half of bias x sequences x dropouts, chosen so that with each of them any two of
    /// the three options meet in every way.
    /// </summary>
    internal static IEnumerable<GradientCase> Options(string layer, bool gates, string more = "")
    {
        for (int a = 0; a < s_activations.Length; a++)
        {
            foreach (int option in Enumerable.Range(0, 16).Where(option => BitOperations.PopCount((uint)option) % 2 == a % 2))
            {
                string recurrent = s_activations[(a + (2 * option) + 1) % s_activations.Length];
                string activations = $", Activation = Activation.{s_activations[a]}" + (gates ? $", RecurrentActivation = Activation.{recurrent}" : "");
                string rest = ((option & 1) == 0 ? "" : ", UseBias = false") + ((option & 2) == 0 ? "" : ", ReturnSequences = true");
                // e^x of e^x of e^x leaves what differences can measure after a few steps.
                int timesteps = gates && s_activations[a] == "Exponential" && recurrent == "Exponential" ? 2 : 4;
                yield return new GradientCase(
                    $"[SequenceModel({timesteps}, 3)] [{layer}(3{activations}{rest}{s_dropouts[option / 4]}{more})]", 2, Scale(activations));
            }
        }
    }

    /// <summary>Sizes below, at and above a panel of 16, and batches that cut the gradients of W and U into chunks of timesteps.</summary>
    internal static IEnumerable<GradientCase> Sizes(string layer, string more = "")
    {
        int index = 0;
        foreach (int units in new[] { 1, 3, 17 })
        {
            foreach (int features in new[] { 1, 3, 17 })
            {
                foreach (int timesteps in new[] { 1, 4, 20 })
                {
                    string sequences = index % 2 == 0 ? "" : ", ReturnSequences = true";
                    string options = $"{sequences}{s_dropouts[index % 4]}{more}";
                    yield return new GradientCase($"[SequenceModel({timesteps}, {features})] [{layer}({units}{options})]", index % 2 == 0 ? 3 : 1);
                    index++;
                }
            }
        }
        // 255 / batch + 1 timesteps make a chunk: 3 of 4, 7 of 20, and 1.
        yield return new GradientCase($"[SequenceModel(4, 2)] [{layer}(3{more})]", 90);
        yield return new GradientCase($"[SequenceModel(20, 1)] [{layer}(2, ReturnSequences = true{more})]", 40);
        yield return new GradientCase($"[SequenceModel(2, 1)] [{layer}(2, ReturnSequences = true{more})]", 260);
    }

    // e^x grows from step to step; a hard sigmoid should reach both of its ends.
    private static double Scale(string activations) =>
        activations.Contains("Exponential", StringComparison.Ordinal) ? 0.02
        : activations.Contains("HardSigmoid", StringComparison.Ordinal) ? 1.5
        : 0.6;
}
