using System.Collections.Generic;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>
/// The code for one sample of a recurrent layer whose parameters do not stay in the first cache: x W of many timesteps is one product,
/// and a step reads U alone, row after row.
/// </summary>
internal abstract partial class RecurrentPlan
{
    private int _sums;
    private int _panels;
    private int _biasRow;

    /// <summary>True if a step works on sums in memory, to which <c>Project</c> has added x W, instead of in registers.</summary>
    public bool IsProjected => UnrollPolicy.IsProjected(
        ((long)Features * _gates.Input.Length * Units) + ((long)Units * _gates.Recurrent.Length * Units));

    /// <summary>True if slots start from more than one bias, so that their sums are written into a row first.</summary>
    protected virtual bool SumsBiases => false;

    /// <summary>Values of a row of sums: slots side by side, the last one padded.</summary>
    private int SumsStride => Padded(((_gates.Slots - 1) * Units) + P);

    /// <summary>Timesteps of a product with W: blocks of about the same length.</summary>
    private int StepsPerProduct
    {
        get
        {
            int products = (Timesteps + UnrollPolicy.StepsPerProduct - 1) / UnrollPolicy.StepsPerProduct;
            return (Timesteps + products - 1) / products;
        }
    }

    /// <summary>Slots of a row that gates of W fill, where these lie side by side in both.</summary>
    private IEnumerable<(int Slot, int Gate, int Count)> InputRuns()
    {
        for (int slot = 0, count; slot < _gates.Input.Length; slot += count)
        {
            count = 1;
            while (slot + count < _gates.Input.Length && _gates.Input[slot + count] == _gates.Input[slot] + count)
            {
                count++;
            }
            yield return (slot, _gates.Input[slot], count);
        }
    }

    private void PlanProjection()
    {
        if (!IsProjected)
        {
            return;
        }
        _sums = Model.Scratch.Allocate((long)StepsPerProduct * SumsStride);
        _panels = Model.Scratch.Allocate(2L * Panel * Features);
        _biasRow = UseBias && SumsBiases ? Model.Scratch.Allocate(SumsStride) : 0;
    }

    /// <summary>The sums' bias from a slot on, as a reference.</summary>
    private string BiasOf(int slot, int gate) =>
        !UseBias ? "in Unsafe.NullRef<float>()"
        : SumsBiases ? $"in Unsafe.Add(ref Unsafe.AsRef(in bias), {slot * Units})"
        : $"in Unsafe.Add(ref Unsafe.AsRef(in p), {Terms.Sum("Bias", gate * Units)})";

    private void EmitProject(SourceWriter writer)
    {
        writer.Line($"// sums [steps, {SumsStride}] of some timesteps: {string.Join(", ", _gates.Names)} side by side <- b + x W{(IsReverse ? ", back in time" : "")}");
        string bias = UseBias && SumsBiases ? "ref readonly float bias, " : "";
        using (writer.Open($"internal static void Project(ref readonly float p, ref readonly float x, int steps, {bias}ref float sums, ref float panels)"))
        {
            foreach ((int slot, int gate, int count) in InputRuns())
            {
                writer.Line($"RowProduct.Multiply(steps, Features, {count * Units}, in x, {(IsReverse ? -InferenceInput.Stride : InferenceInput.Stride)}, in Unsafe.Add(ref Unsafe.AsRef(in p), {Terms.Sum("Kernel", gate * Units)}), KernelStride, {BiasOf(slot, gate)}, ref {SlotOf("sums", slot)}, {SumsStride}, ref panels);");
            }
            for (int slot = _gates.Input.Length; slot < _gates.Slots; slot++)
            {
                writer.Line($"RowProduct.Multiply(steps, 0, Units, in x, 0, in p, 0, {BiasOf(slot, slot)}, ref {SlotOf("sums", slot)}, {SumsStride}, ref panels);");
            }
        }
        writer.Line();
    }

    private string SlotOf(string row, int slot) => slot == 0 ? row : $"Unsafe.Add(ref {row}, {slot * Units})";

    /// <summary>The step after Project: sums + h U, then what is made of them.</summary>
    protected virtual void EmitProjectedStep(SourceWriter writer, int lanes)
    {
        writer.Lines(Equations);
        writer.Line("// sums hold b + x W; past is Units, or 0 at the first timestep, where h is 0");
        using (OpenProjectedStep(writer))
        {
            EmitAddRows(writer, "h", 0, _gates.Recurrent.Length, _gates.RecurrentSlot);
            EmitGateLoop(writer, lanes, Chains, EmitGates);
        }
    }

    protected SourceWriter.Block OpenProjectedStep(SourceWriter writer)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        return writer.Open($"internal static void Step(ref readonly float p, ref float sums, ref readonly float h, int past, {ExtraParameters})");
    }

    /// <summary>Adds the product of a state with gates of U to the sums.</summary>
    protected void EmitAddRows(SourceWriter writer, string state, int gate, int count, int slot) =>
        writer.Line($"RowProduct.AddRows(past, {CSharpLiteral.Of(count * Units)}, in {state}, in Unsafe.Add(ref Unsafe.AsRef(in p), {Terms.Sum("RecurrentKernel", gate * Units)}), RecurrentStride, ref {SlotOf("sums", slot)});");

    /// <summary>Writes what is made of the sums, one vector of units after the other.</summary>
    protected void EmitGateLoop(SourceWriter writer, int lanes, IReadOnlyList<Chain> chains, System.Action<SourceWriter, int, string> gates)
    {
        using (writer.Open($"for (nuint j = 0; j < Units; j += {lanes})"))
        {
            foreach (Chain chain in chains)
            {
                writer.Line($"var {chain.Name}0 = V.LoadUnsafe(in sums, {Terms.Sum(SlotFor(chain) * Units, "j")});  // {chain.Comment}");
            }
            gates(writer, 0, "j");
        }
    }

    private int SlotFor(Chain chain) => chain.InputGate >= 0
        ? System.Array.IndexOf(_gates.Input, chain.InputGate)
        : _gates.RecurrentSlot + System.Array.IndexOf(_gates.Recurrent, chain.RecurrentGate);

    /// <summary>Writes the row of biases that several slots start from.</summary>
    protected virtual void EmitBiasRow(SourceWriter writer, string row)
    {
    }

    /// <summary>Names the memory that the timesteps work in besides the state.</summary>
    private void EmitProjectionMemory(SourceWriter writer)
    {
        writer.Line($"ref float {Local("sums")} = ref Unsafe.Add(ref memory, {_sums});");
        if (UseBias && SumsBiases)
        {
            writer.Line($"ref float {Local("bias")} = ref Unsafe.Add(ref memory, {_biasRow});");
            EmitBiasRow(writer, Local("bias"));
        }
    }

    /// <summary>Writes the product with W of one timestep of a stream.</summary>
    private void EmitStreamProjection(SourceWriter writer, string x)
    {
        EmitProjectionMemory(writer);
        string bias = UseBias && SumsBiases ? $"in {Local("bias")}, " : "";
        writer.Line($"{ClassName}.Project(in p, {x}, 1, {bias}ref {Local("sums")}, ref Unsafe.Add(ref memory, {_panels}));");
    }

    /// <summary>Writes the product with W of this timestep and the ones after it, where those before it are used up.</summary>
    private void EmitProjection(SourceWriter writer)
    {
        using (writer.Open($"if (t % {StepsPerProduct} == 0)"))
        {
            string bias = UseBias && SumsBiases ? $"in {Local("bias")}, " : "";
            writer.Line($"{ClassName}.Project(in p, in x, global::System.Math.Min({StepsPerProduct}, {Timesteps} - (int)t), {bias}ref {Local("sums")}, ref Unsafe.Add(ref memory, {_panels}));");
        }
    }
}
