using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes what trains a model on streams, chunk after chunk.</summary>
internal static class ChunkMembers
{
    private const string Float = "global::System.ReadOnlySpan<float>";
    private const string Output = "global::System.Span<float>";

    public static void Emit(SourceWriter writer, ModelPlan plan)
    {
        if (plan.Stream?.Chunk is not { } chunk)
        {
            return;
        }
        string model = plan.Spec.Type.QualifiedName;
        writer.Lines($$"""

            /// <summary>Trains the model on streams, {{chunk.Spec.Timesteps}} timesteps at a time, by truncated backpropagation through time.</summary>
            /// <param name="options">How; the batch is the streams.</param>
            /// <param name="streams">Streams that are trained side by side.</param>
            /// <exception cref="global::System.ArgumentException">An option is out of range.</exception>
            {{FileHeader.Attributes}}
            public global::SeqGen.Training.StreamTrainer<State> CreateStreamTrainer(global::SeqGen.Training.TrainerOptions options, int streams = 1) =>
                global::SeqGen.Training.StreamTrainer<State>.Create(new Chunks(this), options, streams);

            /// <summary>The model on chunks of {{chunk.Spec.Timesteps}} timesteps of a stream: an output for each.</summary>
            """);
        writer.Line(FileHeader.Attributes);
        using (writer.Open($"private sealed class Chunks({model} model) : global::SeqGen.ISequenceModel<Chunks>"))
        {
            writer.Lines($$"""
                public static int Timesteps => {{chunk.Spec.Timesteps}};

                public static int Features => {{chunk.Input.Shape.Features}};

                public static int OutputLength => {{chunk.OutputShape.Length}};

                public static int ParameterCount => {{model}}.ParameterCount;

                public static string Summary => {{model}}.Summary;

                public static global::System.ReadOnlySpan<global::SeqGen.ParameterTensor> ParameterTensors => {{model}}.ParameterTensors;

                public {{Output}} Parameters => model.Parameters;

                public void Predict({{Float}} input, {{Output}} output) => throw new global::System.NotSupportedException();

                public void PredictBatch({{Float}} inputs, {{Output}} outputs) => throw new global::System.NotSupportedException();

                """);
            BatchedMembers.Emit(
                writer, chunk, "global::SeqGen.ISequenceModel<Chunks>", $"global::SeqGen.Generated.{TrainingEmitter.ClassName(plan, plan.Stream)}",
                carries: true);
        }
    }

    /// <summary>The member that throws in a model with errors.</summary>
    public static void EmitThrowing(SourceWriter writer, ModelSpec spec, string body)
    {
        if (spec.TruncatedBptt is not null)
        {
            writer.Line($"public global::SeqGen.Training.StreamTrainer<State> CreateStreamTrainer(global::SeqGen.Training.TrainerOptions options, int streams = 1) => {body}");
        }
    }
}
