using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>What <see cref="WidthTests"/> runs in another process; alone there is nothing to compare with.</summary>
[Trait("Category", "Width")]
public sealed class WidthChildTests : ModelTheory
{
    internal const string ExpectedVariable = "SEQGEN_TEST_EXPECTED", BitsVariable = "SEQGEN_TEST_BITS";

    [Fact]
    public void The_widest_vectors_are_those_asked_for()
    {
        if (Environment.GetEnvironmentVariable(BitsVariable) is not { } bits)
        {
            return;
        }
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        Assert.True(widest <= int.Parse(bits, CultureInfo.InvariantCulture), $"{bits} bits were asked for, {widest} are used.");
    }

    [Fact]
    public void Predictions_gradients_and_trained_parameters_are_those_of_the_widest_vectors()
    {
        if (Environment.GetEnvironmentVariable(ExpectedVariable) is not { } path)
        {
            return;
        }
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray(), actual = [.. Numbers()];
        if (Fma.IsSupported)
        {
            // The sums are the same with a fused multiply-add of any width.
            Assert.Equal(expected, actual);
        }
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 3e-5f + (3e-5f * Math.Abs(pair.First))));
    }

    /// <summary>Writes the numbers of this process for one that it starts.</summary>
    internal static void Write(string path) => File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>(Numbers().ToArray()));

    private static IEnumerable<float> Numbers()
    {
        var test = new WidthChildTests();
        List<float> numbers = [];
        foreach (string model in Models)
        {
            s_numbers = numbers;
            test.Run(model, nameof(AddNumbers));
        }
        return numbers;
    }

    [ThreadStatic]
    private static List<float>? s_numbers;

    private static void AddNumbers<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        TModel model = Create<TModel>();
        const int rows = 40;
        float[] inputs = Inputs<TModel>(rows), targets = Values(rows * TModel.OutputLength, 3, 1);
        s_numbers!.AddRange(PredictionTests.Singles(model, inputs));
        using var trainer = new Trainer<TModel>(model, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = rows });
        s_numbers!.Add(trainer.ComputeGradients(inputs, targets));
        s_numbers!.AddRange(trainer.Gradients);
        s_numbers!.Add(trainer.Step(inputs, targets));
        s_numbers!.AddRange(model.Parameters);
    }
}
