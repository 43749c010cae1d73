using System;
using System.Collections.Generic;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>What the convolutions over time are asked for.</summary>
internal abstract record ConvolutionSpec(int KernelSize) : WeightedSpec
{
    /// <summary>Timesteps beyond which a window is a mistake.</summary>
    private const long LongestSpan = 16_000_000;

    public int Strides { get; init; } = 1;

    public int Dilation { get; init; } = 1;

    public Padding Padding { get; init; }

    public Activation Activation { get; init; } = Activation.Linear;

    public override Activation OutputActivation => Activation;

    public override string Display => $"{Kind}({string.Join(", ", Arguments())})";

    public override string Declaration => $"{Kind}({string.Join(", ", Options())})";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        foreach (ModelError error in base.Check(index, input, before))
        {
            yield return error;
        }
        bool positive = true;
        foreach ((string name, int size) in Sizes())
        {
            if (size <= 0)
            {
                positive = false;
                yield return Errors.NotPositive(index, this, name, size);
            }
        }
        if (!input.IsSequence)
        {
            yield return Errors.NeedsSequence(index, this, input, before);
        }
        else if (positive && Span > (Padding == Padding.Valid ? input.Timesteps : LongestSpan))
        {
            yield return KernelTooLong(index, input, before);
        }
    }

    public override (string Why, string Mend)? FindStreamProblem(Shape input) => Padding == Padding.Same && KernelSize > 1
        ? ("has Padding = Padding.Same, which sees timesteps to come", "use Padding.Causal or Padding.Valid")
        : null;

    public override (string Why, string Mend)? FindChunkProblem(Shape input) => Span > 1 || Strides > 1
        ? ("sees timesteps of the chunk before", "leave it out, or make its kernel and its strides 1")
        : null;

    public sealed override Shape OutputShape(Shape input) =>
        new(Window(input.Timesteps).OutputTimesteps, (int)Math.Min(int.MaxValue, OutputFeatures(input.Features)));

    /// <summary>Which timesteps each output sees.</summary>
    public ConvolutionView Window(int timesteps)
    {
        // Strides beyond the sequence's end are all the same: they leave one output. What Check refuses has a shape as well, for the
        // checks of the layers behind.
        int strides = Math.Max(1, Math.Min(Strides, timesteps));
        int outputs = Padding == Padding.Valid
            ? (int)(Math.Max(0, timesteps - Span) / strides) + 1
            : Math.Max(1, (timesteps - 1) / strides + 1);
        long padding = Math.Max(0, ((outputs - 1L) * strides) + Span - timesteps);
        long left = Padding switch { Padding.Same => padding / 2, Padding.Causal => Span - 1, _ => 0 };
        return new ConvolutionView(timesteps, outputs, KernelSize, strides, Dilation, (int)left);
    }

    protected abstract long OutputFeatures(int features);

    /// <summary>Timesteps from the first that an output sees to the last.</summary>
    public long Span => ((KernelSize - 1L) * Dilation) + 1;

    /// <summary>The positional arguments.</summary>
    protected virtual IEnumerable<string> Arguments() => [CSharpLiteral.Of(KernelSize)];

    /// <summary>Numbers that must be positive, by their names.</summary>
    protected virtual IEnumerable<(string Name, int Size)> Sizes() =>
        [("kernelSize", KernelSize), ("Strides", Strides), ("Dilation", Dilation)];

    /// <summary>The arguments that change what the layer computes.</summary>
    protected virtual IEnumerable<string> Options()
    {
        foreach (string argument in Arguments())
        {
            yield return argument;
        }
        if (Strides != 1)
        {
            yield return $"Strides = {CSharpLiteral.Of(Strides)}";
        }
        if (Dilation != 1)
        {
            yield return $"Dilation = {CSharpLiteral.Of(Dilation)}";
        }
        if (Padding != Padding.Valid)
        {
            yield return $"Padding = {Padding}";
        }
        if (Activation != Activation.Linear)
        {
            yield return $"Activation = {Activation}";
        }
        if (!UseBias)
        {
            yield return "UseBias = false";
        }
    }

    private ModelError KernelTooLong(int index, Shape input, LayerSpec? before)
    {
        int longest = (int)((input.Timesteps - 1L) / Dilation) + 1;
        string mend = $"use a kernel of {CSharpLiteral.Of(longest)} or less"
            + (Dilation > 1 ? ", or a smaller Dilation" : "") + (Span > LongestSpan ? "" : ", or set Padding = Padding.Same or Padding.Causal");
        string wanted = $"[{Span.ToString(System.Globalization.CultureInfo.InvariantCulture)} or more, {CSharpLiteral.Of(input.Features)}]";
        return ModelError.Of(
            Diagnostics.Descriptors.KernelTooLong.Id, index, Errors.Title(index, this), wanted, before?.Display ?? "the input", input.ToString(), mend);
    }
}

/// <summary>The runtime's ConvolutionWindow: output t sees inputs t · Strides - Left + tap · Dilation.</summary>
internal readonly record struct ConvolutionView(int Timesteps, int OutputTimesteps, int KernelSize, int Strides, int Dilation, int Left)
{
    /// <summary>The first output that sees a timestep under each tap.</summary>
    public int FirstWhole => Math.Min(OutputTimesteps, (Left + Strides - 1) / Strides);

    /// <summary>Behind the last output that sees a timestep under each tap; at least <see cref="FirstWhole"/>.</summary>
    public int EndWhole
    {
        get
        {
            long last = Timesteps - 1 + Left - ((KernelSize - 1L) * Dilation);
            return last < 0 ? FirstWhole : Math.Max(FirstWhole, (int)Math.Min(OutputTimesteps, (last / Strides) + 1));
        }
    }

    public string Code =>
        $"new(Timesteps: {CSharpLiteral.Of(Timesteps)}, OutputTimesteps: {CSharpLiteral.Of(OutputTimesteps)}, KernelSize: {CSharpLiteral.Of(KernelSize)}, "
        + $"Strides: {CSharpLiteral.Of(Strides)}, Dilation: {CSharpLiteral.Of(Dilation)}, Left: {CSharpLiteral.Of(Left)})";
}
