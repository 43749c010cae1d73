using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Models declared as text, compiled together, whose streams are held against their predictions.</summary>
internal sealed class StreamedModels
{
    private static readonly MethodInfo s_check = typeof(StreamedModels).GetMethod(nameof(CheckModel), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly Assembly _assembly;
    private readonly string[] _declarations;

    /// <param name="declarations">Attributes of each model, in C#.</param>
    internal StreamedModels(params IEnumerable<string> declarations)
    {
        _declarations = [.. declarations];
        IEnumerable<string> models = _declarations.Select((text, index) => $"{text} public partial class Model{index};");
        _assembly = ModelCompiler.Load(ModelCompiler.Generate(ModelCompiler.Compile("using SeqGen;\n" + string.Join('\n', models))));
    }

    /// <summary>Fails if a stream of one of the models gives other bits than Predict on the same timesteps.</summary>
    internal void Check(int seed = 1)
    {
        for (int i = 0; i < _declarations.Length; i++)
        {
            Type type = _assembly.GetType($"Model{i}", throwOnError: true)!;
            Type state = type.GetNestedType("State") ?? throw new InvalidOperationException($"No Step: {_declarations[i]}");
            s_check.MakeGenericMethod(type, state).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [_declarations[i], seed + i], null);
        }
    }

    private static void CheckModel<TModel, TState>(string declaration, int seed)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState>
    {
        var model = (TModel)Activator.CreateInstance(typeof(TModel), seed)!;
        var random = new SeededRandom((ulong)seed);
        foreach (ref float parameter in model.Parameters)
        {
            // Zeros, as biases begin, would hide what is left out.
            parameter += 0.2f * ((2 * random.NextSingle()) - 1);
        }
        float[] input = StreamAssert.Sample<TModel>(declaration, random);
        StreamAssert.GivesThePrediction<TModel, TState>(model, input, declaration);
        StreamAssert.ManyGiveWhatEachGives<TModel, TState>(model, input, declaration);
    }
}

/// <summary>Holds a stream against predictions.</summary>
internal static class StreamAssert
{
    /// <summary>A sample: tokens for a model that begins with an embedding, else numbers, some timesteps of them zero.</summary>
    internal static float[] Sample<TModel>(string declaration, SeededRandom random) where TModel : class, ISequenceModel<TModel>
    {
        float[] input = new float[TModel.Timesteps * TModel.Features];
        bool tokens = declaration.Contains("Embedding(", StringComparison.Ordinal);
        for (int i = 0; i < input.Length; i++)
        {
            bool zero = i / TModel.Features % 4 == 1;
            input[i] = zero ? 0 : tokens ? (int)(5 * random.NextSingle()) : (2 * random.NextSingle()) - 1;
        }
        return input;
    }

    /// <summary>Fails if the outputs of a new stream are not those of Predict: all, or the last where the model gives one.</summary>
    internal static void GivesThePrediction<TModel, TState>(TModel model, float[] input, string what)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState>
    {
        float[] expected = new float[TModel.OutputLength];
        model.Predict(input, expected);
        List<float> actual = [];
        TState state = default;
        for (int t = 0; t < TModel.Timesteps; t++)
        {
            float[] output = Step<TModel, TState>(model, input.AsSpan(t * TModel.Features, TModel.Features), ref state);
            Assert.True(output.Length > 0 == IsDue<TModel, TState>(t), $"step {t} of {what}");
            actual.AddRange(output);
        }
        Assert.Equal((ulong)TModel.Timesteps, state.Steps);
        IEnumerable<float> last = TModel.OutputLength == TModel.StepOutputLength ? actual.TakeLast(TModel.OutputLength) : actual;
        Assert.True(AreEqual(expected, [.. last], Vector128.IsHardwareAccelerated), $"{what}\nexpected {string.Join(' ', expected.Take(8))}\nactual {string.Join(' ', last.Take(8))}");
    }

    /// <summary>Fails if steps of many streams at once are not those of each, wherever each stands.</summary>
    internal static void ManyGiveWhatEachGives<TModel, TState>(TModel model, float[] input, string what)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState>
    {
        const int streams = 70;
        int features = TModel.Features, length = TModel.StepOutputLength;
        var states = new TState[streams];
        for (int i = 0; i < streams; i++)
        {
            for (int t = 0; t < i % TModel.Timesteps; t++)
            {
                model.Step(input.AsSpan(t * features, features), ref states[i], new float[length]);
            }
        }
        foreach (int count in new[] { 1, 7, 8, 17, streams })
        {
            float[] inputs = [.. Enumerable.Range(0, count).SelectMany(i => input.Skip((i + count) % TModel.Timesteps * features).Take(features))];
            TState[] each = [.. states.Take(count)], many = [.. each];
            float[] expected = new float[count * length], actual = new float[count * length];
            bool[] expectedDue = new bool[count], due = new bool[count];
            for (int i = 0; i < count; i++)
            {
                expectedDue[i] = model.Step(inputs.AsSpan(i * features, features), ref each[i], expected.AsSpan(i * length, length));
            }
            model.StepMany(inputs, many, actual, due);
            Assert.Equal(expectedDue, due);
            Assert.True(AreEqual(expected, actual, Fma.IsSupported), $"{count} streams of {what}");
            if (Fma.IsSupported)
            {
                Assert.True(each.AsSpan().SequenceEqual(many), $"states of {count} streams of {what}");
            }
        }
    }

    /// <summary>The output of a step, empty if none is due; fails if it depends on what lies around the spans, or writes there.</summary>
    internal static float[] Step<TModel, TState>(TModel model, ReadOnlySpan<float> input, ref TState state)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState>
    {
        float[] around = new float[input.Length + 40], output = new float[TModel.StepOutputLength + 40];
        Array.Fill(around, float.NaN);
        Array.Fill(output, 12345);
        input.CopyTo(around.AsSpan(17));
        bool due = model.Step(around.AsSpan(17, input.Length), ref state, output.AsSpan(17, TModel.StepOutputLength));
        Assert.All(output[..17].Concat(output[(17 + TModel.StepOutputLength)..]), value => Assert.Equal(12345, value));
        return due ? output[17..(17 + TModel.StepOutputLength)] : [];
    }

    private static bool IsDue<TModel, TState>(int step)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState> =>
        step >= TModel.Delay && (step - TModel.Delay) % TModel.StepsPerOutput == 0;

    // Without a fused multiply-add batched kernels, and without vectors plain loops, round otherwise.
    private static bool AreEqual(float[] expected, float[] actual, bool exactly) => exactly
        ? Bits(expected).SequenceEqual(Bits(actual))
        : expected.Length == actual.Length && expected.Zip(actual).All(pair => pair.First.Equals(pair.Second) || AreNear(pair.First, pair.Second));

    private static bool AreNear(float expected, float actual) => Math.Abs(expected - actual) <= 1e-3f + (1e-3f * Math.Abs(expected));

    internal static IEnumerable<int> Bits(IEnumerable<float> values) => values.Select(BitConverter.SingleToInt32Bits);
}
