using System.Linq;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>The batched code of a recurrent layer: one timestep forward, and the same backward.</summary>
internal abstract partial class RecurrentPlan
{
    /// <summary>The equations, as comments above Forward.</summary>
    protected abstract string Equations { get; }

    /// <summary>The gate pass of one timestep; <c>z</c>, <c>h</c>, <c>next</c> (and <c>c</c>, <c>cNext</c>) are at hand.</summary>
    protected abstract void EmitGatesForward(SourceWriter writer, string scalar);

    /// <summary>The gate pass backward: <c>dh</c> holds dL/dh, <c>z</c> is turned into dL/dz.</summary>
    protected abstract void EmitGatesBackward(SourceWriter writer, string scalar);

    /// <summary>One call that makes sums and gates of a timestep without dropout masks; null where there is none.</summary>
    protected virtual string? StepCall(string scalar) => null;

    /// <summary>The arguments of such a call up to the state's end.</summary>
    protected string StepArguments =>
        $"batch, Features, Units, x, InputStride, pass.Packed[PackedKernel..], {(Stream is null ? "t == 0" : "isFirst: false")}, h, pass.Packed[PackedRecurrent..], {PackedBiasOrNone}, z, {(Model.IsForwardOnly || HasMasks ? "keepsGates: false" : "pass.Training")}";

    private string PackedBiasOrNone => UseBias ? "pass.Packed[PackedBias..]" : "default";

    /// <summary>True if the gate pass leaves a part of dL/dh(t-1) in <c>dh</c> that the product with Uᵀ is added to.</summary>
    protected virtual bool KeepsHiddenGradient => false;

    /// <summary>Offsets that only one kind of layer has.</summary>
    protected virtual void EmitOwnConstants(SourceWriter writer)
    {
    }

    public override void EmitTraining(SourceWriter writer, string scalar)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            EmitConstants(writer);
            writer.Line();
            EmitPack(writer, scalar);
            writer.Line();
            EmitBegin(writer, scalar);
            writer.Line();
            if (Stream is not null)
            {
                EmitEnd(writer, scalar);
                writer.Line();
            }
            EmitForward(writer, scalar);
            if (Model.IsForwardOnly)
            {
                return;
            }
            writer.Line();
            EmitPackTransposed(writer, scalar);
            writer.Line();
            EmitBackwardBegin(writer, scalar);
            writer.Line();
            EmitBackward(writer, scalar);
            if (IsTrained)
            {
                writer.Line();
                EmitUnpack(writer, scalar);
            }
            if (IsReverse)
            {
                writer.Line();
                EmitReverseGradient(writer, scalar);
            }
        }
    }

    public override void EmitForwardCall(SourceWriter writer)
    {
        writer.Line($"// {Summary}");
        writer.Line($"{ClassName}.Begin(pass);");
        if (Timesteps <= UnrollPolicy.Timesteps)
        {
            foreach (int t in Enumerable.Range(0, Timesteps))
            {
                writer.Line($"{ClassName}.Forward(pass, t: {CSharpLiteral.Of(t)});");
            }
        }
        else
        {
            using (writer.Open($"for (int t = 0; t < {CSharpLiteral.Of(Timesteps)}; t++)"))
            {
                writer.Line($"{ClassName}.Forward(pass, t);");
            }
        }
        if (Stream is not null)
        {
            writer.Line($"{ClassName}.End(pass);");
        }
    }

    public override void EmitBackwardCall(SourceWriter writer)
    {
        string wanted = IsInputGradientOptional ? ", wantsInput: !dInputs.IsEmpty" : "";
        writer.Line($"// {Summary}");
        writer.Line($"{ClassName}.BeginBackward(pass);");
        if (Timesteps <= UnrollPolicy.Timesteps)
        {
            foreach (int t in Enumerable.Range(0, Timesteps).Reverse())
            {
                writer.Line($"{ClassName}.Backward(pass, t: {CSharpLiteral.Of(t)}{wanted});");
            }
        }
        else
        {
            using (writer.Open($"for (int t = {CSharpLiteral.Of(Timesteps - 1)}; t >= 0; t--)"))
            {
                writer.Line($"{ClassName}.Backward(pass, t{wanted});");
            }
        }
        if (IsTrained)
        {
            writer.Line($"{ClassName}.Unpack(pass, dParameters);");
        }
        if (IsReverse)
        {
            SourceWriter.Block? optional = IsInputGradientOptional ? writer.Open("if (!dInputs.IsEmpty)") : null;
            writer.Line($"{ClassName}.ReverseGradient(pass);");
            optional?.Dispose();
        }
    }

    private void EmitConstants(SourceWriter writer)
    {
        string gates = string.Join(", ", _gates.Names);
        writer.Lines($$"""
            private const int Timesteps = {{Timesteps}}, Features = {{Features}}, Units = {{Units}};
            private const int Padded = {{P}};  // units, rounded up to whole panels
            private const int Gates = {{Row}};  // gates side by side: {{gates}}
            private const int InputStride = {{Input.Stride}};

            // parameters
            private const int Kernel = {{Kernel}};  // W [{{Features}}, {{_gates.Input.Length * Units}}]
            private const int RecurrentKernel = {{RecurrentKernel}};  // U [{{Units}}, {{_gates.Recurrent.Length * Units}}]
            """);
        if (UseBias)
        {
            writer.Line($"private const int Bias = {Bias};  // b [{Parameters[2].Shape}]");
        }
        writer.Lines($$"""

            // parameters in the layout of the kernels
            private const int PackedKernel = {{PackedKernel}}, PackedKernelT = {{PackedKernelT}};
            private const int PackedRecurrent = {{PackedRecurrent}}, PackedRecurrentT = {{PackedRecurrentT}};
            """);
        if (UseBias)
        {
            writer.Line($"private const int PackedBias = {PackedBias};");
        }
        EmitWorkspaceConstants(writer);
    }

    private string First => Stream is null ? "zeros" : "those of the state";

    private void EmitWorkspaceConstants(SourceWriter writer)
    {
        writer.Lines($$"""

            // workspace, for each row of the batch
            private const int Input = {{X}}, DInput = {{DX.Offset}};  // x [{{Timesteps}}][batch][{{Input.Stride}}]{{(IsReverse ? ", last timestep first" : "")}}
            private const int Z = {{Z}};  // [{{Timesteps}}][batch][{{Row}}]{{(Model.IsForwardOnly ? "" : ", activated in forward, dL/dz in backward")}}
            private const int Hidden = {{Hidden}}, DHidden = {{DHidden}};  // h [{{Timesteps + 1}}][batch][{{P}}], {{First}} first
            private const int DOutput = {{Output.Gradient}};
            """);
        if (IsReverse)
        {
            writer.Line($"private const int Source = {Input.Offset}, DSource = {Input.Gradient};  // x in the order of time");
        }
        if (HasCell)
        {
            writer.Line($"private const int Cell = {Cell}, DCell = {DCell};  // c [{Timesteps + 1}][batch][{P}], {First} first");
        }
        if (HasMasks)
        {
            writer.Line($"private const int MaskX = {MaskX}, MaskH = {MaskH};  // dropout masks, {InputMasks} of x and {RecurrentMasks} of h, the same at every timestep");
            writer.Line($"private const int Masked = {Masked};");
        }
        if (HasMask)
        {
            writer.Line($"private const int Mask = {Input.Mask};  // [{Timesteps}][batch], 0 where a row is padding");
            writer.Line($"private const int DHiddenCarried = {DHiddenCarried}{(HasCell ? $", DCellCarried = {DCellCarried}" : "")};");
        }
        EmitOwnConstants(writer);
        string bias = UseBias ? $", DBias = {DBias}" : "";
        writer.Lines($$"""

            // workspace, once
            private const int DKernel = {{DKernel}}, DRecurrent = {{DRecurrent}}{{bias}};
            """);
    }

    private void EmitBegin(SourceWriter writer, string scalar)
    {
        writer.Line($"// the state before the first timestep{(HasMasks ? ", and the masks of this pass" : "")}");
        using (writer.Open($"internal static void Begin(in BatchPass<{scalar}> pass)"))
        {
            EmitStart(writer, "Hidden", KeepsStates, _streamHidden);
            if (HasCell)
            {
                EmitStart(writer, "Cell", HasMask, _streamCell);
            }
            if (IsReverse)
            {
                writer.Line("Rows.ReverseTime(Timesteps, pass.Batch * InputStride, Slice(pass, Source, Timesteps * InputStride), Slice(pass, Input, Timesteps * InputStride));");
            }
            if (ReversesMask)
            {
                writer.Line($"Rows.ReverseTime(Timesteps, pass.Batch, Slice(pass, Mask, Timesteps), Slice(pass, {Output.Mask}, Timesteps));");
            }
            if (!HasMasks)
            {
                return;
            }
            using (writer.Open("if (pass.Training)"))
            {
                EmitMasks(writer, InputMasks, "MaskX", "Features", Padded(Features), _spec.Dropout, 0);
                EmitMasks(writer, RecurrentMasks, "MaskH", "Units", P, _spec.RecurrentDropout, 8);
            }
        }
    }

    private void EmitMasks(SourceWriter writer, int count, string masks, string length, int stride, float rate, int part)
    {
        for (int i = 0; i < count; i++)
        {
            string seed = $"SeededRandom.Derive(pass.Seed, {(Index * 16) + part + i + (Half == BidirectionalHalf.Backward ? 4 : 0)})";
            writer.Line($"DropoutMask.Fill(Slice(pass, {Terms.Sum(masks, i * stride)}, {stride}), pass.Batch, {length}, {CSharpLiteral.Of(rate)}, {seed}, pass.FirstRow);");
        }
    }

    private void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Lines(Equations);
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass, int t)"))
        {
            writer.Line("int batch = pass.Batch;");
            writer.Line(KeepsStates
                ? "int before = t, after = t + 1;"
                : Model.IsForwardOnly
                ? "int before = Timesteps, after = Timesteps;"
                : "int before = pass.Training ? t : Timesteps, after = pass.Training ? t + 1 : Timesteps;  // inference keeps one state");
            writer.Lines($$"""
                ReadOnlySpan<{{scalar}}> x = Slice(pass, Input + t * InputStride, InputStride);
                Span<{{scalar}}> z = Slice(pass, {{AtTimestep("Z", "Gates")}}, Gates);
                Span<{{scalar}}> h = Slice(pass, Hidden + before * Padded, Padded), next = Slice(pass, Hidden + after * Padded, Padded);
                """);
            if (HasCell)
            {
                string before = KeepsStates && !HasMask ? IfTraining("t") : "before";
                string after = KeepsStates && !HasMask ? IfTraining("t + 1") : "after";
                writer.Line($"Span<{scalar}> c = Slice(pass, Cell + {before} * Padded, Padded), cNext = Slice(pass, Cell + {after} * Padded, Padded);");
            }
            if (Model.Spec.FlushDenormals && HasCell)
            {
                writer.Line("Denormals.Flush(c);");
            }
            EmitSumsAndGates(writer, scalar);
            if (Model.Spec.FlushDenormals && !HasCell)
            {
                writer.Line("Denormals.Flush(next);");
            }
            if (HasMask)
            {
                writer.Line($"ReadOnlySpan<{scalar}> mask = Slice(pass, {MaskAt}, 1);");
                writer.Line("StepMask.Carry(mask, Padded, h, next);");
                writer.Line(HasCell ? "StepMask.Carry(mask, Padded, c, cNext);" : "");
            }
        }
    }

    private void EmitSumsAndGates(SourceWriter writer, string scalar)
    {
        string? step = StepCall(scalar);
        if (step is not null && !HasMasks)
        {
            writer.Line(step);
            return;
        }
        SourceWriter.Block? training = step is null ? null : writer.Open("if (pass.Training)");
        EmitInputProduct(writer);
        EmitGatesForward(writer, scalar);
        training?.Dispose();
        if (step is not null)
        {
            using (writer.Open("else"))
            {
                writer.Line(step);
            }
        }
    }

    /// <summary>A timestep in training; the last in inference, which keeps one state.</summary>
    private string IfTraining(string timestep) => Model.IsForwardOnly ? "Timesteps" : $"(pass.Training ? {timestep} : Timesteps)";

    /// <summary>Where what backward reads of timestep t lies, of which inference keeps that of one.</summary>
    protected string AtTimestep(string tensor, string stride) => Model.IsForwardOnly ? tensor : $"{tensor} + (pass.Training ? t : 0) * {stride}";

    /// <summary>Where the mask of timestep t lies.</summary>
    private string MaskAt => IsReverse ? "Mask + Timesteps - 1 - t" : "Mask + t";

    private void EmitInputProduct(SourceWriter writer)
    {
        string bias = PackedBiasOrNone;
        string plain = $"Gemm.Multiply(batch, Features, {InputColumns}, x, InputStride, pass.Packed[PackedKernel..], {bias}, z, Gates);";
        if (InputMasks == 0)
        {
            writer.Line(plain);
            return;
        }
        EmitIfTraining(
            writer,
            $"MaskedGemm.Multiply(batch, Features, {InputMasks}, {InputColumns / InputMasks}, x, InputStride, Slice(pass, MaskX, {InputMasks * Padded(Features)}), pass.Packed[PackedKernel..], {bias}, z, Gates, Slice(pass, Masked, {Padded(Features)}));",
            plain);
    }

    /// <summary>Adds x U to columns of z, for gates of U from <paramref name="first"/> on.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="x">h, or what stands for it.</param>
    /// <param name="first">First gate, in packed order.</param>
    /// <param name="count">Number of gates.</param>
    /// <param name="slot">Slot of z that the first gate goes to.</param>
    /// <param name="masked">True if x still has to be masked in training.</param>
    protected void EmitRecurrentProduct(SourceWriter writer, string x, int first, int count, int slot, bool masked = true)
    {
        string columns = slot == 0 ? "z" : $"z[{slot * P}..]";
        string weights = $"pass.Packed[{Offset("PackedRecurrent", first * P * Units)}..]";
        string plain = $"Gemm.MultiplyAdd(batch, Units, {count * P}, {x}, Padded, {weights}, {columns}, Gates);";
        if (RecurrentMasks == 0 || !masked)
        {
            writer.Line(plain);
            return;
        }
        EmitIfTraining(
            writer,
            $"MaskedGemm.MultiplyAdd(batch, Units, {count}, Padded, {x}, Padded, Slice(pass, {Terms.Sum("MaskH", first * P)}, {count * P}), {weights}, {columns}, Gates, Slice(pass, Masked, Padded));",
            plain);
    }

    /// <summary>Writes what training does, and what inference does unless that has a call of its own.</summary>
    private void EmitIfTraining(SourceWriter writer, string training, string otherwise)
    {
        if (StepCall("") is not null)
        {
            writer.Line(training);
            return;
        }
        using (writer.Open("if (pass.Training)"))
        {
            writer.Line(training);
        }
        using (writer.Open("else"))
        {
            writer.Line(otherwise);
        }
    }
}
