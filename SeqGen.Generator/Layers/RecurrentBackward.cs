using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>The batched code of a recurrent layer, backward.</summary>
internal abstract partial class RecurrentPlan
{
    /// <summary>Adds what one kind of layer has besides to the gradient of U.</summary>
    protected virtual void EmitOwnRecurrentGradient(SourceWriter writer)
    {
    }

    /// <summary>Clears gradients that only one kind of layer has.</summary>
    protected virtual void EmitOwnClear(SourceWriter writer)
    {
    }

    /// <summary>Copies gradients that only one kind of layer has to the parameters' layout.</summary>
    protected virtual void EmitOwnUnpack(SourceWriter writer)
    {
    }

    /// <summary>Copies the gradient of the bias to the parameters' layout.</summary>
    protected virtual void EmitUnpackBias(SourceWriter writer) =>
        writer.Line($"GateKernel.Unpack(Fixed(pass, DBias, Gates), 1, Units, {List(_gates.Input)}, dParameters[Bias..]);");

    private void EmitBackwardBegin(SourceWriter writer, string scalar)
    {
        using (writer.Open($"internal static void BeginBackward(in BatchPass<{scalar}> pass)"))
        {
            writer.Line(_spec.ReturnSequences
                ? "Slice(pass, DHidden, Padded).Clear();"
                : "Slice(pass, DOutput, Padded).CopyTo(Slice(pass, DHidden, Padded));");
            if (HasCell)
            {
                writer.Line("Slice(pass, DCell, Padded).Clear();");
            }
            EmitOwnClear(writer);
            if (!IsTrained)
            {
                return;
            }
            writer.Line($"Fixed(pass, DKernel, {Features * InputColumns}).Clear();");
            writer.Line($"Fixed(pass, DRecurrent, {Units * RecurrentColumns}).Clear();");
            if (UseBias)
            {
                writer.Line("Fixed(pass, DBias, Gates).Clear();");
            }
        }
    }

    private void EmitBackward(SourceWriter writer, string scalar)
    {
        string wanted = IsInputGradientOptional ? ", bool wantsInput" : "";
        writer.Line("// Forward, backward: dL/dz of the timestep, dL/dh of the one before, dL/dx and the gradients of W, U and b");
        using (writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass, int t{wanted})"))
        {
            writer.Lines($$"""
                int batch = pass.Batch;
                Span<{{scalar}}> z = Slice(pass, Z + t * Gates, Gates), dh = Slice(pass, DHidden, Padded);
                ReadOnlySpan<{{scalar}}> h = Slice(pass, Hidden + t * Padded, Padded);
                """);
            if (_spec.ReturnSequences)
            {
                writer.Line("TensorPrimitives.Add(dh, Slice(pass, DOutput + t * Padded, Padded), dh);");
            }
            EmitMaskSplit(writer, scalar);
            EmitGatesBackward(writer, scalar);
            writer.Line();
            EmitHiddenGradient(writer);
            EmitMaskJoin(writer);
            writer.Line();
            EmitParameterGradients(writer, scalar);
        }
    }

    private void EmitMaskSplit(SourceWriter writer, string scalar)
    {
        if (!HasMask)
        {
            return;
        }
        writer.Line("// what belongs to padding passes by the gates");
        writer.Line($"ReadOnlySpan<{scalar}> mask = Slice(pass, {MaskAt}, 1);");
        writer.Line("StepMask.Split(mask, Padded, dh, Slice(pass, DHiddenCarried, Padded));");
        if (HasCell)
        {
            writer.Line("StepMask.Split(mask, Padded, Slice(pass, DCell, Padded), Slice(pass, DCellCarried, Padded));");
        }
    }

    private void EmitMaskJoin(SourceWriter writer)
    {
        if (!HasMask)
        {
            return;
        }
        writer.Line("TensorPrimitives.Add(dh, Slice(pass, DHiddenCarried, Padded), dh);");
        if (HasCell)
        {
            writer.Line("TensorPrimitives.Add(Slice(pass, DCell, Padded), Slice(pass, DCellCarried, Padded), Slice(pass, DCell, Padded));");
        }
    }

    private void EmitHiddenGradient(SourceWriter writer)
    {
        int count = _gates.RecurrentGroups[0];
        string gates = _gates.RecurrentSlot == 0 ? "z" : $"z[{_gates.RecurrentSlot * P}..]";
        writer.Line("// dL/dh(t-1)");
        using (writer.Open("if (t > 0)"))
        {
            if (RecurrentMasks > 0)
            {
                writer.Line($"MaskedGemm.InputGradient(batch, Units, {count}, Padded, {gates}, Gates, pass.Packed[PackedRecurrentT..], Slice(pass, MaskH, {count * P}), dh, add: {CSharpLiteral.Of(KeepsHiddenGradient)}, Slice(pass, Masked, Padded));");
            }
            else if (KeepsHiddenGradient)
            {
                writer.Line($"Gemm.MultiplyAdd(batch, {count * P}, Padded, {gates}, Gates, pass.Packed[PackedRecurrentT..], dh, Padded);");
            }
            else
            {
                writer.Line($"Gemm.Multiply(batch, {count * P}, Padded, {gates}, Gates, pass.Packed[PackedRecurrentT..], default, dh, Padded);");
            }
        }
    }

    private void EmitParameterGradients(SourceWriter writer, string scalar)
    {
        if (HasMasks)
        {
            writer.Line("const int steps = 1;");
            writer.Line("int rows = batch;");
        }
        else
        {
            // About 256 rows make a product deep enough to be fast, and still lie in the cache.
            writer.Lines("""
                // several timesteps at once, while their rows are in the cache
                int chunk = 255 / batch + 1;
                if (t % chunk != 0)
                {
                    return;
                }
                int steps = Math.Min(chunk, Timesteps - t), rows = steps * batch;
                z = Slice(pass, Z + t * Gates, steps * Gates);
                h = Slice(pass, Hidden + t * Padded, steps * Padded);
                """);
        }
        if (IsTrained)
        {
            EmitWeightGradients(writer, scalar);
        }
        EmitInputGradient(writer);
    }

    private void EmitWeightGradients(SourceWriter writer, string scalar)
    {
        writer.Line($"ReadOnlySpan<{scalar}> x = Slice(pass, Input + t * InputStride, steps * InputStride);");
        writer.Line(InputMasks == 0
            ? $"Gemm.AddGradient(rows, Features, {InputColumns}, x, InputStride, z, Gates, Fixed(pass, DKernel, {Features * InputColumns}), {InputColumns});"
            : $"MaskedGemm.AddGradient(rows, Features, {InputMasks}, {InputColumns / InputMasks}, x, InputStride, Slice(pass, MaskX, {InputMasks * Padded(Features)}), z, Gates, Fixed(pass, DKernel, {Features * InputColumns}), {InputColumns}, Slice(pass, Masked, {Padded(Features)}));");
        EmitRecurrentGradient(writer, "h", 0, _gates.RecurrentGroups[0], _gates.RecurrentSlot);
        EmitOwnRecurrentGradient(writer);
        if (UseBias)
        {
            writer.Line("Gemm.AddColumnSums(rows, Gates, z, Gates, Fixed(pass, DBias, Gates));");
        }
    }

    /// <summary>Adds hᵀ dz to the gradient of U, for gates of U from <paramref name="first"/> on.</summary>
    protected void EmitRecurrentGradient(SourceWriter writer, string h, int first, int count, int slot, bool masked = true)
    {
        string gates = slot == 0 ? "z" : $"z[{slot * P}..]";
        string gradient = $"Fixed(pass, {Terms.Sum("DRecurrent", first * P)}, {(Units * RecurrentColumns) - (first * P)}), {RecurrentColumns}";
        writer.Line(RecurrentMasks == 0 || !masked
            ? $"Gemm.AddGradient(rows, Units, {count * P}, {h}, Padded, {gates}, Gates, {gradient});"
            : $"MaskedGemm.AddGradient(rows, Units, {count}, Padded, {h}, Padded, Slice(pass, {Terms.Sum("MaskH", first * P)}, {count * P}), {gates}, Gates, {gradient}, Slice(pass, Masked, Padded));");
    }

    private void EmitInputGradient(SourceWriter writer)
    {
        int stride = Padded(Features);
        string dx = $"Slice(pass, DInput + t * {stride}, steps * {stride})";
        string product = InputMasks == 0
            ? $"Gemm.Multiply(rows, {InputColumns}, {stride}, z, Gates, pass.Packed[PackedKernelT..], default, {dx}, {stride});"
            : $"MaskedGemm.InputGradient(rows, Features, {InputMasks}, {InputColumns / InputMasks}, z, Gates, pass.Packed[PackedKernelT..], Slice(pass, MaskX, {InputMasks * stride}), {dx}, add: false, Slice(pass, Masked, {stride}));";
        if (!IsInputGradientOptional)
        {
            writer.Line(product);
            return;
        }
        using (writer.Open("if (wantsInput)"))
        {
            writer.Line(product);
        }
    }

    private void EmitReverseGradient(SourceWriter writer, string scalar)
    {
        int stride = Padded(Features);
        bool adds = Half == BidirectionalHalf.Backward;
        writer.Line(adds
            ? "// dL/dx back into the order of time, added to that of the forward half"
            : "// dL/dx back into the order of time");
        writer.Line($"internal static void ReverseGradient(in BatchPass<{scalar}> pass) =>");
        writer.Line($"    Rows.{(adds ? "AddReversedTime" : "ReverseTime")}(Timesteps, pass.Batch * {stride}, Slice(pass, DInput, Timesteps * {stride}), Slice(pass, DSource, Timesteps * {stride}));");
    }

    private void EmitUnpack(SourceWriter writer, string scalar)
    {
        writer.Line("// gradients from the kernels' layout to that of the parameters");
        using (writer.Open($"internal static void Unpack(in BatchPass<{scalar}> pass, Span<{scalar}> dParameters)"))
        {
            writer.Line($"GateKernel.Unpack(Fixed(pass, DKernel, {Features * InputColumns}), Features, Units, {List(_gates.Input)}, dParameters[Kernel..]);");
            writer.Line($"GateKernel.Unpack(Fixed(pass, DRecurrent, {Units * RecurrentColumns}), Units, Units, {List(_gates.Recurrent)}, dParameters[RecurrentKernel..]);");
            if (UseBias)
            {
                EmitUnpackBias(writer);
            }
            EmitOwnUnpack(writer);
        }
    }
}
