using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>A layer that works on whole padded rows and has no gradients of its own parameters to return, or few.</summary>
/// <remarks>The model's input, whose rows stand close, is copied to padded rows first.</remarks>
internal abstract class BlockPlan : LayerPlan
{
    /// <param name="spec">What was asked for.</param>
    /// <param name="placement">Where it stands.</param>
    /// <param name="needsPadding">False if the layer reads the model's input as it lies.</param>
    protected BlockPlan(LayerSpec spec, LayerPlacement placement, bool needsPadding = true)
        : base(spec, placement)
    {
        X = Input.IsPadded || !needsPadding ? Input.Offset : Model.Workspace.Allocate((long)Steps * InputPadded);
    }

    /// <summary>Where the input's padded rows lie.</summary>
    protected int X { get; }

    protected int Steps => Input.Shape.Steps;

    protected int Features => Input.Shape.Features;

    /// <summary>Values from row to row of the padded input, and of its gradient.</summary>
    protected int InputPadded => Padded(Features);

    /// <summary>True if vectors of an input row may be read past its end, in the code for one sample.</summary>
    protected bool MayReadPast => !InferenceInput.IsInput;

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            EmitConstants(writer);
            EmitPack(writer, scalar);
            writer.Line();
            EmitForward(writer, scalar);
            if (!Model.IsForwardOnly)
            {
                writer.Line();
                EmitBackward(writer, scalar);
            }
        }
    }

    protected abstract void EmitForward(SourceWriter writer, string scalar);

    protected abstract void EmitBackward(SourceWriter writer, string scalar);

    protected virtual void EmitPack(SourceWriter writer, string scalar)
    {
    }

    protected virtual void EmitConstants(SourceWriter writer) => writer.Lines($$"""
        private const int Steps = {{Steps}}, Features = {{Features}}, Padded = {{InputPadded}};

        // workspace, for each row of the batch
        private const int Input = {{Input.Offset}}, X = {{X}}, DInput = {{Input.Gradient}};  // x [{{Steps}}][batch][{{InputPadded}}]
        private const int Output = {{Output.Offset}}, DOutput = {{Output.Gradient}};  // y [{{Output.Shape.Steps}}][batch][{{Output.Stride}}]
        """);

    /// <summary>Copies the model's input to padded rows.</summary>
    protected void EmitPad(SourceWriter writer)
    {
        if (!Input.IsPadded)
        {
            writer.Line("Rows.Pad(Steps * pass.Batch, Features, Slice(pass, Input, Steps * Features), Slice(pass, X, Steps * Padded));");
        }
    }

    /// <summary>A row of the input in the code for one sample, as the argument of a <c>ref readonly</c>.</summary>
    protected string InferenceRow(string? row = null) => "in " + InferenceReference(row);

    /// <summary>A row of the input in the code for one sample, as the start of a span.</summary>
    protected string InferenceSource(string? row = null) => "ref " + InferenceReference(row);

    private string InferenceReference(string? row)
    {
        string offset = Terms.Sum(InferenceInput.Offset, row is null ? "" : Terms.Product(row, InferenceInput.Stride));
        return $"Unsafe.Add(ref {(InferenceInput.IsInput ? "Unsafe.AsRef(in input)" : "memory")}, {offset})";
    }
}
