using System.Collections.Generic;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Turns tokens into vectors.</summary>
internal sealed record Embedding(int Vocabulary, int Dimensions) : LayerSpec
{
    /// <summary>Batched code holds tokens as floats, which are exact up to here.</summary>
    private const int LargestVocabulary = 1 << 24;

    public bool MaskZero { get; init; }

    public int OutOfVocabulary { get; init; } = -1;

    /// <summary>True if training changes only the rows of a batch's tokens.</summary>
    public bool LazyUpdate { get; init; }

    public TensorOptions Embeddings { get; init; } = new(Initialization.RandomUniform);

    public override string Kind => "Embedding";

    public override string Display => $"Embedding({CSharpLiteral.Of(Vocabulary)}, {CSharpLiteral.Of(Dimensions)})";

    public override string Declaration => Display.TrimEnd(')') + (MaskZero ? ", MaskZero = true" : "")
        + (OutOfVocabulary < 0 ? "" : $", OutOfVocabulary = {CSharpLiteral.Of(OutOfVocabulary)}") + ")";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        foreach (ModelError error in Embeddings.Check(index, this, "Embeddings"))
        {
            yield return error;
        }
        if (LazyUpdate && !Trainable)
        {
            yield return Errors.DoesNothing(index, this, "LazyUpdate = true", "a layer with Trainable = false is not updated", "remove one of the two");
        }
        foreach ((string name, int size) in new[] { ("vocabulary", Vocabulary), ("dimensions", Dimensions) })
        {
            if (size <= 0)
            {
                yield return Errors.NotPositive(index, this, name, size);
            }
        }
        if (OutOfVocabulary >= Vocabulary || OutOfVocabulary < -1)
        {
            yield return Errors.BadPenalty(index, this, "OutOfVocabulary", OutOfVocabulary);
        }
        if (Vocabulary > LargestVocabulary)
        {
            yield return ModelError.Of(
                Descriptors.TooManyParameters.Id, index, Errors.Title(index, this), CSharpLiteral.Grouped(Vocabulary), CSharpLiteral.Grouped(LargestVocabulary));
        }
    }

    public override Shape OutputShape(Shape input) => new(input.Timesteps, Dimensions);

    public override LayerPlan Plan(LayerPlacement placement) => new EmbeddingPlan(this, placement);
}

internal sealed class EmbeddingPlan : LayerPlan
{
    private readonly Embedding _spec;
    private readonly int _embeddings;

    public EmbeddingPlan(Embedding spec, LayerPlacement placement)
        : base(spec, placement)
    {
        _spec = spec;
        _embeddings = AddParameter("embeddings", spec.Embeddings, spec.Vocabulary, spec.Dimensions);
        if (spec.LazyUpdate)
        {
            Model.LazyTable = $"new({_embeddings}, {spec.Vocabulary}, {spec.Dimensions}, {spec.OutOfVocabulary})";
        }
        Shape shape = spec.OutputShape(Input.Shape);
        Output = AddOutput(shape, spec.MaskZero ? Model.Workspace.Allocate(Steps) : Input.Mask);
        InferenceOutput = AddInferenceOutput(shape, spec.MaskZero ? Model.Scratch.Allocate(Steps) : InferenceInput.Mask);
    }

    /// <summary>The table is read where it lies.</summary>
    public override IEnumerable<string> PackedClasses => [];

    private int Steps => Input.Shape.Steps;

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Lines($$"""
                private const int Steps = {{Steps}}, Vocabulary = {{_spec.Vocabulary}}, Dimensions = {{_spec.Dimensions}};
                private const int Padded = {{Output.Stride}};  // dimensions, rounded up to whole panels
                private const int OutOfVocabulary = {{_spec.OutOfVocabulary}};

                // parameters
                private const int Embeddings = {{_embeddings}};  // E [{{_spec.Vocabulary}}, {{_spec.Dimensions}}]

                // workspace, for each row of the batch
                private const int Tokens = {{Input.Offset}};  // [{{Steps}}][batch]
                private const int Output = {{Output.Offset}}, DOutput = {{Output.Gradient}};  // [{{Steps}}][batch][{{Output.Stride}}]

                // y = E[x]
                internal static void Forward(in BatchPass<{{scalar}}> pass)
                {
                    EmbeddingRows.Gather<{{scalar}}>(Slice(pass, Tokens, Steps), pass.Batch, pass.FirstRow, pass.Parameters[Embeddings..], Vocabulary, Dimensions, OutOfVocabulary, Slice(pass, Output, Steps * Padded), Padded);
                """);
            EmitMask(writer, scalar);
            writer.Lines("}");
            if (IsTrained)
            {
                writer.Lines($$"""

                    // dL/dE[x] = dL/dE[x] + dL/dy{{(_spec.LazyUpdate ? ";  rows without a token are left alone" : "")}}
                    internal static void Backward(in BatchPass<{{scalar}}> pass, Span<{{scalar}}> dParameters) =>
                        EmbeddingRows.Scatter<{{scalar}}>(Slice(pass, Tokens, Steps), Slice(pass, DOutput, Steps * Padded), Padded, Vocabulary, Dimensions, OutOfVocabulary, dParameters[Embeddings..], lazy: {{CSharpLiteral.Of(_spec.LazyUpdate)}});
                    """);
            }
        }
    }

    private void EmitMask(SourceWriter writer, string scalar)
    {
        if (!_spec.MaskZero)
        {
            return;
        }
        if (Input.HasMask)
        {
            writer.Line($"    Slice(pass, {Input.Mask}, Steps).CopyTo(Slice(pass, {Output.Mask}, Steps));");
        }
        writer.Line($"    EmbeddingRows.Mask<{scalar}>(Slice(pass, Tokens, Steps), Slice(pass, {Output.Mask}, Steps), combine: {CSharpLiteral.Of(Input.HasMask)});");
    }

    public override void EmitBackwardCall(SourceWriter writer)
    {
        if (IsTrained)
        {
            writer.Line($"// {Summary}");
            writer.Line($"{ClassName}.Backward(pass, dParameters);");
        }
    }

    public override bool HasInferenceClass => false;

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        string mask = $"Unsafe.Add(ref memory, {Terms.Sum(InferenceOutput.Mask, "t")})";
        writer.Line($"// {Summary}");
        using (writer.Open($"for (int t = 0; t < {Steps}; t++)"))
        {
            writer.Line(Model.Spec.VariableLength
                ? "int token = (nuint)t < length ? Unsafe.Add(ref Unsafe.AsRef(in input), t) : 0;"
                : "int token = Unsafe.Add(ref Unsafe.AsRef(in input), t);");
            writer.Line($"int row = EmbeddingRows.Row(token, {_spec.Vocabulary}, {_spec.OutOfVocabulary}, t);");
            writer.Line($"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.AsRef(in p), {Terms.Sum(_embeddings, Terms.Product("row", _spec.Dimensions))}), {_spec.Dimensions}).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {Terms.Sum(InferenceOutput.Offset, Terms.Product("t", Output.Stride))}), {_spec.Dimensions}));");
            if (_spec.MaskZero)
            {
                writer.Line(Model.Spec.VariableLength ? $"{mask} = (nuint)t < length && token != 0 ? 1 : 0;" : $"{mask} = token != 0 ? 1 : 0;");
            }
        }
    }
}
