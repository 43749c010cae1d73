using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using SeqGen.Numerics;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>Every layer and option against PyTorch: outputs, and gradients of inputs and parameters.</summary>
public sealed class GoldenTests
{
    private static readonly Lazy<Assembly> s_models = new(() => ModelCompiler.Load(ModelCompiler.Generate(ModelCompiler.Compile(Source))));

    private static string Source =>
        "using SeqGen;\n" + string.Join("\n", GoldenCase.All.Select(golden => $"{golden.Source} public partial class {golden.Name};"));

    public static TheoryData<string> Names => [.. GoldenCase.All.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_gives_what_PyTorch_gives(string name)
    {
        GoldenCase golden = GoldenCase.All.Single(golden => golden.Name == name);
        Type model = s_models.Value.GetType(name, throwOnError: true)!;
        typeof(GoldenTests).GetMethod(nameof(Check), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(model).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [golden], null);
    }

    private static void Check<TModel>(GoldenCase golden) where TModel : class, ISequenceModel<TModel>
    {
        var model = (TModel)Activator.CreateInstance(typeof(TModel), 0)!;
        float[] inputs = golden.InputValues();
        golden.Parameters.ToArray().CopyTo(model.Parameters);
        Assert.Equal(golden.Parameters.Count, TModel.ParameterCount);

        float[] single = new float[golden.Outputs.Length], batched = new float[golden.Outputs.Length];
        int inputLength = TModel.Timesteps * TModel.Features;
        for (int row = 0; row < golden.Batch; row++)
        {
            model.Predict(inputs.AsSpan(row * inputLength, inputLength), single.AsSpan(row * TModel.OutputLength, TModel.OutputLength));
        }
        Near(golden.Outputs, single, "outputs");

        float[] dParameters = new float[TModel.ParameterCount], dInputs = new float[inputs.Length];
        RunBatch<TModel>(model.Parameters, golden, inputs, batched, dParameters, dInputs);
        Assert.Equal(single, batched);
        Near(golden.DInputs, dInputs, "dInputs");
        Near(golden.DParameters.Values, [.. dParameters.Where((_, i) => i % golden.DParameters.Stride == 0)], "dParameters");

        float[] repeated = [.. Enumerable.Repeat(inputs, 5).SelectMany(x => x)], many = new float[5 * single.Length];
        model.PredictBatch(repeated, many);
        Assert.Equal([.. Enumerable.Repeat(single, 5).SelectMany(x => x)], many);
    }

    private static void RunBatch<TModel>(
        ReadOnlySpan<float> parameters, GoldenCase golden, float[] inputs, float[] outputs, float[] dParameters, float[] dInputs)
        where TModel : class, ISequenceModel<TModel>
    {
        var packed = new AlignedBuffer<float>(TModel.Batched.PackedLength);
        var workspace = new AlignedBuffer<float>(TModel.Batched.WorkspaceLength(golden.Batch, wantsInputGradient: true));
        packed.Span.Fill(float.NaN);
        workspace.Span.Fill(1e3f);
        TModel.Pack(parameters, packed.Span);
        TModel.PackTransposed(parameters, packed.Span);
        var pass = new BatchPass<float> { Batch = golden.Batch, Parameters = parameters, Packed = packed.Span, Workspace = workspace.Span, Training = true };
        TModel.Forward(pass, inputs, outputs);
        TModel.Backward(pass, golden.Coefficients.ToArray(), dParameters, dInputs);
    }

    private static void Near(IReadOnlyList<double> expected, float[] actual, string what)
    {
        Assert.Equal(expected.Count, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            double tolerance = 2e-5 + (2e-5 * Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}[{i}]: expected {expected[i]:g9}, was {actual[i]:g9}");
        }
    }
}
