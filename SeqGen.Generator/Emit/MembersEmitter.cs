using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes the members that a user sees on the model's class.</summary>
internal static class MembersEmitter
{
    private const string Float = "global::System.ReadOnlySpan<float>";
    private const string Output = "global::System.Span<float>";
    private const string FloatTensor = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    private const string OutputTensor = "global::System.Numerics.Tensors.TensorSpan<float>";

    public static string Emit(ModelPlan plan)
    {
        var writer = new SourceWriter();
        FileHeader.Write(writer);
        using (OpenNamespace(writer, plan.Spec.Type))
        {
            var blocks = new Stack<SourceWriter.Block>(plan.Spec.Type.Containing.Select(outer => writer.Open(outer)));
            EmitDocumentation(writer, plan);
            using (writer.Open($"{plan.Spec.Type.Declaration} : {StreamMembers.Interface(plan)}"))
            {
                EmitSizes(writer, plan);
                EmitConstruction(writer, plan);
                PredictionMembers.Emit(writer, plan);
                StreamMembers.Emit(writer, plan);
                EmitFiles(writer);
                BatchedMembers.Emit(
                    writer, plan, $"global::SeqGen.ISequenceModel<{plan.Spec.Type.QualifiedName}>",
                    $"global::SeqGen.Generated.{TrainingEmitter.ClassName(plan)}");
                ChunkMembers.Emit(writer, plan);
            }
            foreach (SourceWriter.Block block in blocks)
            {
                block.Dispose();
            }
        }
        return writer.ToString();
    }

    /// <summary>Members that throw, so that the one true error is not buried under those of the code that calls them.</summary>
    public static string EmitInvalid(ModelPlan plan)
    {
        var writer = new SourceWriter();
        FileHeader.Write(writer);
        TypeHierarchy type = plan.Spec.Type;
        if (plan.Errors.Any(error => Descriptors.Closing.Contains(error.Id)))
        {
            writer.Line("// The model's declaration cannot be added to; see its diagnostics.");
            return writer.ToString();
        }
        using (OpenNamespace(writer, type))
        {
            var blocks = new Stack<SourceWriter.Block>(type.Containing.Select(outer => writer.Open(outer)));
            writer.Line("/// <remarks>This model has errors; see its diagnostics.</remarks>");
            using (writer.Open($"{type.Declaration} : global::SeqGen.IStreamingModel<{type.QualifiedName}, {type.QualifiedName}.State>"))
            {
                EmitThrowing(writer, plan.Spec);
            }
            foreach (SourceWriter.Block block in blocks)
            {
                block.Dispose();
            }
        }
        return writer.ToString();
    }

    private const string Throw = "throw new global::System.InvalidOperationException(\"The model has errors; see its diagnostics.\");";

    private static void EmitThrowing(SourceWriter writer, ModelSpec spec)
    {
        TypeHierarchy type = spec.Type;
        StreamMembers.EmitThrowing(writer, spec, Throw);
        ChunkMembers.EmitThrowing(writer, spec, Throw);
        string self = $"global::SeqGen.ISequenceModel<{type.QualifiedName}>";
        if (spec.IsTokens)
        {
            writer.Line($"public void Predict(global::System.ReadOnlySpan<int> input, {Output} output) => {Throw}");
            writer.Line($"public void PredictBatch(global::System.ReadOnlySpan<int> inputs, {Output} outputs) => {Throw}");
        }
        if (spec.VariableLength)
        {
            string value = spec.IsTokens ? "int" : "float";
            writer.Line($"public void PredictBatch(global::System.ReadOnlySpan<{value}> inputs, global::System.ReadOnlySpan<int> lengths, {Output} outputs) => {Throw}");
        }
        writer.Lines($$"""
            public {{type.ConstructorName}}(int seed = 0) => {{Throw}}
            public static int Timesteps => {{Throw}}
            public static int Features => {{Throw}}
            public static int OutputLength => {{Throw}}
            public static int ParameterCount => {{Throw}}
            public static string Summary => {{Throw}}
            public static global::System.ReadOnlySpan<global::SeqGen.ParameterTensor> ParameterTensors => {{Throw}}
            public {{Output}} Parameters => {{Throw}}
            public void Predict({{Float}} input, {{Output}} output) => {{Throw}}
            public void PredictBatch({{Float}} inputs, {{Output}} outputs) => {{Throw}}
            public void Predict(in {{FloatTensor}} input, in {{OutputTensor}} output) => {{Throw}}
            public void PredictBatch(in {{FloatTensor}} inputs, in {{OutputTensor}} outputs) => {{Throw}}
            public void Save(string path) => {{Throw}}
            public void Load(string path) => {{Throw}}
            static string {{self}}.Architecture => {{Throw}}
            static global::SeqGen.BatchLayout {{self}}.Batched => {{Throw}}
            static void {{self}}.Pack({{Float}} parameters, {{Output}} packed) => {{Throw}}
            static void {{self}}.Forward(in global::SeqGen.BatchPass<float> pass, {{Float}} inputs, {{Output}} outputs) => {{Throw}}
            static void {{self}}.Backward(
                in global::SeqGen.BatchPass<float> pass, {{Float}} dOutputs, {{Output}} dParameters, {{Output}} dInputs) => {{Throw}}
            """);
    }

    private static System.IDisposable? OpenNamespace(SourceWriter writer, TypeHierarchy type) =>
        type.Namespace.Length == 0 ? null : writer.Open($"namespace {type.Namespace}");

    private static void EmitDocumentation(SourceWriter writer, ModelPlan plan)
    {
        string what = $"{FileHeader.Describe(plan)}, {CSharpLiteral.Grouped(plan.ParameterMemory.Length)} parameters.";
        if (!plan.Spec.Type.IsDocumented)
        {
            // A summary of the user's stands alone: a second one would run into it.
            writer.Line($"/// <summary>{what}</summary>");
        }
        writer.Line("/// <remarks>");
        if (plan.Spec.Type.IsDocumented)
        {
            writer.Line($"/// <para>{what}</para>");
        }
        writer.Line($"/// <para>{StreamMembers.Describe(plan)}</para>");
        writer.Line("/// <list type=\"table\">");
        writer.Line("/// <listheader>");
        writer.Line("/// <term>Tensor</term><description>Shape, and where its values lie in <see cref=\"Parameters\"/></description>");
        writer.Line("/// </listheader>");
        foreach (ParameterPlan tensor in plan.Parameters)
        {
            string place = $"[{tensor.Shape}], {tensor.Offset}{(tensor.Length == 1 ? "" : $" to {tensor.Offset + tensor.Length - 1}")}";
            writer.Line($"/// <item><term>{tensor.Name}</term><description>{place}</description></item>");
        }
        writer.Line("/// </list>");
        writer.Line("/// </remarks>");
    }

    private static void EmitSizes(SourceWriter writer, ModelPlan plan)
    {
        EmitMember(writer, "Timesteps of one input sample.", $"public static int Timesteps => {plan.Spec.Timesteps};");
        EmitMember(writer, plan.Spec.IsTokens ? "1: a timestep is one token." : "Features at each timestep of an input sample.", $"public static int Features => {plan.Input.Shape.Features};");
        EmitMember(writer, $"Values of one output sample, {plan.OutputShape}.", $"public static int OutputLength => {plan.OutputShape.Length};");
        EmitMember(writer, "Parameters of the model.", $"public static int ParameterCount => {plan.ParameterMemory.Length};");
        EmitMember(writer, "Layers, output shapes, parameter counts and the memory that the model works in.", "public static string Summary =>");
        writer.Lines(SummaryTable.Of(plan, "    "));
        writer.Line();
        EmitMember(
            writer, "The tensors that <see cref=\"Parameters\"/> is made of, layers in order.",
            "public static global::System.ReadOnlySpan<global::SeqGen.ParameterTensor> ParameterTensors => s_tensors;");
        using (writer.Open("private static readonly global::SeqGen.ParameterTensor[] s_tensors =", close: "};"))
        {
            foreach (ParameterPlan tensor in plan.Parameters)
            {
                writer.Line($"new({tensor.Arguments}),");
            }
        }
        writer.Line();
    }

    private static void EmitConstruction(SourceWriter writer, ModelPlan plan)
    {
        writer.Line("private readonly global::SeqGen.Numerics.AlignedBuffer<float> _parameters;");
        writer.Line();
        writer.Line("/// <summary>A new model with Keras's initial values.</summary>");
        writer.Line("/// <param name=\"seed\">Same seed, same values, on every machine.</param>");
        writer.Line(FileHeader.Attributes);
        using (writer.Open($"public {plan.Spec.Type.ConstructorName}(int seed = 0)"))
        {
            writer.Line("_parameters = global::SeqGen.SequenceModel.CreateParameters(s_tensors, ParameterCount, seed);");
        }
        writer.Line();
        EmitMember(
            writer, "All parameters, in the order of <see cref=\"ParameterTensors\"/>, each tensor in Keras's layout.",
            $"public {Output} Parameters => _parameters.Span;");
    }

    private static void EmitFiles(SourceWriter writer)
    {
        writer.Lines($$"""
            /// <summary>Writes the parameters to a safetensors file, which is written beside its place and moved there.</summary>
            /// <param name="path">Where the file goes; one that stands there is replaced.</param>
            {{FileHeader.Attributes}}
            public void Save(string path) => global::SeqGen.SequenceModel.Save(this, path);

            /// <summary>Reads the parameters from a safetensors file of this model; a file that does not fit leaves them as they were.</summary>
            /// <param name="path">The file.</param>
            /// <exception cref="global::System.IO.InvalidDataException">The file is damaged, or is not of this model.</exception>
            {{FileHeader.Attributes}}
            public void Load(string path) => global::SeqGen.SequenceModel.Load(this, path);

            """);
    }

    private static void EmitMember(SourceWriter writer, string summary, string member)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(FileHeader.RealtimeAttributes);
        writer.Line(member);
        if (!member.EndsWith("=>", System.StringComparison.Ordinal))
        {
            writer.Line();
        }
    }
}
