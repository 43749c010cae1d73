using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>One sum of a recurrent layer's step: a bias, then x times a gate of W, then h times a gate of U.</summary>
/// <param name="Name">Name of the accumulators, as <c>i</c>.</param>
/// <param name="Comment">What the gate is called.</param>
/// <param name="InputGate">Keras's index of the gate of W; -1 for none.</param>
/// <param name="RecurrentGate">Keras's index of the gate of U; -1 for none.</param>
/// <param name="BiasGates">Biases it starts from, in gates from the bias tensor's start on.</param>
internal sealed record Chain(string Name, string Comment, int InputGate, int RecurrentGate, params int[] BiasGates);

/// <summary>The code of a recurrent layer for one sample: one fused step, its gates in registers.</summary>
internal abstract partial class RecurrentPlan
{
    private int _state;

    /// <summary>The sums of a step.</summary>
    protected abstract IReadOnlyList<Chain> Chains { get; }

    /// <summary>Writes the state of one vector of units from the sums with suffix <paramref name="v"/>.</summary>
    protected abstract void EmitGates(SourceWriter writer, int v, string at);

    /// <summary>A row-wise activation needs all units at once, which the fused step does not have.</summary>
    public override bool HasInference => !_spec.Activations.Contains(Activation.Softmax);

    /// <summary>Rows of memory that a step works in besides h and c.</summary>
    protected virtual int ExtraRows => 0;

    /// <summary>Arguments of a step besides p, x, h and past, as a declaration and as a call.</summary>
    protected virtual string ExtraParameters => HasCell ? "ref float c, ref float next" : "ref float next";

    private string ExtraArguments(string next) =>
        string.Join(", ", Enumerable.Range(0, HasCell ? 1 : ExtraRows).Select(i => $"ref {Local(HasCell ? "c" : "s" + i)}").Append($"ref {next}"));

    protected void PlanInference()
    {
        PlanProjection();
        if (Stream is not null)
        {
            PlanStream(Stream);
            return;
        }
        // State rows: for a sequence the outputs themselves, after a row of zeros; else two rows that change places.
        _state = Model.Scratch.Allocate((_spec.ReturnSequences ? Timesteps + 1L : 2L) * P);
        Model.Scratch.Allocate((HasCell ? 1L : ExtraRows) * P);
        int last = _state + (_spec.ReturnSequences ? P : HasMask ? 0 : (Timesteps % 2) * P);
        InferenceOutput = new ScratchTensor(false, last, OwnShape, P, OutputMask(InferenceInput.Mask, Model.Scratch));
    }

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Lines($$"""
                private const int Units = {{Units}}, Features = {{Features}};
                private const int Kernel = {{Kernel}};  // W [{{Features}}, {{_gates.Input.Length * Units}}]
                private const int RecurrentKernel = {{RecurrentKernel}};  // U [{{Units}}, {{_gates.Recurrent.Length * Units}}]
                """);
            if (UseBias)
            {
                writer.Line($"private const int Bias = {Bias};  // b [{Parameters[2].Shape}]");
            }
            EmitOwnInferenceConstants(writer);
            writer.Line($"private const int KernelStride = {_gates.Input.Length * Units}, RecurrentStride = {_gates.Recurrent.Length * Units};");
            writer.Line();
            if (IsProjected)
            {
                EmitProject(writer);
                EmitProjectedStep(writer, lanes);
            }
            else
            {
                EmitStep(writer, lanes);
            }
        }
    }

    /// <summary>Offsets that only one kind of layer has.</summary>
    protected virtual void EmitOwnInferenceConstants(SourceWriter writer)
    {
    }

    protected virtual void EmitStep(SourceWriter writer, int lanes)
    {
        writer.Lines(Equations);
        writer.Line("// past is Units, or 0 at the first timestep, where h is 0");
        using (OpenStep(writer))
        {
            EmitBlocks(writer, lanes, Chains, "h", "past", (v, at) => EmitGates(writer, v, at));
        }
    }

    protected SourceWriter.Block OpenStep(SourceWriter writer)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        return writer.Open($"internal static void Step(ref readonly float p, ref readonly float x, ref readonly float h, nuint past, {ExtraParameters})");
    }

    /// <summary>Writes the sums over all units, some vectors of units at a time, and what is made of them.</summary>
    protected void EmitBlocks(
        SourceWriter writer, int lanes, IReadOnlyList<Chain> chains, string state, string past, System.Action<int, string> gates)
    {
        int vectors = (Units + lanes - 1) / lanes;
        int perBlock = System.Math.Min(vectors, UnrollPolicy.VectorsPerBlock(chains.Count));
        int blocks = vectors / perBlock;
        bool whole = vectors == perBlock;
        string loop = $"for (nuint j = 0; j < {blocks * perBlock * lanes}; j += {perBlock * lanes})";
        SourceWriter.Block? block = whole ? null : writer.Open(blocks == 1 ? "" : loop);
        EmitBlock(writer, lanes, chains, perBlock, blocks == 1 ? "" : "j", state, past, gates);
        block?.Dispose();
        if (vectors % perBlock != 0)
        {
            using (writer.Open())
            {
                EmitBlock(writer, lanes, chains, vectors % perBlock, $"{blocks * perBlock * lanes}", state, past, gates);
            }
        }
    }

    private void EmitBlock(
        SourceWriter writer, int lanes, IReadOnlyList<Chain> chains, int vectors, string first, string state, string past,
        System.Action<int, string> gates)
    {
        EmitBiases(writer, lanes, chains, vectors, first);
        if (chains.Any(chain => chain.InputGate >= 0))
        {
            writer.Line();
            writer.Line("// + x[k] W[k]");
            EmitProduct(writer, lanes, vectors, first, "x", "Features", "Kernel", "KernelStride", [.. chains.Select(c => (c.Name, c.InputGate))]);
        }
        writer.Line();
        writer.Line($"// + {state}[k] U[k]");
        EmitProduct(writer, lanes, vectors, first, state, past, "RecurrentKernel", "RecurrentStride", [.. chains.Select(c => (c.Name, c.RecurrentGate))]);
        writer.Line();
        for (int v = 0; v < vectors; v++)
        {
            gates(v, Terms.Sum(v * lanes, first));
        }
    }

    private void EmitBiases(SourceWriter writer, int lanes, IReadOnlyList<Chain> chains, int vectors, string first)
    {
        foreach (Chain chain in chains)
        {
            IEnumerable<string> sums = Enumerable.Range(0, vectors).Select(v =>
            {
                string bias = string.Join(" + ", chain.BiasGates.Select(gate => $"V.LoadUnsafe(in p, {Terms.Sum(Terms.Sum("Bias", (gate * Units) + (v * lanes)), first)})"));
                return $"var {chain.Name}{v} = {(UseBias && bias.Length > 0 ? bias : "Vec.Zero")};";
            });
            writer.Line($"// {chain.Comment}");
            foreach (string sum in sums)
            {
                writer.Line(sum);
            }
        }
    }

    private void EmitProduct(
        SourceWriter writer, int lanes, int vectors, string first, string x, string length, string weights, string stride,
        (string Name, int Gate)[] chains)
    {
        using (writer.Open($"for (nuint k = 0; k < {length}; k++)"))
        {
            string xk = $"{x[0]}k";
            writer.Line($"var {xk} = V.Create(Unsafe.Add(ref Unsafe.AsRef(in {x}), k));");
            writer.Line($"ref readonly float w = ref Unsafe.Add(ref Unsafe.AsRef(in p), {Terms.Sum($"{weights} + k * {stride}", first)});");
            foreach ((string name, int gate) in chains.Where(chain => chain.Gate >= 0))
            {
                for (int v = 0; v < vectors; v++)
                {
                    int offset = (gate * Units) + (v * lanes);
                    writer.Line($"{name}{v} = V.MultiplyAddEstimate({xk}, V.LoadUnsafe(in w{(offset == 0 ? "" : $", {offset}")}), {name}{v});");
                }
            }
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        if (Stream is not null)
        {
            EmitStreamCall(writer);
            return;
        }
        bool sequence = _spec.ReturnSequences;
        int stateLength = (sequence ? 1 : 2) * P;
        writer.Line($"// {Summary}");
        writer.Line($"ref float {Local("h")} = ref Unsafe.Add(ref memory, {_state});");
        writer.Line($"MemoryMarshal.CreateSpan(ref {Local("h")}, {stateLength}).Clear();");
        int extra = _state + ((sequence ? Timesteps + 1 : 2) * P);
        for (int i = 0; i < (HasCell ? 1 : ExtraRows); i++)
        {
            writer.Line($"ref float {Local(HasCell ? "c" : "s" + i)} = ref Unsafe.Add(ref memory, {extra + (i * P)});");
        }
        if (HasCell)
        {
            writer.Line($"MemoryMarshal.CreateSpan(ref {Local("c")}, {P}).Clear();");
        }
        writer.Line($"ref float {Local("next")} = ref Unsafe.Add(ref {Local("h")}, {P});");
        if (ReversesMask)
        {
            writer.Line($"Rows.ReverseTime<float>({Timesteps}, 1, MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {InferenceInput.Mask}), {Timesteps}), MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, {InferenceOutput.Mask}), {Timesteps}));");
        }
        if (IsProjected)
        {
            EmitProjectionMemory(writer);
        }
        string x = InferenceInput.IsInput ? "input" : "memory";
        string step = IsReverse ? $"({Timesteps - 1} - t)" : "t";
        using (writer.Open($"for (nuint t = 0; t < {Timesteps}; t++)"))
        {
            writer.Line($"ref readonly float x = ref Unsafe.Add(ref {(InferenceInput.IsInput ? "Unsafe.AsRef(in input)" : x)}, {Terms.Sum(InferenceInput.Offset, Terms.Product(step, InferenceInput.Stride))});");
            if (IsProjected)
            {
                EmitProjection(writer);
            }
            SourceWriter.Block? counts = HasMask
                ? writer.Open($"if (Unsafe.Add(ref memory, {Terms.Sum(InferenceInput.Mask, step)}) != 0)")
                : null;
            writer.Line(IsProjected
                ? $"{ClassName}.Step(in p, ref Unsafe.Add(ref {Local("sums")}, t % {StepsPerProduct} * {SumsStride}), in {Local("h")}, t == 0 ? 0 : {Units}, {ExtraArguments(Local("next"))});"
                : $"{ClassName}.Step(in p, in x, in {Local("h")}, t == 0 ? 0 : {Units}u, {ExtraArguments(Local("next"))});");
            if (HasMask && !sequence)
            {
                writer.Line($"MemoryMarshal.CreateSpan(ref {Local("next")}, {P}).CopyTo(MemoryMarshal.CreateSpan(ref {Local("h")}, {P}));");
            }
            counts?.Dispose();
            EmitAdvance(writer, sequence);
        }
    }

    private void EmitAdvance(SourceWriter writer, bool sequence)
    {
        if (sequence)
        {
            if (HasMask)
            {
                using (writer.Open("else"))
                {
                    writer.Line($"MemoryMarshal.CreateSpan(ref {Local("h")}, {P}).CopyTo(MemoryMarshal.CreateSpan(ref {Local("next")}, {P}));");
                }
            }
            writer.Line($"{Local("h")} = ref {Local("next")};");
            writer.Line($"{Local("next")} = ref Unsafe.Add(ref {Local("next")}, {P});");
        }
        else if (!HasMask)
        {
            writer.Line($"ref float swap = ref {Local("h")};");
            writer.Line($"{Local("h")} = ref {Local("next")};");
            writer.Line($"{Local("next")} = ref swap;");
        }
    }

    /// <summary>What counts of a value of the state.</summary>
    protected string Kept(string value) => Model.Spec.FlushDenormals ? $"Denormals.Flush({value})" : value;

    private string Local(string name) => name + CSharpLiteral.Of(Index) + Half;

}
