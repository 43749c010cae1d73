using System.Collections.Generic;

namespace SeqGen.Tests.Support;

/// <summary>Pools of every geometry: windows that overlap, leave gaps, are cut at either end, and reach over the whole sequence.</summary>
internal static class PoolingCases
{
    internal static IEnumerable<GradientCase> Windows(string layer)
    {
        foreach (string options in new[]
        {
            "1", "2", "3, Strides = 1", "2, Strides = 3", "7", "2, Padding = Padding.Same", "3, Strides = 1, Padding = Padding.Same",
            "5, Strides = 2, Padding = Padding.Same", "2, Strides = 5, Padding = Padding.Same", "20, Padding = Padding.Same",
            "2000000000, Strides = 1, Padding = Padding.Same",
        })
        {
            yield return new GradientCase($"[SequenceModel(7, 3)] [{layer}({options})]");
            yield return new GradientCase($"[SequenceModel(7, 17)] [Dense(2)] [{layer}({options})] [Dense(1)]", Batch: 1);
        }
        yield return new GradientCase($"[SequenceModel(1, 1)] [{layer}(1)]", Batch: 7);
        yield return new GradientCase($"[SequenceModel(1, 33)] [{layer}(3, Padding = Padding.Same)] [{layer}(1)]");
        yield return new GradientCase($"[SequenceModel(40, 2)] [SimpleRnn(3, ReturnSequences = true)] [{layer}(2)] [SimpleRnn(2)]");
    }

    internal static IEnumerable<GradientCase> Global(string layer)
    {
        foreach (int features in new[] { 1, 3, 16, 33 })
        {
            yield return new GradientCase($"[SequenceModel(5, {features})] [{layer}]");
            yield return new GradientCase($"[SequenceModel(1, {features})] [{layer}] [Dense(2)]", Batch: 1);
        }
        yield return new GradientCase($"[SequenceModel(20, 2)] [SimpleRnn(3, ReturnSequences = true)] [{layer}] [Dense(2)]", Batch: 7);
    }
}
