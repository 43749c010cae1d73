using System;
using System.Linq;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes the members by which trainers drive the batched code.</summary>
internal static class BatchedMembers
{
    private const string Float = "global::System.ReadOnlySpan<float>";
    private const string Output = "global::System.Span<float>";

    /// <summary>Writes them as explicit members.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="plan">The model.</param>
    /// <param name="self">The interface.</param>
    /// <param name="code">The class that holds the batched code.</param>
    /// <param name="carries">True if batches carry the states of streams.</param>
    public static void Emit(SourceWriter writer, ModelPlan plan, string self, string code, bool carries = false)
    {
        string architecture = string.Join(" ", plan.Spec.Layers.Where(layer => !layer.IsForTrainingOnly).Select(layer => layer.Declaration));
        Shape output = plan.OutputShape;
        string activation = $"global::SeqGen.Activation.{plan.Layers[plan.Layers.Count - 1].Spec.OutputActivation}";
        writer.Lines($$"""
            // for trainers

            {{FileHeader.RealtimeAttributes}}
            static string {{self}}.Architecture => {{CSharpLiteral.Of(architecture)}};

            {{FileHeader.RealtimeAttributes}}
            static global::SeqGen.BatchLayout {{self}}.Batched =>
                new(
                    {{code}}.PackedLength,
                    {{code}}.WorkspaceFixed,
                    {{code}}.WorkspacePerRow,
                    {{output.Timesteps}}, {{output.Features}}, {{activation}}){{LayoutOptions(plan, code, carries)}};

            {{FileHeader.RealtimeAttributes}}
            static global::System.ReadOnlySpan<global::SeqGen.LayerOutput> {{self}}.LayerOutputs => s_outputs;

            """);
        using (writer.Open("private static readonly global::SeqGen.LayerOutput[] s_outputs =", close: "};"))
        {
            foreach (LayerPlan layer in plan.Layers)
            {
                Shape shape = layer.Output.Shape;
                writer.Line($"new({CSharpLiteral.Of(layer.Name)}, {layer.Output.Offset}, {shape.Steps}, {shape.Features}, {layer.Output.Stride}),");
            }
        }
        writer.Lines($$"""

            {{FileHeader.RealtimeAttributes}}
            static void {{self}}.Pack(
                {{Float}} parameters,
                {{Output}} packed) =>
                {{code}}.Pack(parameters, packed);

            {{FileHeader.RealtimeAttributes}}
            static void {{self}}.PackTransposed(
                {{Float}} parameters,
                {{Output}} packed) =>
                {{code}}.PackTransposed(parameters, packed);

            {{FileHeader.RealtimeAttributes}}
            static void {{self}}.Forward(
                in global::SeqGen.BatchPass<float> pass,
                {{Float}} inputs,
                {{Output}} outputs) =>
                {{code}}.Forward(pass, inputs, outputs);

            {{FileHeader.RealtimeAttributes}}
            static void {{self}}.Backward(
                in global::SeqGen.BatchPass<float> pass,
                {{Float}} dOutputs,
                {{Output}} dParameters,
                {{Output}} dInputs) =>
                {{code}}.Backward(pass, dOutputs, dParameters, dInputs);
            """);
        if (plan.TakesWholeBatch)
        {
            writer.Lines($$"""

                {{FileHeader.RealtimeAttributes}}
                static void {{self}}.UpdateStatistics(
                    in global::SeqGen.BatchPass<float> pass,
                    {{Output}} parameters) =>
                    {{code}}.UpdateStatistics(pass, parameters);
                """);
        }
    }

    private static string LayoutOptions(ModelPlan plan, string code, bool carries)
    {
        string[] options =
        [
            .. plan.TakesWholeBatch ? ["TakesWholeBatch = true"] : Array.Empty<string>(),
            .. plan.HasRecurrence ? ["HasRecurrence = true"] : Array.Empty<string>(),
            .. plan.Spec.VariableLength ? ["VariableLength = true"] : Array.Empty<string>(),
            .. plan.RunsAlongInput ? ["RunsAlongInput = true"] : Array.Empty<string>(),
            .. plan.Spec.Layers[0] is Embedding tokens ? [$"Vocabulary = {tokens.Vocabulary}"] : Array.Empty<string>(),
            .. plan.Spec.Layers[0] is Embedding { OutOfVocabulary: >= 0 } ? ["TakesOtherTokens = true"] : Array.Empty<string>(),
            .. plan.Output.HasMask ? [$"OutputMask = {plan.Output.Mask}"] : Array.Empty<string>(),
            .. plan.LazyTable is { } table ? [$"LazyTable = {table}"] : Array.Empty<string>(),
            .. carries ? [$"StateStride = {code}.StateStride"] : Array.Empty<string>(),
            .. plan.Spec.IsTokens ? Array.Empty<string>() : [$"InputGradientPerRow = {plan.Input.GradientRoom.Length}"],
        ];
        return options.Length == 0 ? "" : $" {{ {string.Join(", ", options)} }}";
    }
}
