using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>The step of a recurrent layer in a stream: h, and c, stay in the state from one timestep to the next.</summary>
internal abstract partial class RecurrentPlan
{
    private int _streamHidden;
    private int _streamCell;
    private int _paddedHidden;
    private int _paddedCell;
    private int _streamExtra;

    /// <summary>True where rows of the state are whole vectors, so that the step can work in them.</summary>
    private bool HasWholeRows => P == Units;

    private void PlanStream(StreamPlan stream)
    {
        stream.AddMemory();
        _streamHidden = stream.State.Allocate(Units);
        _streamCell = HasCell ? stream.State.Allocate(Units) : 0;
        if (!HasWholeRows)
        {
            _paddedHidden = Model.Scratch.Allocate(P);
            _paddedCell = HasCell ? Model.Scratch.Allocate(P) : 0;
        }
        _streamExtra = Model.Scratch.Allocate(HasCell ? 0 : (long)ExtraRows * P);
        InferenceOutput = new ScratchTensor(
            false, Model.Scratch.Allocate(P), OwnShape, P, _spec.ReturnSequences ? InferenceInput.Mask : -1);
    }

    private void EmitStreamCall(SourceWriter writer)
    {
        writer.Line($"// {Summary}");
        EmitStateRow(writer, "h", _streamHidden, _paddedHidden);
        if (HasCell)
        {
            EmitStateRow(writer, "c", _streamCell, _paddedCell);
        }
        for (int i = 0; i < (HasCell ? 0 : ExtraRows); i++)
        {
            writer.Line($"ref float {Local("s" + i)} = ref Unsafe.Add(ref memory, {_streamExtra + (i * P)});");
        }
        writer.Line($"ref float {Local("next")} = ref Unsafe.Add(ref memory, {InferenceOutput.Offset});");
        SourceWriter.Block? counts = HasMask ? writer.Open($"if (Unsafe.Add(ref memory, {InferenceInput.Mask}) != 0)") : null;
        string x = InferenceInput.IsInput ? "in input" : $"in Unsafe.Add(ref memory, {InferenceInput.Offset})";
        if (IsProjected)
        {
            EmitStreamProjection(writer, x);
            writer.Line($"{ClassName}.Step(in p, ref {Local("sums")}, in {Local("h")}, {Clock} == 0 ? 0 : {Units}, {ExtraArguments(Local("next"))});");
        }
        else
        {
            writer.Line($"{ClassName}.Step(in p, {x}, in {Local("h")}, {Clock} == 0 ? 0 : {Units}u, {ExtraArguments(Local("next"))});");
        }
        EmitKeep(writer, "next", _streamHidden);
        if (HasCell && !HasWholeRows)
        {
            EmitKeep(writer, "c", _streamCell);
        }
        counts?.Dispose();
        if (HasMask)
        {
            using (writer.Open("else"))
            {
                writer.Line($"{Span("h")}.CopyTo({Span("next")});");
            }
        }
    }

    /// <summary>Opens what the first timestep of a sample can do without, since h is 0; in a stream it is not.</summary>
    protected System.IDisposable? OpenAfterFirst(SourceWriter writer) => Stream is null ? writer.Open("if (t > 0)") : null;

    /// <summary>Writes the state before the first timestep of a batch: zeros, or in a stream what the timesteps before left.</summary>
    private void EmitStart(SourceWriter writer, string tensor, bool keepsStates, int state)
    {
        string rows = $"Slice(pass, {(keepsStates ? tensor : $"{tensor} + {IfTraining("0")} * Padded")}, Padded)";
        writer.Line(Stream is null
            ? $"{rows}.Clear();"
            : $"StreamRows.Read(pass.States, StateStride, {StreamPlan.StateStart + state}, Units, {rows}, Padded);");
    }

    /// <summary>Writes what leaves the state of a batch for the timesteps that follow.</summary>
    private void EmitEnd(SourceWriter writer, string scalar)
    {
        writer.Line("// the state for the next timesteps");
        using (writer.Open($"internal static void End(in BatchPass<{scalar}> pass)"))
        {
            writer.Line($"StreamRows.Write(Slice(pass, Hidden + Timesteps * Padded, Padded), Padded, pass.States, StateStride, {StreamPlan.StateStart + _streamHidden}, Units);");
            if (HasCell)
            {
                writer.Line($"StreamRows.Write(Slice(pass, Cell + Timesteps * Padded, Padded), Padded, pass.States, StateStride, {StreamPlan.StateStart + _streamCell}, Units);");
            }
        }
    }

    /// <summary>Names a row of the state, or a copy of it that is whole vectors.</summary>
    private void EmitStateRow(SourceWriter writer, string name, int state, int padded)
    {
        if (HasWholeRows)
        {
            writer.Line($"ref float {Local(name)} = ref Unsafe.Add(ref state, {state});");
            return;
        }
        writer.Line($"ref float {Local(name)} = ref Unsafe.Add(ref memory, {padded});");
        writer.Line($"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref state, {state}), {Units}).CopyTo({Span(name)});");
    }

    private void EmitKeep(SourceWriter writer, string name, int state) =>
        writer.Line($"{Span(name)}.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref state, {state}), {Units}));");

    private string Span(string name) => $"MemoryMarshal.CreateSpan(ref {Local(name)}, {Units})";
}
