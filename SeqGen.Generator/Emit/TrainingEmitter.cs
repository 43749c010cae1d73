using System.Linq;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes the batched code of a model: packing, forward, backward.</summary>
internal static class TrainingEmitter
{
    /// <param name="plan">The model.</param>
    /// <param name="scalar"><c>float</c>, or <c>double</c> to check gradients by differences.</param>
    /// <param name="stream">The stream whose chunks the plan is of; null for samples.</param>
    public static string Emit(ModelPlan plan, string scalar, StreamPlan? stream = null)
    {
        // Code that is compiled well at once: models are often small enough that a first call takes longer than all the others.
        var writer = new SourceWriter
        {
            MethodAttribute = scalar == "float" ? "[MethodImpl(MethodImplOptions.AggressiveOptimization)]" : "",
        };
        FileHeader.Write(writer);
        using (writer.Open("namespace SeqGen.Generated"))
        {
            writer.Lines("""
                using global::System;
                using global::System.Numerics.Tensors;
                using global::System.Runtime.CompilerServices;
                using global::SeqGen;
                using global::SeqGen.Numerics;

                """);
            writer.Line($"/// <summary>{FileHeader.Describe(plan)}: {What(plan, stream)}.</summary>");
            writer.Line("/// <remarks>");
            writer.Line("/// Tensors lie time-major, [timesteps][batch][features], features rounded up to panels of 16. Offsets into the workspace");
            writer.Line("/// count for each row of the batch: the tensor at offset n starts at n times the batch, behind those that do not grow with it.");
            if (!plan.IsForwardOnly)
            {
                writer.Line("/// dX stands for dL/dX; it may lie where tensors were that backward no longer needs.");
            }
            writer.Line("/// </remarks>");
            writer.Line(FileHeader.RealtimeAttributes);
            using (writer.Open($"internal static partial class {ClassName(plan, stream)}"))
            {
                EmitModel(writer, plan, scalar, stream);
                foreach (LayerPlan layer in plan.Layers)
                {
                    writer.Line();
                    layer.EmitTraining(writer, scalar);
                }
            }
        }
        return writer.ToString();
    }

    /// <summary>The class that holds the code.</summary>
    public static string ClassName(ModelPlan plan, StreamPlan? stream = null) =>
        plan.Spec.Type.Identifier + (stream is null ? "" : plan.IsForwardOnly ? "_Steps" : "_Chunks");

    private static string What(ModelPlan plan, StreamPlan? stream) =>
        stream is null ? "batches, forward and backward"
        : plan.IsForwardOnly ? "one timestep of many streams, whose states it carries on"
        : "batches of chunks of streams, whose states they carry on, forward and backward";

    private static void EmitModel(SourceWriter writer, ModelPlan plan, string scalar, StreamPlan? stream)
    {
        string dInput = plan.IsForwardOnly || plan.Spec.IsTokens ? "" : $", DInput = {plan.Input.Gradient}";
        string dOutput = plan.IsForwardOnly ? "" : $", DOutput = {plan.Output.Gradient}";
        writer.Line($"internal const int PackedLength = {plan.Packed.Length};");
        writer.Line($"internal const int WorkspacePerRow = {plan.WorkspaceLength};");
        if (!plan.IsForwardOnly)
        {
            writer.Line($"internal const int WorkspaceFixed = {plan.Fixed.Length};");
        }
        writer.Lines($"""

            private const int Input = {plan.Input.Offset}{dInput};  // [{plan.Spec.Timesteps}][batch][{plan.Input.Stride}]
            private const int Output = {plan.Output.Offset}{dOutput};  // [{plan.Output.Shape.Steps}][batch][{plan.Output.Stride}]

            """);
        if (stream is not null)
        {
            writer.Line($"internal const int StateStride = {stream.StateStride};  // from state to state: the number of steps, then {stream.State.Length} values");
            writer.Line();
        }
        EmitPack(writer, plan, scalar);
        writer.Line();
        EmitForward(writer, plan, scalar, stream);
        writer.Line();
        if (plan.IsForwardOnly)
        {
            StreamEmitter.EmitMany(writer, plan);
        }
        else
        {
            EmitPackTransposed(writer, plan, scalar);
            writer.Line();
            EmitBackward(writer, plan, scalar);
        }
        if (plan.TakesWholeBatch)
        {
            writer.Line();
            EmitUpdateStatistics(writer, plan, scalar);
        }
        EmitSlices(writer, plan, scalar);
    }

    private static void EmitSlices(SourceWriter writer, ModelPlan plan, string scalar)
    {
        string start = plan.IsForwardOnly ? "" : "WorkspaceFixed + ";
        writer.Lines($"""

            // a tensor that grows with the batch
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static Span<{scalar}> Slice(in BatchPass<{scalar}> pass, int offset, int length) =>
                pass.Workspace.Slice({start}offset * pass.Batch, length * pass.Batch);
            """);
        if (!plan.IsForwardOnly)
        {
            writer.Lines($"""

                // a tensor that does not
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static Span<{scalar}> Fixed(in BatchPass<{scalar}> pass, int offset, int length) =>
                    pass.Workspace.Slice(offset, length);
                """);
        }
    }

    private static void EmitPack(SourceWriter writer, ModelPlan plan, string scalar)
    {
        writer.Line("// parameters into the layouts that the kernels read");
        using (writer.Open($"internal static void Pack(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            foreach (string layer in plan.Layers.SelectMany(layer => layer.PackedClasses))
            {
                writer.Line($"{layer}.Pack(parameters, packed);");
            }
        }
    }

    private static void EmitPackTransposed(SourceWriter writer, ModelPlan plan, string scalar)
    {
        writer.Line("// the transposes that only backward reads");
        using (writer.Open($"internal static void PackTransposed(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            foreach (string layer in plan.Layers.SelectMany(layer => layer.TransposedClasses))
            {
                writer.Line($"{layer}.PackTransposed(parameters, packed);");
            }
        }
    }

    private static void EmitUpdateStatistics(SourceWriter writer, ModelPlan plan, string scalar)
    {
        writer.Line("// moving statistics towards those of the batch that went forward");
        using (writer.Open($"internal static void UpdateStatistics(in BatchPass<{scalar}> pass, Span<{scalar}> parameters)"))
        {
            foreach (LayerPlan layer in plan.Layers.Where(layer => layer.TakesWholeBatch))
            {
                writer.Line($"{layer.ClassName}.UpdateStatistics(pass, parameters);");
            }
        }
    }

    private static void EmitForward(SourceWriter writer, ModelPlan plan, string scalar, StreamPlan? stream)
    {
        Shape input = plan.Input.Shape, output = plan.OutputShape;
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass, ReadOnlySpan<{scalar}> inputs, Span<{scalar}> outputs)"))
        {
            writer.Line($"Rows.ToTimeMajor(pass.Batch, {input.Timesteps}, {input.Features}, inputs, Slice(pass, Input, {input.Length}), {plan.Input.Stride});");
            if (plan.Spec.VariableLength)
            {
                writer.Line($"StepMask.FromLengths(pass.Lengths, {input.Timesteps}, pass.Batch, Slice(pass, {plan.Input.Mask}, {input.Timesteps}));");
                writer.Line($"StepMask.Apply(Slice(pass, {plan.Input.Mask}, {input.Timesteps}), {plan.Input.Stride}, Slice(pass, Input, {input.Length}), Slice(pass, Input, {input.Length}));");
            }
            writer.Line();
            foreach (LayerPlan layer in plan.Layers)
            {
                layer.EmitForwardCall(writer);
                writer.Line();
            }
            writer.Line($"Rows.FromTimeMajor(pass.Batch, {output.Steps}, {output.Features}, Slice(pass, Output, {output.Steps * plan.Output.Stride}), {plan.Output.Stride}, outputs);");
            if (stream is not null)
            {
                writer.Line($"StreamRows.Advance(pass.States, StateStride, {input.Timesteps});");
            }
        }
    }

    private static void EmitBackward(SourceWriter writer, ModelPlan plan, string scalar)
    {
        Shape input = plan.Input.Shape, output = plan.OutputShape;
        int padded = (input.Features + 15) / 16 * 16;
        using (writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass, ReadOnlySpan<{scalar}> dOutputs, Span<{scalar}> dParameters, Span<{scalar}> dInputs)"))
        {
            writer.Line($"Span<{scalar}> dOutput = Slice(pass, DOutput, {output.Steps * plan.Output.Stride});");
            writer.Line("dOutput.Clear();");
            writer.Line($"Rows.ToTimeMajor(pass.Batch, {output.Steps}, {output.Features}, dOutputs, dOutput, {plan.Output.Stride});");
            writer.Line();
            foreach (LayerPlan layer in Enumerable.Reverse(plan.Layers))
            {
                SourceWriter.Block? optional = layer.IsBackwardOptional ? writer.Open("if (!dInputs.IsEmpty)") : null;
                layer.EmitBackwardCall(writer);
                optional?.Dispose();
                writer.Line();
            }
            if (plan.Spec.IsTokens)
            {
                writer.Line("dInputs.Clear();  // tokens have no gradient");
                return;
            }
            using (writer.Open("if (!dInputs.IsEmpty)"))
            {
                if (plan.Spec.VariableLength)
                {
                    string gradient = $"Slice(pass, DInput, {input.Timesteps * padded})";
                    writer.Line($"StepMask.Apply(Slice(pass, {plan.Input.Mask}, {input.Timesteps}), {padded}, {gradient}, {gradient});");
                }
                writer.Line($"Rows.FromTimeMajor(pass.Batch, {input.Timesteps}, {input.Features}, Slice(pass, DInput, {input.Timesteps * padded}), {padded}, dInputs);");
            }
        }
    }
}
