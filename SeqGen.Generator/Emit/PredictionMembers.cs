using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes Predict and PredictBatch, with the overloads that a kind of model has.</summary>
internal static class PredictionMembers
{
    private const string Float = "global::System.ReadOnlySpan<float>";
    private const string Output = "global::System.Span<float>";
    private const string FloatTensor = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    private const string OutputTensor = "global::System.Numerics.Tensors.TensorSpan<float>";

    public static void Emit(SourceWriter writer, ModelPlan plan)
    {
        EmitPredict(writer, plan);
        EmitPredictBatch(writer, plan);
        if (plan.Spec.VariableLength)
        {
            EmitLengths(writer, plan);
        }
        if (plan.Spec.IsTokens)
        {
            EmitTokensAsFloats(writer, plan);
        }
        else
        {
            EmitTensors(writer, plan);
        }
    }

    /// <summary>What a sample is, in words.</summary>
    private static string Sample(ModelPlan plan)
    {
        string most = plan.Spec.VariableLength ? "up to " : "";
        return plan.Spec.IsTokens ? $"{most}{plan.Spec.Timesteps} tokens" : $"{most}{plan.Input.Shape}, row-major";
    }

    private static string Values(ModelPlan plan) => plan.Spec.IsTokens ? "global::System.ReadOnlySpan<int>" : Float;

    private static void EmitPredict(SourceWriter writer, ModelPlan plan)
    {
        string code = $"global::SeqGen.Generated.{plan.Spec.Type.Identifier}";
        string check = plan.Spec.VariableLength
            ? $"CheckVariableLength(input.Length, {plan.Input.Shape.Features}, {plan.Spec.Timesteps}, nameof(input))"
            : $"CheckLength(input.Length, {plan.Input.Shape.Length}, nameof(input))";
        writer.Lines($$"""
            /// <summary>The output for one sample. Allocates nothing; any number of threads may call it at once.</summary>
            /// <param name="input">{{Sample(plan)}}.</param>
            /// <param name="output">Receives {{plan.OutputShape}}.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
            {{FileHeader.RealtimeAttributes}}
            public void Predict({{Values(plan)}} input, {{Output}} output)
            {
                global::SeqGen.SequenceModel.{{check}};
                global::SeqGen.SequenceModel.CheckLength(output.Length, {{plan.OutputShape.Length}}, nameof(output));
                if ({{code}}.HasVectors)
                {
                    {{code}}.Predict(_parameters.Span, input, output);
                }
                else
                {
                    global::SeqGen.SequenceModel.PredictAsBatch(this, input, output);
                }
            }

            """);
    }

    private static void EmitPredictBatch(SourceWriter writer, ModelPlan plan) => writer.Lines($$"""
        /// <summary>The outputs for any number of samples, bit for bit those of Predict. Allocates nothing after a thread's first call.</summary>
        /// <param name="inputs">Samples of {{(plan.Spec.IsTokens ? $"{plan.Spec.Timesteps} tokens" : plan.Input.Shape.ToString())}}, one after the other.</param>
        /// <param name="outputs">Receives {{plan.OutputShape}} for each.</param>
        /// <exception cref="global::System.ArgumentException">A span has another length, or they overlap.</exception>
        {{FileHeader.RealtimeAttributes}}
        public void PredictBatch({{Values(plan)}} inputs, {{Output}} outputs) =>
            global::SeqGen.SequenceModel.PredictBatch(this, inputs, outputs);

        """);

    private static void EmitLengths(SourceWriter writer, ModelPlan plan) => writer.Lines($$"""
        /// <summary>The outputs for any number of samples of any lengths, bit for bit those of Predict. Allocates nothing after a thread's first call.</summary>
        /// <param name="inputs">Samples of {{plan.Spec.Timesteps}} timesteps, one after the other; what lies past a sample's length does not matter.</param>
        /// <param name="lengths">Timesteps of each sample, 1 to {{plan.Spec.Timesteps}}.</param>
        /// <param name="outputs">Receives {{plan.OutputShape}} for each.</param>
        /// <exception cref="global::System.ArgumentException">A span has another length, a sample has, or the spans overlap.</exception>
        {{FileHeader.RealtimeAttributes}}
        public void PredictBatch({{Values(plan)}} inputs, global::System.ReadOnlySpan<int> lengths, {{Output}} outputs) =>
            global::SeqGen.SequenceModel.PredictBatch(this, inputs, lengths, outputs);

        """);

    // Trainers and datasets hold tokens as floats.
    private static void EmitTokensAsFloats(SourceWriter writer, ModelPlan plan)
    {
        string self = $"global::SeqGen.ISequenceModel<{plan.Spec.Type.QualifiedName}>";
        writer.Lines($$"""
            {{FileHeader.RealtimeAttributes}}
            void {{self}}.Predict({{Float}} input, {{Output}} output) =>
                global::SeqGen.SequenceModel.PredictAsBatch(this, input, output);

            {{FileHeader.RealtimeAttributes}}
            void {{self}}.PredictBatch({{Float}} inputs, {{Output}} outputs) =>
                global::SeqGen.SequenceModel.PredictBatch(this, inputs, outputs);

            """);
    }

    private static void EmitTensors(SourceWriter writer, ModelPlan plan) => writer.Lines($$"""
        /// <summary>The output for one sample, from and to tensors.</summary>
        /// <param name="input">{{plan.Input.Shape}}, dense.</param>
        /// <param name="output">Receives {{plan.OutputShape}}; dense.</param>
        /// <exception cref="global::System.ArgumentException">A tensor has another shape or is not dense.</exception>
        {{FileHeader.RealtimeAttributes}}
        public void Predict(in {{FloatTensor}} input, in {{OutputTensor}} output) =>
            global::SeqGen.SequenceModel.Predict(this, in input, in output);

        /// <summary>The outputs for any number of samples, from and to tensors whose first dimension counts them.</summary>
        /// <param name="inputs">{{Samples(plan.Input.Shape)}}, dense.</param>
        /// <param name="outputs">Receives {{Samples(plan.OutputShape)}}; dense.</param>
        /// <exception cref="global::System.ArgumentException">A tensor has another shape or is not dense.</exception>
        {{FileHeader.RealtimeAttributes}}
        public void PredictBatch(in {{FloatTensor}} inputs, in {{OutputTensor}} outputs) =>
            global::SeqGen.SequenceModel.PredictBatch(this, in inputs, in outputs);

        """);

    private static string Samples(Shape shape) => $"[samples, {shape.ToString().Substring(1)}";
}
