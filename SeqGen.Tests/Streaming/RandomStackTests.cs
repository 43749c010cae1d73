using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using SeqGen.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace SeqGen.Tests.Streaming;

/// <summary>A stream gives the bits of Predict, for stacks that nobody thought of.</summary>
[Trait("Category", "Width")]
public sealed class RandomStackTests(ITestOutputHelper output)
{
    private const int Stacks = 40;

    private static readonly Gen<string> s_padding = Gen.Elements("Valid", "Causal");

    private static readonly Gen<int> s_units = Gen.Elements(1, 2, 3, 5, 7, 8, 16, 17, 20, 33);

    private static readonly Gen<string> s_recurrent =
        from units in s_units
        from layer in Gen.Elements("SimpleRnn", "Lstm", "Gru", "Gru")
        from option in Gen.Elements("", ", Activation = Activation.Relu", layer switch { "Gru" => ", ResetAfter = false", "Lstm" => ", Peephole = true", _ => ", UseBias = false" })
        select $"{layer}({units}, ReturnSequences = true{option})";

    private static readonly Gen<string> s_window =
        from size in Gen.Choose(1, 4)
        from strides in Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Choose(2, 3)))
        from dilation in Gen.Choose(1, 3)
        from filters in s_units
        from padding in s_padding
        from layer in Gen.Elements(
            $"Conv1D({filters}, {size}, Dilation = {dilation}, Strides = {strides}, Padding = Padding.{padding})",
            $"DepthwiseConv1D({size}, Strides = {strides}, Padding = Padding.{padding})",
            $"SeparableConv1D({filters}, {size}, Dilation = {dilation}, Padding = Padding.{padding})",
            $"MaxPooling1D({size}, Strides = {strides})", $"AveragePooling1D({size})")
        select layer;

    private static readonly Gen<string> s_row =
        from units in s_units
        from layer in Gen.Elements($"Dense({units}, Activation = Activation.Tanh)", "LayerNormalization", "BatchNormalization", "Dropout(0.3f)", "ActivationLayer(Activation.Silu)")
        select layer;

    private static readonly Gen<string> s_stack =
        from features in Gen.Choose(1, 6)
        from layers in Gen.ListOf(Gen.Frequency((3, s_recurrent), (3, s_window), (2, s_row)))
        from end in Gen.Elements("", ", Lstm(5)", ", Gru(4), Dense(2)", ", GlobalMaxPooling1D(Running = RunningPool.Window)", ", GlobalAveragePooling1D(Running = RunningPool.Cumulative), Dense(1)", ", SimpleRnn(3), RepeatVector(2), Gru(3)")
        let taken = layers.Take(5)
        where taken.Any()
        select $"[SequenceModel(97, {features}, Streaming = true), {string.Join(", ", taken)}{end}]";

    [Fact]
    public void Random_stacks() => Check((ulong)Random.Shared.NextInt64());

    [Fact]
    public void Random_stacks_of_a_fixed_seed() => Check(20261121);

    private void Check(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        string[] stacks = [.. s_stack.Sample(Stacks, new Rnd(seed), 6).Where(Fits)];
        Assert.True(stacks.Length > Stacks / 2, $"{stacks.Length} stacks fit their input.");
        new StreamedModels(stacks).Check((int)(seed & 0xffff));
    }

    /// <summary>False where windows leave nothing of the sequence.</summary>
    private static bool Fits(string stack) =>
        ModelCompiler.Plan(ModelCompiler.Compile($"using SeqGen;\n{stack} public partial class Stack;"), "Stack").Errors.Count == 0;
}
