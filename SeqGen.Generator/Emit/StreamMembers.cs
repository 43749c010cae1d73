using System.Linq;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Emit;

/// <summary>Writes State, Step and StepMany.</summary>
internal static class StreamMembers
{
    private const string Float = "global::System.ReadOnlySpan<float>";
    private const string Output = "global::System.Span<float>";

    /// <summary>What the class says of streams in its remarks.</summary>
    public static string Describe(ModelPlan plan) => plan.Stream is not null
        ? "Goes one timestep at a time, too: <see cref=\"Step\"/>, with a <see cref=\"State\"/> for each stream."
        : $"There is no Step: {Reason(plan)}.";

    /// <summary>The interface that the class implements.</summary>
    public static string Interface(ModelPlan plan) => plan.Stream is null
        ? $"global::SeqGen.ISequenceModel<{plan.Spec.Type.QualifiedName}>"
        : $"global::SeqGen.IStreamingModel<{plan.Spec.Type.QualifiedName}, {plan.Spec.Type.QualifiedName}.State>";

    public static void Emit(SourceWriter writer, ModelPlan plan)
    {
        if (plan.Stream is not { } stream)
        {
            return;
        }
        EmitConstants(writer, stream);
        EmitStep(writer, plan, stream);
        EmitStepMany(writer, plan, stream);
        EmitManyOfInterface(writer, plan, stream);
        EmitState(writer, plan, stream);
    }

    /// <summary>Members that throw, so that the one true error is not buried under those of the code that calls them.</summary>
    public static void EmitThrowing(SourceWriter writer, ModelSpec spec, string body)
    {
        string value = spec.IsTokens ? "int" : "float";
        if (spec.IsTokens)
        {
            writer.Line($"public bool Step(int token, ref State state, {Output} output) => {body}");
        }
        foreach (string name in new[] { "StateLength", "StepOutputLength", "StepsPerOutput", "Delay", "ReceptiveField" })
        {
            writer.Line($"public static int {name} => {body}");
        }
        writer.Lines($$"""
            public bool Step({{Float}} input, ref State state, {{Output}} output) => {{body}}
            public void StepMany(global::System.ReadOnlySpan<{{value}}> inputs, global::System.Span<State> states, {{Output}} outputs) => {{body}}
            public void StepMany({{Float}} inputs, global::System.Span<State> states, {{Output}} outputs, global::System.Span<bool> due) => {{body}}
            public struct State : global::SeqGen.IStreamState<State>
            {
                public readonly ulong Steps => {{body}}
                public static int ByteLength => {{body}}
                public void Reset() => {{body}}
                public readonly void CopyTo(global::System.Span<byte> destination) => {{body}}
                public static State From(global::System.ReadOnlySpan<byte> source) => {{body}}
                public readonly bool Equals(State other) => {{body}}
                public override readonly bool Equals(object? obj) => {{body}}
                public override readonly int GetHashCode() => {{body}}
                public static bool operator ==(State left, State right) => {{body}}
                public static bool operator !=(State left, State right) => {{body}}
            }
            """);
    }

    private static string Reason(ModelPlan plan)
    {
        StreamProblem problem = plan.StreamProblem!;
        return $"layer {CSharpLiteral.Of(problem.Layer)}, {plan.Spec.Layers[problem.Layer].Display}, {problem.Why}".Replace("<", "&lt;");
    }

    private static void EmitConstants(SourceWriter writer, StreamPlan stream)
    {
        EmitConstant(writer, "Values of a <see cref=\"State\"/>.", "StateLength", stream.State.Length);
        EmitConstant(writer, $"Values of the output of one step, {stream.Tick.OutputShape}.", "StepOutputLength", stream.Tick.OutputShape.Length);
        EmitConstant(writer, "Steps from one output to the next.", "StepsPerOutput", stream.StepsPerOutput);
        EmitConstant(writer, "Steps before the one that gives the first output.", "Delay", stream.Delay);
        EmitConstant(
            writer, "Steps that an output depends on, its own among them; int.MaxValue if all there were.", "ReceptiveField",
            System.Math.Min(int.MaxValue, stream.ReceptiveField ?? int.MaxValue));
    }

    private static void EmitConstant(SourceWriter writer, string summary, string name, long value)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(FileHeader.RealtimeAttributes);
        writer.Line($"public static int {name} => {value};");
        writer.Line();
    }

    private static string Returns(StreamPlan stream) => stream.IsAlwaysDue
        ? "True: every step gives an output."
        : $"True if an output is due and was written: at step {stream.Delay} (counted from 0) and every {stream.StepsPerOutput} after.";

    private static void EmitStep(SourceWriter writer, ModelPlan plan, StreamPlan stream)
    {
        string code = $"global::SeqGen.Generated.{plan.Spec.Type.Identifier}";
        int features = plan.Input.Shape.Features;
        bool tokens = plan.Spec.IsTokens;
        string input = tokens ? "int token" : $"{Float} input", x = tokens ? "new global::System.ReadOnlySpan<int>(in token)" : "input";
        writer.Lines($$"""
            /// <summary>
            /// Takes one timestep of a stream. Fed the timesteps of a sample from the start of a stream, it gives bit for bit what Predict gives
            /// for them. Allocates nothing; any number of threads may step states of their own at once.
            /// </summary>
            /// <param name="{{(tokens ? "token" : "input")}}">{{(tokens ? "The token." : $"[{features}].")}}</param>
            /// <param name="state">The stream's state, which goes on by one step; a new one starts a stream.</param>
            /// <param name="output">Receives {{stream.Tick.OutputShape}} where an output is due.</param>
            /// <returns>{{Returns(stream)}}</returns>
            /// <exception cref="global::System.ArgumentException">A span has another length{{(tokens ? ", or the token is outside the vocabulary" : "")}}.</exception>
            {{FileHeader.RealtimeAttributes}}
            public bool Step({{input}}, ref State state, {{Output}} output)
            {
            """);
        if (!tokens)
        {
            writer.Line($"    global::SeqGen.SequenceModel.CheckLength(input.Length, {features}, nameof(input));");
        }
        else if (EmbeddingOf(plan) is { OutOfVocabulary: < 0, Vocabulary: int vocabulary })
        {
            writer.Line($"    {Rows}.Check(token, {vocabulary}, nameof(token));");
        }
        writer.Lines($$"""
                global::SeqGen.SequenceModel.CheckLength(output.Length, {{stream.Tick.OutputShape.Length}}, nameof(output));
                bool due = {{code}}.Step(_parameters.Span, {{x}}, state._steps, ref state._values._first, output);
                state._steps++;
                return due;
            }

            """);
        if (tokens)
        {
            writer.Lines($$"""
                {{FileHeader.RealtimeAttributes}}
                bool {{Interface(plan)}}.Step({{Float}} input, ref State state, {{Output}} output)
                {
                    global::SeqGen.SequenceModel.CheckLength(input.Length, 1, nameof(input));
                    return Step({{TokenOf(plan, "input", "0")}}, ref state, output);
                }

                """);
        }
    }

    private static void EmitStepMany(SourceWriter writer, ModelPlan plan, StreamPlan stream)
    {
        int inputs = plan.Input.Shape.Features;
        long outputs = stream.Tick.OutputShape.Length;
        string value = plan.Spec.IsTokens ? "int" : "float", step = plan.Spec.IsTokens ? "inputs[i]" : $"inputs.Slice({Terms.Product("i", inputs)}, {inputs})";
        string due = stream.IsAlwaysDue ? "" : ", global::System.Span<bool> due";
        string dueText = "/// <param name=\"due\">Receives what Step returns for each stream.</param>";
        writer.Lines($$"""
            /// <summary>One step of each of many streams, bit for bit those of Step.</summary>
            /// <param name="inputs">{{(plan.Spec.IsTokens ? "A token" : $"[{inputs}]")}} for each stream, one after the other.</param>
            /// <param name="states">The streams' states.</param>
            /// <param name="outputs">Receives {{stream.Tick.OutputShape}} for each stream{{(stream.IsAlwaysDue ? "" : " whose output is due")}}.</param>
            {{(stream.IsAlwaysDue ? "" : dueText + "\n")}}/// <exception cref="global::System.ArgumentException">A span has another length, or {{(plan.Spec.IsTokens ? "a token is outside the vocabulary" : "outputs overlaps inputs and is not the same memory")}}; no stream has gone on.</exception>
            {{FileHeader.RealtimeAttributes}}
            public void StepMany(global::System.ReadOnlySpan<{{value}}> inputs, global::System.Span<State> states, {{Output}} outputs{{due}})
            {
                global::SeqGen.SequenceModel.CheckLength(inputs.Length, {{Terms.Product("states.Length", inputs)}}, nameof(inputs));
                global::SeqGen.SequenceModel.CheckLength(outputs.Length, {{Terms.Product("states.Length", outputs)}}, nameof(outputs));
            {{(stream.IsAlwaysDue ? "" : "    global::SeqGen.SequenceModel.CheckLength(due.Length, states.Length, nameof(due));\n")}}{{CheckInputs(plan)}}{{Many(stream)}}    for (int i = 0; i < states.Length; i++)
                {
                    {{(stream.IsAlwaysDue ? "" : "due[i] = ")}}Step({{step}}, ref states[i], outputs.Slice({{Terms.Product("i", outputs)}}, {{outputs}}));
                }
            }

            """);
    }

    /// <summary>The form of the interface, where the public one is another.</summary>
    private static void EmitManyOfInterface(SourceWriter writer, ModelPlan plan, StreamPlan stream)
    {
        if (!stream.IsAlwaysDue && !plan.Spec.IsTokens)
        {
            return;
        }
        writer.Line(FileHeader.RealtimeAttributes);
        using (writer.Open($"void {Interface(plan)}.StepMany({Float} inputs, global::System.Span<State> states, {Output} outputs, global::System.Span<bool> due)"))
        {
            writer.Line("global::SeqGen.SequenceModel.CheckLength(due.Length, states.Length, nameof(due));");
            if (!plan.Spec.IsTokens)
            {
                writer.Line("StepMany(inputs, states, outputs);");
                writer.Line("due.Fill(true);");
            }
            else
            {
                long length = stream.Tick.OutputShape.Length;
                writer.Lines($$"""
                    global::SeqGen.SequenceModel.CheckLength(inputs.Length, states.Length, nameof(inputs));
                    global::SeqGen.SequenceModel.CheckLength(outputs.Length, {{Terms.Product("states.Length", length)}}, nameof(outputs));
                    for (int i = 0; i < states.Length; i++)
                    {
                        {{TokenOf(plan, "inputs", "i")}};
                    }
                    for (int i = 0; i < states.Length; i++)
                    {
                        due[i] = Step({{TokenOf(plan, "inputs", "i")}}, ref states[i], outputs.Slice({{Terms.Product("i", length)}}, {{length}}));
                    }
                    """);
            }
        }
        writer.Line();
    }

    private const string Rows = "global::SeqGen.Numerics.EmbeddingRows";

    private static Embedding? EmbeddingOf(ModelPlan plan) => plan.Spec.Layers[0] as Embedding;

    /// <summary>A token that came as a float.</summary>
    private static string TokenOf(ModelPlan plan, string from, string index)
    {
        Embedding embedding = EmbeddingOf(plan)!;
        return $"{Rows}.OfStream({from}[{index}], {embedding.Vocabulary}, {embedding.OutOfVocabulary}, nameof({from}))";
    }

    /// <summary>What is wrong with inputs besides their length, before a state goes on.</summary>
    private static string CheckInputs(ModelPlan plan) => EmbeddingOf(plan) switch
    {
        null => "    global::SeqGen.SequenceModel.CheckPlace(inputs, outputs);\n",
        { OutOfVocabulary: < 0, Vocabulary: int vocabulary } => $"    {Rows}.Check(inputs, {vocabulary}, nameof(inputs));\n",
        _ => "",
    };

    /// <summary>What takes many streams by the batched code, if there is one.</summary>
    private static string Many(StreamPlan stream)
    {
        if (!stream.Tick.IsForwardOnly)
        {
            return "";
        }
        string code = $"global::SeqGen.Generated.{TrainingEmitter.ClassName(stream.Tick, stream)}";
        return $$"""
                if (states.Length >= {{UnrollPolicy.FewStreams}} && global::System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated)
                {
                    {{code}}.Run(_parameters.Span, inputs, global::System.Runtime.InteropServices.MemoryMarshal.Cast<State, float>(states), outputs);
                    return;
                }

            """;
    }

    private static void EmitState(SourceWriter writer, ModelPlan plan, StreamPlan stream)
    {
        long length = System.Math.Max(1, stream.State.Length);
        string values = $"global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref global::System.Runtime.CompilerServices.Unsafe.AsRef(in _values._first), {stream.State.Length})";
        writer.Lines($$"""
            /// <summary>
            /// What a stream keeps between two steps, {{stream.State.Length}} values. A value: default is the start of a stream, and a copy is a snapshot.
            /// </summary>
            {{FileHeader.RealtimeAttributes}}
            public struct State : global::SeqGen.IStreamState<State>
            {
                internal ulong _steps;
                internal Buffer _values;

                /// <summary>Steps that the stream has made.</summary>
                public readonly ulong Steps => _steps;

                /// <summary>Bytes that <see cref="CopyTo"/> writes.</summary>
                public static int ByteLength => {{StreamMembers.ByteLength(stream)}};

                /// <summary>Goes back to the start of a stream.</summary>
                public void Reset() => this = default;

                /// <summary>Writes the state, for <see cref="From"/>.</summary>
                /// <param name="destination">Receives <see cref="ByteLength"/> bytes.</param>
                /// <exception cref="global::System.ArgumentException">It is shorter.</exception>
                public readonly void CopyTo(global::System.Span<byte> destination) =>
                    global::SeqGen.StreamState.Write(0x{{Fingerprint(plan):x16}}, _steps, {{values}}, destination);

                /// <summary>Reads a state that <see cref="CopyTo"/> wrote.</summary>
                /// <param name="source"><see cref="ByteLength"/> bytes.</param>
                /// <exception cref="global::System.ArgumentException">It has another length, or is of another model.</exception>
                public static State From(global::System.ReadOnlySpan<byte> source)
                {
                    State state = default;
                    state._steps = global::SeqGen.StreamState.Read(
                        0x{{Fingerprint(plan):x16}}, source, global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref state._values._first, {{stream.State.Length}}));
                    return state;
                }

                /// <summary>True if both are the same to the bit.</summary>
                public readonly bool Equals(State other) =>
                    _steps == other._steps && global::SeqGen.StreamState.Equals(in _values._first, in other._values._first, {{stream.State.Length}});

                /// <inheritdoc/>
                public override readonly bool Equals(object? obj) => obj is State other && Equals(other);

                /// <inheritdoc/>
                public override readonly int GetHashCode() => global::SeqGen.StreamState.Hash(_steps, {{values}});

                /// <summary>True if both are the same to the bit.</summary>
                public static bool operator ==(State left, State right) => left.Equals(right);

                /// <summary>True if they differ.</summary>
                public static bool operator !=(State left, State right) => !left.Equals(right);

                [global::System.Runtime.CompilerServices.InlineArray({{length}})]
                internal struct Buffer
                {
                    internal float _first;
                }
            }

            """);
    }

    /// <summary>Bytes of a state in a file.</summary>
    public static long ByteLength(StreamPlan stream) => 16 + (4 * stream.State.Length);

    /// <summary>A number for what a state means: the layers and what they keep (FNV-1a, 64 bits).</summary>
    private static ulong Fingerprint(ModelPlan plan)
    {
        string text = $"{plan.Input.Shape.Features} {plan.Stream!.State.Length} "
            + string.Join(" ", plan.Spec.Layers.Where(layer => !layer.IsForTrainingOnly).Select(layer => layer.StreamDeclaration));
        return text.Aggregate(14695981039346656037, (hash, letter) => unchecked((hash ^ letter) * 1099511628211));
    }
}
