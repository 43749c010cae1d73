using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>The packing of a recurrent layer's parameters into the layouts that its batched kernels read.</summary>
internal abstract partial class RecurrentPlan
{
    /// <summary>Packs parameters that only one kind of layer has.</summary>
    protected virtual void EmitOwnPack(SourceWriter writer)
    {
    }

    private void EmitPack(SourceWriter writer, string scalar)
    {
        using (writer.Open($"internal static void Pack(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            writer.Line($"GateKernel.Pack(parameters[Kernel..], Features, Units, {_gates.Input.Length * Units}, {List(_gates.Input)}, packed[PackedKernel..]);");
            writer.Line($"GateKernel.Pack(parameters[RecurrentKernel..], Units, Units, {_gates.Recurrent.Length * Units}, {List(_gates.Recurrent)}, packed[PackedRecurrent..]);");
            if (UseBias)
            {
                EmitPackBias(writer);
            }
            EmitOwnPack(writer);
        }
    }

    public override IEnumerable<string> TransposedClasses => PackedClasses;

    private void EmitPackTransposed(SourceWriter writer, string scalar)
    {
        using (writer.Open($"internal static void PackTransposed(ReadOnlySpan<{scalar}> parameters, Span<{scalar}> packed)"))
        {
            IEnumerable<(int, int)> inputGroups = InputMasks > 1 ? _gates.Input.Select((_, gate) => (gate, 1)) : [(0, _gates.Input.Length)];
            EmitPackTransposed(writer, "Kernel", "Features", _gates.Input, inputGroups, Padded(Features));
            EmitPackTransposed(writer, "RecurrentKernel", "Units", _gates.Recurrent, RecurrentGroups(), P);
        }
    }

    private void EmitPackTransposed(
        SourceWriter writer, string kernel, string depth, int[] gates, IEnumerable<(int First, int Count)> groups, int paddedDepth)
    {
        string packed = kernel == "Kernel" ? "PackedKernelT" : "PackedRecurrentT";
        foreach ((int first, int count) in groups)
        {
            string to = Offset(packed, first * P * paddedDepth);
            writer.Line($"GateKernel.PackTransposed(parameters[{kernel}..], {depth}, Units, {gates.Length * Units}, {List(gates.Skip(first).Take(count))}, packed[{to}..]);");
        }
    }

    /// <summary>Writes the bias of each slot.</summary>
    protected virtual void EmitPackBias(SourceWriter writer) =>
        writer.Line($"GateKernel.Pack(parameters[Bias..], 1, Units, {_gates.Input.Length * Units}, {List(_gates.Input)}, packed[PackedBias..]);");

    /// <summary>Gates as a C# list.</summary>
    protected static string List(IEnumerable<int> gates) => $"[{string.Join(", ", gates)}]";

    /// <summary>Where a range starts: at a named offset and a number of values.</summary>
    protected static string Offset(string name, int values) => values == 0 ? name : $"({name} + {CSharpLiteral.Of(values)})";
}
