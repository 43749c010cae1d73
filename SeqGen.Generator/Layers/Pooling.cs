using System;
using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>Pools windows of timesteps.</summary>
internal abstract record PoolingSpec(int PoolSize) : LayerSpec
{
    public int Strides { get; init; } = PoolSize;

    public Padding Padding { get; init; } = Padding.Valid;

    public override string Display => $"{Kind}({CSharpLiteral.Of(PoolSize)})";

    public override string Declaration => $"{Kind}({CSharpLiteral.Of(PoolSize)}"
        + (Strides == PoolSize ? "" : $", Strides = {CSharpLiteral.Of(Strides)}") + (Padding == Padding.Valid ? ")" : $", Padding = {Padding})");

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (PoolSize <= 0)
        {
            yield return Errors.NotPositive(index, this, "poolSize", PoolSize);
        }
        if (Strides <= 0 && Strides != PoolSize)
        {
            yield return Errors.NotPositive(index, this, "Strides", Strides);
        }
        if (Padding == Padding.Causal)
        {
            yield return Errors.CausalPooling(index, this);
        }
        if (!input.IsSequence)
        {
            yield return Errors.NeedsSequence(index, this, input, before);
        }
        else if (Padding == Padding.Valid && PoolSize > input.Timesteps)
        {
            yield return Errors.NothingLeft(index, this, input, before);
        }
    }

    public override (string Why, string Mend)? FindStreamProblem(Shape input) => Padding == Padding.Same && PoolSize > 1
        ? ("has Padding = Padding.Same, which sees timesteps to come", "use Padding.Valid")
        : null;

    public override (string Why, string Mend)? FindChunkProblem(Shape input) => PoolSize > 1 || Strides > 1
        ? ("sees timesteps of the chunk before", "leave it out")
        : null;

    public override Shape OutputShape(Shape input) => new(Windows(input.Steps).Outputs, input.Features);

    // Of a layer that cannot be, something that the next layers can be looked at with.
    protected PoolWindows Windows(int steps)
    {
        if (PoolSize <= 0 || Strides <= 0 || (Padding != Padding.Same && PoolSize > steps))
        {
            return new PoolWindows(1, steps, 1, 0);
        }
        if (Padding != Padding.Same)
        {
            return new PoolWindows(((steps - PoolSize) / Strides) + 1, PoolSize, Strides, 0);
        }
        long outputs = ((long)steps + Strides - 1) / Strides;
        long pad = Math.Max(((outputs - 1) * Strides) + PoolSize - steps, 0);
        int left = (int)(pad / 2);
        return new PoolWindows((int)outputs, (int)Math.Min(PoolSize, (long)steps + left), Strides, left);
    }
}

/// <summary>Pools all timesteps.</summary>
internal abstract record GlobalPoolingSpec : LayerSpec
{
    public RunningPool Running { get; init; }

    public override string StreamDeclaration => $"{Declaration}({Running})";

    public override string Display => Kind;

    public override (string Why, string Mend)? FindStreamProblem(Shape input) => Running == RunningPool.None
        ? ("needs all timesteps at once", "set Running = RunningPool.Cumulative or RunningPool.Window")
        : null;

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        if (!input.IsSequence)
        {
            yield return Errors.NeedsSequence(index, this, input, before);
        }
    }

    public override (string Why, string Mend)? FindChunkProblem(Shape input) => ("sees timesteps of the chunk before", "leave it out");

    public override Shape OutputShape(Shape input) => Shape.Vector(input.Features);

    protected static PoolWindows Windows(int steps) => new(1, steps, steps, 0);
}

/// <summary>Window t begins at t · Strides - Left and is cut where the sequence ends.</summary>
internal sealed record PoolWindows(int Outputs, int Size, int Strides, int Left);

/// <summary>What becomes of a window.</summary>
internal enum PoolKind
{
    Max,
    Average,
}

internal sealed partial class PoolingPlan : BlockPlan
{
    private readonly PoolWindows _windows;
    private readonly PoolKind _kind;

    public PoolingPlan(LayerSpec spec, PoolWindows windows, PoolKind kind, LayerPlacement placement)
        : base(spec, spec is PoolingSpec pooling ? placement.OfWindows(pooling.PoolSize, pooling.Strides) : placement)
    {
        _windows = windows;
        _kind = kind;
        Output = AddOutput(spec.OutputShape(Input.Shape));
        InferenceOutput = AddInferenceOutput(Output.Shape);
        if (Stream is not null)
        {
            PlanStream(Stream, placement.Window);
        }
    }

    private bool IsMax => _kind == PoolKind.Max;

    private bool IsGlobal => !Output.Shape.IsSequence;

    public override void EmitInference(SourceWriter writer, int lanes)
    {
        if (Stream is not null)
        {
            EmitStream(writer, lanes);
            return;
        }
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Line($"private const int Features = {Features}, Stride = {InferenceInput.Stride};");
            writer.Line();
            writer.Line($"// y = {(IsMax ? "maximum" : "mean")} of some timesteps of x");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Open("internal static void Step(nuint steps, ref readonly float x, ref float y)"))
            {
                if (!IsMax)
                {
                    writer.Line("var count = V.Create((float)steps);");
                }
                ChannelBlocks.Emit(writer, lanes, Features, MayReadPast, block => EmitBlock(writer, block));
            }
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        writer.Line($"// {Summary}");
        if (Stream is not null)
        {
            EmitStreamCall(writer);
            return;
        }
        if (IsGlobal)
        {
            writer.Line($"{ClassName}.Step({Steps}, {InferenceRow()}, ref Unsafe.Add(ref memory, {InferenceOutput.Offset}));");
            return;
        }
        using (writer.Open($"for (int t = 0; t < {_windows.Outputs}; t++)"))
        {
            string first = Terms.Product("t", _windows.Strides) + (_windows.Left == 0 ? "" : $" - {_windows.Left}");
            string output = $"ref Unsafe.Add(ref memory, {Terms.Sum(InferenceOutput.Offset, Terms.Product("t", InferenceOutput.Stride))})";
            if (IsWithin)
            {
                writer.Line($"{ClassName}.Step({_windows.Size}, {InferenceRow($"({first})")}, {output});");
                return;
            }
            writer.Line($"int first = {first}, end = global::System.Math.Min({Steps}, first + {_windows.Size});  // cut where the sequence ends");
            writer.Line("first = global::System.Math.Max(0, first);");
            writer.Line($"{ClassName}.Step((nuint)(end - first), {InferenceRow("first")}, {output});");
        }
    }

    /// <summary>True if no window is cut.</summary>
    private bool IsWithin => _windows.Left == 0 && ((long)(_windows.Outputs - 1) * _windows.Strides) + _windows.Size <= Steps;

    protected override void EmitConstants(SourceWriter writer)
    {
        base.EmitConstants(writer);
        writer.Line();
        writer.Line($"private static PoolWindows Windows => new(Steps, Outputs: {_windows.Outputs}, Size: {_windows.Size}, Strides: {_windows.Strides}, Left: {_windows.Left});");
    }

    protected override void EmitForward(SourceWriter writer, string scalar)
    {
        writer.Line($"// y = {(IsMax ? "maximum" : "mean")} of each window of x");
        using (writer.Open($"internal static void Forward(in BatchPass<{scalar}> pass)"))
        {
            EmitPad(writer);
            writer.Line($"Pooling.{_kind}(Windows, pass.Batch * Padded, Slice(pass, X, Steps * Padded), Slice(pass, Output, {_windows.Outputs} * Padded));");
        }
    }

    protected override void EmitBackward(SourceWriter writer, string scalar)
    {
        writer.Line(IsMax ? "// dL/dx = dL/dy at the first maximum of each window" : "// dL/dx = an equal share of dL/dy for each timestep of a window");
        string tensors = IsMax ? $"Slice(pass, X, Steps * Padded), Slice(pass, Output, {_windows.Outputs} * Padded), " : "";
        using (writer.Open($"internal static void Backward(in BatchPass<{scalar}> pass)"))
        {
            writer.Line($"Pooling.{_kind}Gradient<{scalar}>(Windows, pass.Batch * Padded, {tensors}Slice(pass, DOutput, {_windows.Outputs} * Padded), Slice(pass, DInput, Steps * Padded));");
        }
    }

    private void EmitBlock(SourceWriter writer, ChannelBlocks block)
    {
        for (int v = 0; v < block.Vectors; v++)
        {
            writer.Line($"var y{v} = {block.Load("x", "0", v)};");
        }
        using (writer.Open("for (nuint k = 1; k < steps; k++)"))
        {
            for (int v = 0; v < block.Vectors; v++)
            {
                string value = block.Load("x", "k * Stride", v);
                writer.Line(IsMax ? $"y{v} = V.Max(y{v}, {value});" : $"y{v} += {value};");
            }
        }
        for (int v = 0; v < block.Vectors; v++)
        {
            writer.Line(block.Store("y", "0", v, IsMax ? $"y{v}" : $"y{v} / count"));
        }
    }
}
