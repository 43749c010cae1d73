using System;
using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>Consecutive parameters that one thread updates at a time, all of them treated the same.</summary>
/// <param name="Start">Index of the first.</param>
/// <param name="Length">Their number.</param>
/// <param name="Group">Which parameters share a norm for clipping.</param>
/// <param name="Trainable">Whether they are changed.</param>
/// <param name="Decays">Whether weight decay is for them.</param>
/// <param name="L1">Their L1 penalty.</param>
/// <param name="L2">Their L2 penalty.</param>
/// <param name="Lazy">Whether only the rows that a batch looks up are changed.</param>
internal readonly record struct ParameterPiece(int Start, int Length, int Group, bool Trainable, bool Decays, float L1, float L2, bool Lazy)
{
    // Enough to be worth handing out, few enough to stay in a thread's cache.
    private const int MaxLength = 16_384;

    /// <summary>Cuts all parameters up, in a way that depends on the model and the optimizer alone.</summary>
    /// <param name="tensors">The model's.</param>
    /// <param name="optimizer">What updates them.</param>
    /// <param name="lazyOffset">Where the tensor starts that is updated lazily; -1 for none.</param>
    internal static ParameterPiece[] Cut(ReadOnlySpan<ParameterTensor> tensors, Optimizer optimizer, int lazyOffset)
    {
        List<ParameterPiece> runs = [];
        for (int i = 0; i < tensors.Length; i++)
        {
            ParameterTensor tensor = tensors[i];
            bool decays = optimizer.WeightDecay > 0 && optimizer.ExcludeFromWeightDecay?.Invoke(tensor) != true;
            int group = optimizer.ClipNorm is null ? 0 : i;
            var run = new ParameterPiece(tensor.Offset, tensor.Length, group, tensor.Trainable, decays, tensor.L1, tensor.L2, tensor.Offset == lazyOffset);
            // Neighbours that are treated alike are updated as one.
            if (runs.Count > 0 && runs[^1] is var last && last.Start + last.Length == run.Start
                && last with { Start = run.Start, Length = run.Length } == run)
            {
                runs[^1] = last with { Length = last.Length + run.Length };
            }
            else
            {
                runs.Add(run);
            }
        }

        List<ParameterPiece> pieces = [];
        foreach (ParameterPiece run in runs)
        {
            for (int start = 0; start < run.Length; start += MaxLength)
            {
                pieces.Add(run with { Start = run.Start + start, Length = Math.Min(MaxLength, run.Length - start) });
            }
        }
        return [.. pieces];
    }
}
