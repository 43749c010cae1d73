using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>Turns a plan into the text of its files.</summary>
internal static class ModelEmitter
{
    /// <param name="plan">The model.</param>
    /// <param name="hint">The start of the files' names.</param>
    public static IEnumerable<(string Name, string Text)> Emit(ModelPlan plan, string hint)
    {
        if (plan.Errors.Count > 0)
        {
            yield return ($"{hint}.g.cs", MembersEmitter.EmitInvalid(plan));
            yield break;
        }
        yield return ($"{hint}.g.cs", MembersEmitter.Emit(plan));
        yield return ($"{hint}.Training.g.cs", TrainingEmitter.Emit(plan, "float"));
        yield return ($"{hint}.Inference.g.cs", InferenceEmitter.Emit(plan));
        if (plan.Stream is { Tick.IsForwardOnly: true } stream)
        {
            yield return ($"{hint}.Steps.g.cs", TrainingEmitter.Emit(stream.Tick, "float", stream));
        }
        if (plan.Stream?.Chunk is { } chunk)
        {
            yield return ($"{hint}.Chunks.g.cs", TrainingEmitter.Emit(chunk, "float", plan.Stream));
        }
    }
}
