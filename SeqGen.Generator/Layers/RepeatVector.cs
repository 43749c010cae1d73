using System;
using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>The same vector at every timestep.</summary>
internal sealed record RepeatVector(int N) : LayerSpec
{
    public override string Kind => "RepeatVector";

    public override string Display => $"RepeatVector({CSharpLiteral.Of(N)})";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (N <= 0)
        {
            yield return Errors.NotPositive(index, this, "n", N);
        }
        if (input.IsSequence)
        {
            yield return Errors.NeedsVector(index, this, input, before);
        }
    }

    public override Shape OutputShape(Shape input) => new(Math.Max(1, N), input.Features);

    public override (string Why, string Mend)? FindChunkProblem(Shape input) =>
        ("gives a sequence at every timestep", "leave it out");

    public override LayerPlan Plan(LayerPlacement placement) => new RepeatVectorPlan(this, placement);
}

internal sealed class RepeatVectorPlan : BlockPlan
{
    private readonly int _n;

    public RepeatVectorPlan(RepeatVector spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _n = spec.N;
        Output = AddOutput(spec.OutputShape(Input.Shape));
        InferenceOutput = AddInferenceOutput(Output.Shape);
    }

    public override bool HasInferenceClass => false;

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        writer.Line($"// {Summary}");
        using (writer.Open($"for (nuint t = 0; t < {_n}; t++)"))
        {
            writer.Line($"MemoryMarshal.CreateReadOnlySpan({InferenceSource()}, {Features}).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {Terms.Sum(InferenceOutput.Offset, Terms.Product("t", InferenceOutput.Stride))}), {Features}));");
        }
    }

    protected override void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Line("// y[t] = x");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            EmitPad(writer);
            using (writer.Open($"for (int t = 0; t < {_n}; t++)"))
            {
                writer.Line("Slice(pass, X, Padded).CopyTo(Slice(pass, Output + t * Padded, Padded));");
            }
        }
    }

    protected override void EmitBackward(SourceWriter writer, string scalar)
    {
        writer.Line("// dL/dx = sum of dL/dy over the timesteps");
        using (writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass)"))
        {
            writer.Line($"Span<{scalar}> dx = Slice(pass, DInput, Padded);");
            writer.Line("Slice(pass, DOutput, Padded).CopyTo(dx);");
            using (writer.Open($"for (int t = 1; t < {_n}; t++)"))
            {
                writer.Line("TensorPrimitives.Add(dx, Slice(pass, DOutput + t * Padded, Padded), dx);");
            }
        }
    }
}
